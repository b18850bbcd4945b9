import { areFew } from '../factors/network.js';
import type { FactorId, FactorState, Finding, Reason } from '../model.js';

/**
 * What to do about an app that failed or couldn't be evaluated. Each has a title and steps in messages/controls.md
 * (`advice.<code>.*`).
 */
export const ADVICE = [
  'disable-with-tool',
  'disable-by-name',
  'switch-off-in-setup',
  'clear-run-as',
  'ask-publisher',
  'jwt-bearer',
  'harden-with-tool',
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

/** In the order to do it. Only the publisher can give a packaged app a certificate. */
export const adviceFor = (finding: Finding): readonly Advice[] =>
  adviceForReason(finding).map((advice) => (finding.app.managed && advice === 'jwt-bearer' ? 'ask-publisher' : advice));

const adviceForReason = (finding: Finding): readonly Advice[] => {
  const { reason, app, remediation } = finding;
  if (remediation.why === 'settings-level')
    return [app.managed ? 'settings-of-publisher' : 'settings-in-setup', ...LEAVE_SAFELY];
  if (remediation.why === 'managed') return [...MANAGED, ...HARDEN];
  if (app.managed && (reason === 'managed-not-shown' || reason === 'not-returned')) return MANAGED;
  const advice = ADVICE_FOR[reason] ?? [];
  return mayBeHardened(finding) ? advice.toSpliced(2, 0, 'harden-with-tool') : advice;
};

/**
 * `remediate --harden` sets the IP relaxation and, if it is named, the Run As user. It helps where the rest is there: a
 * user that is active and not broad, whose profile has narrow login IP ranges.
 */
export const mayBeHardened = ({ control, reason, risk, executionUser }: Finding): boolean => {
  if (control !== 'eca-client-credentials-policy') return false;
  if (reason !== 'not-hardened' && reason !== 'hardening-unknown') return false;
  const is = (factor: FactorId, state: FactorState): boolean =>
    risk?.factors.some((one) => one.factor === factor && one.state === state) ?? false;
  const { count = 0, addresses = '' } = executionUser?.loginIpRanges ?? {};
  return (
    is('user-active', 'present') &&
    is('broad-permissions', 'absent') &&
    !is('network-restricted', 'present') &&
    count > 0 &&
    areFew(addresses)
  );
};
