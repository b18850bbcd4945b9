/**
 * Notices beside the findings. Each has a sentence in messages/notices.md, which takes the values of the notice's
 * `data` in order. The reports add target, app, and position in a file.
 */
export const AUDIT_NOTICES = [
  'app-pattern-unmatched',
  'baseline-vanished',
  'cross-check-failed',
  'cross-check-no-row',
  'login-failed-too',
  'login-replaced',
  'manual-check-expired',
  'manual-check-expiring',
  'manual-check-unmatched',
  'manual-check-without-effect',
  'saved-result-older',
  'saved-results-merged',
  'saved-same-folders',
  'saved-waivers-kept',
  'scratch-org-expired',
  'scratch-orgs-left-out',
  'source-app-missing',
  'source-creates-on',
  'source-flag-unreadable',
  'source-global-settings',
  'source-link-skipped',
  'source-not-read',
  'source-policy-missing',
  'source-replaced',
  'source-secret',
  'source-switches-off',
  'source-switches-on',
  'source-unreadable',
  'target-given-twice',
  'waiver-expired',
  'waiver-expiring',
  'waiver-file-applied',
  'waiver-file-not-found',
  'waiver-unmatched',
  'waiver-without-effect',
  'waivers-switched-off',
  'secret-access-allowed',
  'settings-secret-returned',
] as const;

/** What to do after a flow was, or may have been, turned on or off, in the order to do it. */
export const TO_DO_NOTICES = [
  'tokens-to-end',
  'secret-to-rotate',
  'flow-open-again',
  'fails-again',
  'edits-to-commit',
  'orgs-to-remediate',
  'history-holds-secret',
  'tree-to-audit',
  'takes-effect-later',
  'logins-to-watch',
  'network-open-again',
  'sessions-open',
] as const;

/** Only in the result of a run that changes something. */
export const CHANGE_NOTICES = [
  'broke-off',
  'deploy-end-unknown',
  'deploy-forgotten',
  'time-by-machine',
  'deploy-stops-clients',
  'identity-unknown',
  'may-have-overwritten',
  'not-as-in-snapshot',
  'not-audited-again',
  'not-evaluated-again',
  'other-deploys-unread',
  'output-lost',
  'record-not-written',
  'snapshot-gone',
  'snapshot-incomplete',
  'source-modified-in-git',
  'source-reverse-patch',
  'still-fails',
  'unfinished-run',
  'user-by-hand',
  'hardened-now',
  'sessions-none',
  'sessions-unknown',
  'run-as-set-by',
  'run-as-set-by-unknown',
  'not-hardened-yet',
  ...TO_DO_NOTICES,
] as const;

export const NOTICES = [...AUDIT_NOTICES, ...CHANGE_NOTICES] as const;
export type NoticeCode = (typeof NOTICES)[number];

export const isToDo = ({ code }: { code: NoticeCode }): boolean => TO_DO_NOTICES.some((toDo) => toDo === code);
