import type { OrgProblem } from '../../org/problem.js';
import { allControls } from '../../posture/controls/all.js';
import type { App, ControlId, Notice } from '../../posture/model.js';
import { nearNames, selector, unmatchedPatterns } from '../../posture/selection.js';
import { failedHiding } from '../../posture/steps.js';
import { Refusal } from '../refusal.js';
import type { AuditedTarget } from './auditOrg.js';

type Patterns = readonly string[] | null;

/** Checked before an org is contacted. Otherwise an invalid pattern would fail after all the work is done. */
export const refuseBadPatterns = (patterns: Patterns): void => {
  for (const pattern of patterns ?? [])
    try {
      selector([pattern]);
    } catch {
      throw new Refusal('bad-pattern', [pattern]);
    }
};

/** An app is known not to exist only if every list was read. Otherwise a notice names the pattern. */
export const refuseUnknownApps = (patterns: Patterns, audited: readonly AuditedTarget[]): Notice[] => {
  const apps = audited.flatMap(({ apps: read }) => read);
  const unmatched = unmatchedPatterns(patterns, apps);
  if (unmatched.length === 0) return [];
  if (audited.every(({ target }) => !target.error && failedHiding(target.coverage, 'apps').length === 0))
    throw new Refusal('unknown-app', [unmatched.join('" or "'), namesNear(unmatched, apps).join(', ')]);
  return unmatched.map((pattern) => ({ code: 'app-pattern-unmatched', data: { pattern } }));
};

const namesNear = (unmatched: readonly string[], apps: readonly App[]): string[] => [
  ...new Set(unmatched.flatMap((pattern) => nearNames(pattern, apps))),
];

const needed = (inScope: readonly ControlId[]): number =>
  Math.max(...allControls.filter(({ id }) => inScope.includes(id)).map(({ shownSince }) => shownSince));

/** A version from --api-version is rejected before any org is contacted. */
export const refuseOldVersion = (version: string | undefined, inScope: readonly ControlId[]): void => {
  if (version !== undefined && Number(version) < needed(inScope))
    throw new Refusal('api-version-too-old', [version, `${needed(inScope)}.0`]);
};

/** If there are several orgs, an org whose version is too old is reported, and the others are audited. */
export const versionProblem = (version: string, inScope: readonly ControlId[]): OrgProblem | undefined =>
  Number(version) < needed(inScope)
    ? { code: 'org-version-too-old', detail: `${version}, ${needed(inScope)}.0` }
    : undefined;
