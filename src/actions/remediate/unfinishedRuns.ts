import { join } from 'node:path';
import type { App, Notice, OrgIdentity } from '../../posture/model.js';
import { appName, sameOrg } from '../../posture/names.js';
import { named } from '../../remediation/outcome/verify.js';
import { AFTER, BEFORE, RESULT } from '../../remediation/saved/snapshot.js';
import { isFields, isText, jsonIn } from '../../values.js';
import type { Reads } from '../doors.js';

/** Enough to recognize the run. Its snapshot has all of them. */
const MOST_NAMED = 5;

/**
 * Runs on this org that were killed and so ended without a result: no output says what they changed. A run that didn't
 * reach its first deploy has no record of deploys, and changed nothing.
 */
export const unfinishedRuns = async (below: string, org: OrgIdentity, doors: Reads): Promise<Notice[]> => {
  const folders = await doors.foldersIn(below);
  const found: Notice[] = [];
  for (const name of folders.ok ? folders.value.toSorted() : []) {
    const directory = join(below, name);
    const apps = await appsLeftOpen(directory, org, doors);
    if (apps)
      found.push({
        code: 'unfinished-run',
        data: { apps: named(apps, MOST_NAMED), snapshot: directory, org: org.alias ?? org.username },
      });
  }
  return found;
};

const appsLeftOpen = async (
  directory: string,
  org: OrgIdentity,
  { readText }: Reads,
): Promise<string[] | undefined> => {
  const result = await readText(join(directory, RESULT));
  if (result.ok || result.code !== 'ENOENT') return undefined;
  const before = await fieldsIn(join(directory, BEFORE), readText);
  if (!isFields(before?.org) || !isText(before.org.id) || !sameOrg(before.org.id, org.id)) return undefined;
  const after = await fieldsIn(join(directory, AFTER), readText);
  if (Array.isArray(after?.deploys) && after.deploys.length === 0) return undefined;
  return Array.isArray(before.changes) ? before.changes.flatMap(nameIn) : [];
};

const nameIn = (change: unknown): string[] =>
  isFields(change) && isFields(change.app) && isText(change.app.type) && isText(change.app.name)
    ? [appName(change.app as App)]
    : [];

const fieldsIn = async (path: string, readText: Reads['readText']): Promise<Record<string, unknown> | undefined> => {
  const text = await readText(path);
  const content = text.ok ? jsonIn(text.value) : undefined;
  return isFields(content) ? content : undefined;
};
