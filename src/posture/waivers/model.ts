import type { ControlId, Disposition, Finding, Notice } from '../model.js';

/** The content of `oauth-posture.yml`, after it was found to have no mistake. */

type Common = {
  control: ControlId;
  /** `Type:NS__Name`, as written. */
  app: string;
  /** 15 or 18 characters. Absent: applies to every org and source tree. */
  org?: string;
  reason: string;
  owner: string;
  /** The last UTC day that it applies. */
  expires: string;
  line: number;
  column: number;
};
export type Waiver = Common & { ticket?: string; disposition?: Disposition };
export type ManualCheck = Common & { checked: string };
export type Entry = Waiver | ManualCheck;
export type WaiverFile = { waivers: Waiver[]; manualChecks: ManualCheck[] };

export type Scope = { controls: readonly string[]; apps: readonly string[] | null };
/**
 * `path`: the file as the user named it, for the notices. `orgTimes`: by org ID, when the org gave its last response, by
 * its own clock.
 */
export type WaiverRun = { scope: Scope; today: string; path: string; orgTimes?: ReadonlyMap<string, string> };
/** One finding after the file was applied, and its notices. */
export type Judged = { finding: Finding; notices: Notice[] };

/** Each has a sentence in messages/waivers.md, which takes the values of `data` in order. */
export const WAIVER_MISTAKES = [
  'empty-file',
  'too-large',
  'too-deep',
  'no-head',
  'not-yaml',
  'colon-in-text',
  'comment-in-text',
  'several-documents',
  'anchor',
  'alias',
  'tag',
  'duplicate-key',
  'not-a-mapping',
  'not-a-list',
  'not-text',
  'empty-value',
  'unknown-key',
  'complex-key',
  'missing-key',
  'wrong-version',
  'unknown-control',
  'wrong-app',
  'control-app-mismatch',
  'wrong-org',
  'wrong-date',
  'too-distant',
  'checked-in-future',
  'checked-too-old',
  'duplicate-entry',
  'wrong-disposition',
] as const;
export type WaiverMistake = {
  code: (typeof WAIVER_MISTAKES)[number];
  /** Both start at 1. */
  line: number;
  column: number;
  data: Record<string, string | number>;
};
