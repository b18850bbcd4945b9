import type { Finding, Reason } from '../model.js';

/** What a failing or unseen app calls for, each with a title and its steps in messages/controls.md (`advice.<code>.*`). */
export const ADVICE = [
  'disable-with-tool',
  'disable-by-name',
  'switch-off-in-setup',
  'clear-run-as',
  'ask-publisher',
  'jwt-bearer',
  'integration-user',
  'restrict-network',
  'end-access',
  'settings-in-setup',
  'settings-of-publisher',
] as const;
export type Advice = (typeof ADVICE)[number];

const MANAGED: readonly Advice[] = ['clear-run-as', 'ask-publisher'];
const HARDEN: readonly Advice[] = ['integration-user', 'restrict-network', 'end-access'];
const LEAVE_SAFELY: readonly Advice[] = ['jwt-bearer', ...HARDEN];

const ADVICE_FOR: Partial<Record<Reason, readonly Advice[]>> = {
  'flow-enabled': ['disable-with-tool', ...LEAVE_SAFELY],
  'not-hardened': ['disable-with-tool', ...LEAVE_SAFELY],
  'hardening-unknown': ['disable-by-name', ...LEAVE_SAFELY],
  'enabled-by-query': ['switch-off-in-setup', ...LEAVE_SAFELY],
};

/** In the order in which a person would go about it. */
export const adviceFor = ({ reason, app, remediation }: Finding): readonly Advice[] => {
  if (remediation.why === 'settings-level')
    return [app.managed ? 'settings-of-publisher' : 'settings-in-setup', ...LEAVE_SAFELY];
  if (remediation.why === 'managed') return [...MANAGED, ...HARDEN];
  if (app.managed && (reason === 'managed-not-shown' || reason === 'not-returned')) return MANAGED;
  return ADVICE_FOR[reason] ?? [];
};
