import { basename } from 'node:path';
import type { AuditReport } from '../../posture/model.js';
import { shortId } from '../../posture/names.js';
import { scopeDifferences } from '../../posture/report/baseline.js';
import type { FailedFile, SavedFile } from '../../posture/saved/merge.js';
import type { Unusable } from '../../posture/saved/read.js';
import type { Reads } from '../doors.js';
import { Refusal, type Point } from '../refusal.js';

export type SavedFiles = { saved: SavedFile[]; failed: FailedFile[]; scope: AuditReport['scope'] };

/**
 * One file that can't be used ends the run: its org is unknown, and a report without that org could look as if all were
 * well. The error names every such file.
 */
export const readSavedFiles = async (paths: readonly string[], doors: Reads): Promise<SavedFiles> => {
  const { readSaved } = await import('../../posture/saved/read.js');
  const saved: SavedFile[] = [];
  const failed: FailedFile[] = [];
  const points: Point[] = [];
  const latest = new Date(doors.now().getTime() + CLOCKS_DIFFER_MS).toISOString();
  for (const file of paths) {
    if (doors.signal.aborted) throw Refusal.from({ code: 'interrupted', detail: '' }, file);
    const text = await doors.readText(file);
    const read = text.ok ? readSaved(text.value) : undefined;
    if (!text.ok) points.push({ file, key: 'cannot-read', values: [text.code] });
    else if (!read?.ok) points.push(unusable(file, read?.unusable ?? { problem: 'not-json' }));
    else if ('failure' in read) failed.push({ file, name: nameOf(file), failure: read.failure });
    else if (read.result.finishedAt > latest)
      points.push({ file, key: 'from-future', values: [read.result.finishedAt] });
    else saved.push({ file, result: read.result });
  }
  points.push(...newestByAWrongClock(saved, doors.now()));
  const [first] = saved;
  if (first) points.push(...otherScopes(saved, first));
  if (points.length > 0) throw refused(points);
  if (!first) throw new Refusal('only-failures', [failed.length], { bundle: 'saved', points: failed.map(whyFailed) });
  return { saved, failed, scope: first.result.scope };
};

const CLOCKS_DIFFER_MS = 24 * 60 * 60 * 1000;
const CLOCKS_DIFFER_A_LITTLE_MS = 10 * 60 * 1000;

/** Of several results of an org, the newest counts. A clock that is hours ahead would make an old one the newest. */
const newestByAWrongClock = (saved: readonly SavedFile[], now: Date): Point[] => {
  const latest = new Date(now.getTime() + CLOCKS_DIFFER_A_LITTLE_MS).toISOString();
  return saved
    .filter((one) => one.result.finishedAt > latest && saved.some((other) => other !== one && shareAnOrg(one, other)))
    .map(({ file, result }) => ({ file, key: 'from-future', values: [result.finishedAt] }));
};

const shareAnOrg = (one: SavedFile, other: SavedFile): boolean => {
  const idsOf = ({ result }: SavedFile): string[] =>
    result.targets.flatMap(({ org }) => (org ? [shortId(org.id)] : []));
  const ids = new Set(idsOf(one));
  return idsOf(other).some((id) => ids.has(id));
};

/**
 * A pipeline job writes one file, named after its org. If the org couldn't be audited, the name is all that is known.
 */
const nameOf = (file: string): string => basename(file).replace(/\.json$/i, '');

const unusable = (file: string, { problem, ...values }: Unusable): Point => ({
  file,
  key: problem,
  values: Object.values(values),
});

const otherScopes = (saved: readonly SavedFile[], first: SavedFile): Point[] =>
  saved
    .filter(({ result }) => scopeDifferences(result.scope, first.result.scope).length > 0)
    .map(({ file }) => ({ file, key: 'other-scope', values: [first.file] }));

const whyFailed = ({ file, failure }: FailedFile): Point => ({ file, key: 'failed', values: [failure.message] });

const MOST_TOLD = 20;

const refused = (points: readonly Point[]): Refusal => {
  const told = points.slice(0, MOST_TOLD);
  const left = points.slice(MOST_TOLD);
  const more = left.map(({ file }) => ({ file, key: 'more', values: [left.length] })).slice(0, 1);
  return new Refusal('unusable', [points.length], { bundle: 'saved', points: [...told, ...more] });
};
