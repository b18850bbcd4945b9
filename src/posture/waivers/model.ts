import type { ControlId, Disposition, Finding, Notice } from '../model.js';

/** What `oauth-posture.yml` says once it was found to be without a mistake. */

type Common = {
  control: ControlId;
  /** `Type:NS__Name`, as written. */
  app: string;
  /** 15 or 18 characters. Missing: holds in every org and source tree. */
  org?: string;
  reason: string;
  owner: string;
  /** Last UTC day that it holds. */
  expires: string;
  line: number;
  column: number;
};
export type Waiver = Common & { ticket?: string; disposition?: Disposition };
export type ManualCheck = Common & { checked: string };
export type Entry = Waiver | ManualCheck;
export type WaiverFile = { waivers: Waiver[]; manualChecks: ManualCheck[] };

export type Scope = { controls: readonly string[]; apps: readonly string[] | null };
/** `path`: the file as a person named it, for the notices. */
export type WaiverRun = { scope: Scope; today: string; path: string };
/** One finding after the file was applied, and what there is to tell of it. */
export type Judged = { finding: Finding; notices: Notice[] };

/** Each has its sentence in messages/waivers.md, whose values are those of `data`, in order. */
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
  /** Both count from 1. */
  line: number;
  column: number;
  data: Record<string, string | number>;
};
