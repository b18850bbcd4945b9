/**
 * What a run tells besides its findings. Each has its sentence in messages/notices.md; the sentence's values are those
 * of the notice's `data`, in order. Target, app and place in a file are told by the reports.
 */
export const NOTICES = [
  'app-pattern-unmatched',
  'baseline-vanished',
  'cross-check-failed',
  'manual-check-expired',
  'manual-check-expiring',
  'manual-check-unmatched',
  'manual-check-without-effect',
  'not-audited-again',
  'snapshot-incomplete',
  'source-creates-on',
  'source-flag-unreadable',
  'source-global-settings',
  'source-link-skipped',
  'source-modified-in-git',
  'source-not-read',
  'source-reverse-patch',
  'source-secret',
  'source-switches-off',
  'source-switches-on',
  'source-unreadable',
  'still-fails',
  'target-given-twice',
  'type-not-read',
  'user-by-hand',
  'waiver-expired',
  'waiver-expiring',
  'waiver-file-applied',
  'waiver-file-not-found',
  'waiver-unmatched',
  'waivers-switched-off',
] as const;
export type NoticeCode = (typeof NOTICES)[number];
