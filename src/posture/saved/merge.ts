import { defined } from '../../values.js';
import type { Notice, Target } from '../model.js';
import { fold, sameOrg, shortId, targetName } from '../names.js';
import type { NoticeCode } from '../notices.js';
import { distinguished, type Named, type TargetOfFile } from './sameNames.js';
import type { SavedFailure, SavedResult } from './shape.js';

export type SavedFile = { file: string; result: SavedResult };
/** `name`: the name of the org, as far as the file name shows it. */
export type FailedFile = { file: string; name: string; failure: SavedFailure };

export type Merged = Pick<SavedResult, 'startedAt' | 'finishedAt' | 'targets' | 'notices'>;

type Candidate = { target: Target; startedAt: string; file: string; at: number };

/** Notices that a merge makes again, from all results. */
const MADE_AGAIN: readonly NoticeCode[] = [
  'app-pattern-unmatched',
  'baseline-target-missing',
  'baseline-vanished',
  'clock-behind',
  'manual-check-expired',
  'manual-check-expiring',
  'manual-check-unmatched',
  'manual-check-without-effect',
  'saved-results-merged',
  'saved-same-folders',
  'saved-waivers-kept',
  'source-creates-on',
  'source-switches-off',
  'source-switches-on',
  'waiver-expired',
  'waiver-expiring',
  'waiver-file-applied',
  'waiver-file-not-found',
  'waiver-unmatched',
  'waiver-without-effect',
  'waivers-switched-off',
];

/** Of several results of one org, the newest counts. Everything else stays, including what couldn't be audited. */
export const merge = (saved: readonly SavedFile[], failed: readonly FailedFile[]): Merged => {
  const candidates = saved.flatMap(({ file, result }) =>
    result.targets.map((target, at): Candidate => ({
      ...{ target, file, at },
      startedAt: target.startedAt ?? result.startedAt,
    })),
  );
  const newest = newestOfEach(candidates);
  const kept = candidates.filter((candidate) => newest.get(identityOf(candidate)) === candidate);
  const found = kept.filter((candidate) => !isSucceeded(candidate, kept));
  const shown = new Set(found);
  const left = candidates.filter((candidate) => !shown.has(candidate));
  const named = distinguished([
    ...found.map(({ target, startedAt, file }) => ({ file, target: { ...target, startedAt } })),
    ...failed.map(unaudited),
  ]);
  return {
    startedAt: firstOf(saved.map(({ result }) => result.startedAt)),
    finishedAt: lastOf(saved.map(({ result }) => result.finishedAt)),
    targets: named.map(({ target }) => bare(target)),
    notices: [...carried(saved, left, named), ...left.map(leftOut), ...sameFolders(found), ...about(saved, failed)],
  };
};

/**
 * Two trees can have folders with the same name, also in one file, so results of files are never replaced. Nor is an
 * org whose ID is unknown.
 */
const identityOf = ({ target, file, at }: Candidate): string =>
  target.org ? shortId(target.org.id) : JSON.stringify([file, at]);

/**
 * Of two that started at the same time, the later one in the order of the files, so that the order of the flags doesn't
 * matter.
 */
const newestOfEach = (candidates: readonly Candidate[]): ReadonlyMap<string, Candidate> => {
  const newest = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const known = newest.get(identityOf(candidate));
    if (!known || known.startedAt <= candidate.startedAt) newest.set(identityOf(candidate), candidate);
  }
  return newest;
};

/** An org that could not be opened, and was audited later. */
const isSucceeded = ({ target, startedAt }: Candidate, kept: readonly Candidate[]): boolean =>
  target.kind === 'org' &&
  target.org === undefined &&
  kept.some((later) => later.startedAt > startedAt && isOrgOf(later.target, target));

/**
 * A username belongs to one org. An alias doesn't: on another machine, it may be that of another org, which says nothing
 * about this one.
 */
const isOrgOf = ({ org }: Target, { name = '', username = name, orgId }: Target): boolean => {
  if (org === undefined) return false;
  return orgId === undefined ? fold(org.username) === fold(username) : sameOrg(org.id, orgId);
};

/** The baseline of this run decides whether a finding is new. */
const bare = (target: Target): Target => ({
  ...target,
  findings: target.findings.map((finding) => {
    const judgedAgain = { ...finding };
    delete judgedAgain.change;
    return judgedAgain;
  }),
});

const unaudited = ({ file, name, failure }: FailedFile): TargetOfFile => ({
  file,
  target: {
    kind: 'org',
    name,
    error: failure,
    findings: [],
    summary: { pass: 0, fail: 0, waived: 0, notEvaluated: 0, notApplicable: 0 },
    coverage: [],
  },
});

const carried = (saved: readonly SavedFile[], left: readonly Candidate[], named: readonly Named[]): Notice[] => {
  const told = saved.flatMap(({ file, result }) => {
    const gone = left.filter((candidate) => candidate.file === file).map(({ target }) => targetName(target));
    if (gone.length === result.targets.length) return [];
    const names = new Map(
      named.filter((one) => one.file === file).map(({ before, target }) => [before, targetName(target)]),
    );
    return result.notices
      .filter(({ code, target }) => !MADE_AGAIN.includes(code) && (target === undefined || !gone.includes(target)))
      .map((notice) => ({ ...notice, ...defined({ target: names.get(notice.target ?? '') ?? notice.target }) }));
  });
  return [...new Map(told.map((notice) => [JSON.stringify(notice), notice])).values()];
};

const leftOut = ({ target, startedAt, file }: Candidate): Notice => ({
  code: 'saved-result-older',
  target: targetName(target),
  data: { file, startedAt },
});

const sameFolders = (found: readonly Candidate[]): Notice[] => {
  const trees = Map.groupBy(
    found.filter(({ target }) => target.source !== undefined),
    ({ target }) => JSON.stringify(target.source?.directories.toSorted()),
  );
  return [...trees.values()]
    .filter((same) => same.length > 1)
    .map((same) => ({
      code: 'saved-same-folders',
      target: same[0]?.target.source?.directories.join(', ') ?? '',
      data: { files: [...new Set(same.map(({ file }) => file))].join(', ') },
    }));
};

const about = (saved: readonly SavedFile[], failed: readonly FailedFile[]): Notice[] => [
  {
    code: 'saved-results-merged',
    data: {
      files: saved.length + failed.length,
      oldest: firstOf(saved.map(({ result }) => result.startedAt)),
      newest: lastOf(saved.map(({ result }) => result.startedAt)),
    },
  },
];

const firstOf = (times: readonly string[]): string => times.toSorted()[0] ?? '';
const lastOf = (times: readonly string[]): string => times.toSorted().at(-1) ?? '';
