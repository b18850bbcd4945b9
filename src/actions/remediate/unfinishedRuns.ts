import { join } from 'node:path';
import type { App, Notice, OrgIdentity } from '../../posture/model.js';
import { appName, sameOrg } from '../../posture/names.js';
import { named } from '../../remediation/outcome/verify.js';
import { BEFORE, RESULT } from '../../remediation/saved/snapshot.js';
import { isFields, isText, jsonIn } from '../../values.js';
import type { Reads } from '../doors.js';
import { isOriginal, type OnDisk, readRun } from './itsDeploys.js';

/** Enough to recognize the run. Its snapshot has all of them. */
const MOST_NAMED = 5;

/**
 * Runs on this org that left no result: no output says what they changed. They were killed, or haven't ended. A run
 * that didn't reach its first deploy changed nothing.
 */
export const unfinishedRuns = async (below: string, org: OrgIdentity, doors: OnDisk): Promise<Notice[]> => {
  const folders = await doors.foldersIn(below);
  const found: Notice[] = [];
  for (const name of folders.ok ? folders.value.toSorted() : []) {
    const directory = join(below, name);
    const apps = await appsWithoutResult(directory, org, doors);
    if (apps) found.push(...(await noticeOf(directory, named(apps, MOST_NAMED), org, doors)));
  }
  return found;
};

const noticeOf = async (directory: string, apps: string, org: OrgIdentity, doors: OnDisk): Promise<Notice[]> => {
  const { aftermath, isRunning } = await readRun(directory, [], doors);
  const run = aftermath.unfinished?.run;
  // The command to restore a folder that came with a repository would turn flows on, so it isn't printed.
  if (!run || !(await isOriginal(directory, run, doors)))
    return [{ code: 'unfinished-run-unclear', data: { apps, snapshot: directory } }];
  if (isRunning === true) return [{ code: 'run-under-way', data: { process: run.pid, apps, snapshot: directory } }];
  if (aftermath.ids.length === 0 && !aftermath.unnamed) return [];
  return [{ code: 'unfinished-run', data: { apps, snapshot: directory, org: org.alias ?? org.username } }];
};

const appsWithoutResult = async (
  directory: string,
  org: OrgIdentity,
  { readText }: Reads,
): Promise<string[] | undefined> => {
  const result = await readText(join(directory, RESULT));
  if (result.ok || !['ENOENT', 'broken-link'].includes(result.code)) return undefined;
  const before = await fieldsIn(join(directory, BEFORE), readText);
  if (!isFields(before?.org) || !isText(before.org.id) || !sameOrg(before.org.id, org.id)) return undefined;
  return Array.isArray(before.changes) ? before.changes.flatMap(nameIn) : [];
};

const nameIn = (change: unknown): string[] =>
  isFields(change) &&
  isFields(change.app) &&
  [change.app.type, change.app.name, change.app.namespace ?? ''].every(isText)
    ? [appName(change.app as App)]
    : [];

const fieldsIn = async (path: string, readText: Reads['readText']): Promise<Record<string, unknown> | undefined> => {
  const text = await readText(path);
  const content = text.ok ? jsonIn(text.value) : undefined;
  return isFields(content) ? content : undefined;
};
