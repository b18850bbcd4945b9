import type { Observation } from '../factors/observe.js';
import { MAY_BE_OPEN } from '../factors/network.js';
import { fromKnown, absent, present, unknown } from '../factors/signal.js';
import { type Evidence, FACTORS, type Reason } from '../model.js';
import type { Context, EcaSettingsFlag, EcaSettingsSubject, EcaSubject } from '../subject.js';
import { CONTROL_ROWS, type EcaSettingsControl } from './control.js';
import { rowsOf, sourceOf } from './evidence.js';
import { externalClientAppControl, openPolicies } from './externalClientApp.js';
import type { Verdict } from './verdict.js';

/** The flag that an app's developer sets, beside the policy that an org's administrator sets. It lies with the app's secrets. */

const SETTINGS_TYPE = 'ExtlClntAppGlobalOauthSettings';

const evaluate = (subject: EcaSettingsSubject, context: Context): Verdict => {
  const reason = reasonOf(subject);
  return {
    reason,
    evidence: evidenceOf(subject),
    observations: reason === 'settings-flow-on' ? observationsOf(subject, context) : [],
  };
};

/** One file that is on decides, then one that could not be read: only where all of them are off does an app pass. */
const reasonOf = ({ origin, settings, versionShowsFlag = true }: EcaSettingsSubject): Reason => {
  if (!settings.known) return 'settings-not-read';
  const flows = settings.value.map(({ flow }) => flow);
  if (flows.length === 0) return origin === 'source' ? 'settings-not-in-source' : 'not-returned';
  if (flows.includes('on')) return 'settings-flow-on';
  if (flows.includes('unreadable')) return 'unreadable';
  if (flows.includes('too-large')) return 'too-large';
  if (!flows.includes('absent')) return 'flow-disabled';
  return versionShowsFlag ? 'flag-absent' : 'flag-not-visible';
};

/** Only the flag, as one of a few words. Nothing else of such a file leaves the place where it was read. */
const SHOWN: Readonly<Record<EcaSettingsFlag['flow'], string | null>> = {
  on: 'true',
  off: 'false',
  absent: null,
  unreadable: 'unreadable',
  'too-large': 'too-large',
};

const evidenceOf = ({ origin, settings }: EcaSettingsSubject): Evidence[] => {
  const source = sourceOf(origin);
  if (!settings.known) return rowsOf(source, SETTINGS_TYPE, { '': settings.why });
  if (settings.value.length === 0) return rowsOf(source, SETTINGS_TYPE, { count: '0' });
  return settings.value.flatMap(({ fullName, flow }) =>
    rowsOf(source, `${SETTINGS_TYPE}:${fullName}`, { isClientCredentialsFlowEnabled: SHOWN[flow] }),
  );
};

/** Whoever logs in does so by the policy. Where that is off nothing is known of them. */
const observationsOf = ({ client, secretInSource }: EcaSettingsSubject, context: Context): Observation[] => {
  const open = client ? openPolicies(client, context) : [];
  if (open.length > 0) return open;
  const secret = secretInSource
    ? fromKnown(secretInSource, (file) => (file === null ? absent() : present(file)))
    : unknown();
  const network = client && !isOff(client, context) ? NOT_READ : undefined;
  return [
    {
      component: SETTINGS_TYPE,
      factors: FACTORS.map((factor) => ({
        factor,
        ...(factor === 'secret-in-source' ? secret : unknown(factor === 'network-restricted' ? network : undefined)),
      })),
      network: { state: 'unknown', detail: '' },
    },
  ];
};

const NOT_READ = `policy-not-read, ${MAY_BE_OPEN}`;

const OFF: readonly Reason[] = ['flow-disabled', 'flag-absent', 'no-policy'];

const isOff = (client: EcaSubject, context: Context): boolean =>
  OFF.includes(externalClientAppControl.evaluate(client, context).reason);

export const ecaFlowEnablementControl: EcaSettingsControl = {
  id: 'eca-flow-enablement',
  appType: 'ExternalClientApplication',
  judges: 'EcaSettings',
  shownSince: 60,
  severity: 'high',
  cvss: { low: 7, high: 8.9 },
  estimates: { higher: 8.9, baseline: 8, lower: 7 },
  rows: CONTROL_ROWS,
  evaluate,
  // A policy that is proven hardened doesn't lower it: the recommendation for the settings is to disable the flow.
  risk: {
    higher: externalClientAppControl.risk.higher,
    lower: [(): boolean => false],
  },
};
