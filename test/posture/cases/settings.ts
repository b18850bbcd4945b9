import {
  EVERYWHERE,
  executionUser,
  flagFile,
  granted,
  known,
  NOTHING_KNOWN,
  notKnown,
  openExternalClientApp,
  settings,
} from '../support/builders.js';
import type { Case } from './case.js';

const BY_HAND = { automatic: false, why: 'settings-level' } as const;
const NOTHING = { automatic: false, why: 'nothing-to-do' } as const;
const source = { origin: 'source' as const, versionShowsFlag: true };

/** The flag in the settings of an external client app. */
export const settingsCases: Case[] = [
  {
    name: 'off',
    subject: settings(),
    status: 'pass',
    reason: 'flow-disabled',
    remediation: NOTHING,
  },
  {
    name: 'absent at a version that shows it',
    subject: settings({ settings: known([flagFile('absent')]) }),
    status: 'pass',
    reason: 'flag-absent',
  },
  {
    name: 'on, its policy off: nobody is known to log in, and nothing raises the risk',
    subject: settings({ settings: known([flagFile('on')]) }),
    around: NOTHING_KNOWN,
    status: 'fail',
    reason: 'settings-flow-on',
    level: 'baseline',
    factors: { 'user-active': 'unknown', 'network-restricted': 'unknown' },
    remediation: BY_HAND,
  },
  {
    name: 'on, its policy on and hardened: the recommendation stays',
    subject: settings({ settings: known([flagFile('on')]), client: openExternalClientApp() }),
    status: 'fail',
    reason: 'settings-flow-on',
    level: 'baseline',
    factors: { 'user-active': 'present' },
    remediation: BY_HAND,
  },
  {
    name: 'on, its policy on with broad permissions',
    subject: settings({ settings: known([flagFile('on')]), client: openExternalClientApp() }),
    user: executionUser({ permissions: known({ granted: [granted('ModifyAllData')], unread: [] }) }),
    status: 'fail',
    reason: 'settings-flow-on',
    level: 'higher',
  },
  {
    name: 'on, its policy on and open to every address',
    subject: settings({ settings: known([flagFile('on')]), client: openExternalClientApp() }),
    user: executionUser({ loginIpRanges: known([EVERYWHERE]) }),
    status: 'fail',
    reason: 'settings-flow-on',
    level: 'higher',
  },
  {
    name: 'on in one of two files',
    subject: settings({ settings: known([flagFile('off', 'A'), flagFile('on', 'B')]) }),
    status: 'fail',
    reason: 'settings-flow-on',
  },
  {
    name: 'off in one of two files, the other not readable',
    subject: settings({ settings: known([flagFile('off', 'A'), flagFile('unreadable', 'B')]) }),
    status: 'not-evaluated',
    reason: 'unreadable',
  },
  {
    name: 'off in one of two files, absent in the other',
    subject: settings({ settings: known([flagFile('off', 'A'), flagFile('absent', 'B')]) }),
    status: 'pass',
    reason: 'flag-absent',
  },
  {
    name: 'a file that is too large',
    subject: settings({ settings: known([flagFile('too-large')]) }),
    status: 'not-evaluated',
    reason: 'too-large',
  },
  {
    name: 'settings that did not come',
    subject: settings({ settings: known([]) }),
    status: 'not-evaluated',
    reason: 'not-returned',
    remediation: { automatic: false, why: 'not-evaluated' },
  },
  {
    name: 'settings that were not asked for',
    subject: settings({ settings: notKnown('secret-access-on') }),
    status: 'not-evaluated',
    reason: 'settings-not-read',
  },
  {
    name: 'in a source tree, on, with its secret',
    subject: settings({ ...source, settings: known([flagFile('on')]), secretInSource: known('B.ecaGlblOauth') }),
    around: NOTHING_KNOWN,
    status: 'fail',
    reason: 'settings-flow-on',
    level: 'higher',
    factors: { 'secret-in-source': 'present' },
  },
  {
    name: 'in a source tree, on, without a secret',
    subject: settings({ ...source, settings: known([flagFile('on')]), secretInSource: known(null) }),
    around: NOTHING_KNOWN,
    status: 'fail',
    reason: 'settings-flow-on',
    level: 'baseline',
    factors: { 'secret-in-source': 'absent' },
  },
  {
    name: 'in a source tree, absent at a version that shows it',
    subject: settings({ ...source, settings: known([flagFile('absent')]) }),
    status: 'pass',
    reason: 'flag-absent',
  },
  {
    name: 'in a source tree, absent at no known version',
    subject: settings({ ...source, versionShowsFlag: false, settings: known([flagFile('absent')]) }),
    status: 'not-evaluated',
    reason: 'flag-not-visible',
  },
  {
    name: 'in a source tree, no file',
    subject: settings({ ...source, settings: known([]) }),
    status: 'not-applicable',
    reason: 'settings-not-in-source',
    remediation: NOTHING,
  },
];
