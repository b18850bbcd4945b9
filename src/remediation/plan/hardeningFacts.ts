import { isCovered, measureRanges } from '../../posture/factors/network.js';
import { listed } from '../../posture/factors/signal.js';
import type { EcaPolicyFacts, IpRange } from '../../metadata/facts.js';
import type { Known } from '../../posture/known.js';
import type { BroadPermission } from '../../posture/model.js';
import { appKey, appName, fold, isUserId, userKey } from '../../posture/names.js';
import type { Context, EcaSubject, ExecutionUser } from '../../posture/subject.js';
import type { SkipReason } from '../model/result.js';
import { hiddenRelaxation, namedBy, openPoliciesOf, runsAlready } from './hardeningPolicy.js';

/**
 * The conditions for hardening a policy, and which of them aren't met. All of them are reported, so that they can be
 * fixed together.
 */

export type Missing = { reason: SkipReason; detail?: string };

export type Judged =
  | { ok: false; missing: Missing[] }
  /** `unsure`: a condition that a person has to take responsibility for. */
  | { ok: true; user: string; unsure: Missing[]; network: { addresses: string[]; ranges: string[] } };

/** `wanted`: who is to run it from now on. Undefined: whoever runs it now. */
export const judgeHardening = (subject: EcaSubject, context: Context, wanted: string | undefined): Judged => {
  const { users: named, isAgreed } = namedBy(subject);
  const username = wanted ?? named[0];
  if (username === undefined) return { ok: false, missing: [{ reason: 'harden-no-user' }] };
  if (wanted === undefined && !isAgreed)
    return { ok: false, missing: [{ reason: 'harden-sources-disagree', detail: listed(named) }] };
  const user = context.users.get(userKey(username));
  if (!user || user.state === 'unknown' || user.state === 'not-found')
    return { ok: false, missing: [{ reason: 'harden-user-unknown', detail: username }] };
  const missing = [
    ...(user.state === 'active' ? [] : [{ reason: 'harden-user-inactive', detail: username } as const]),
    ...(runsAlready(subject, username) ? [] : shared(subject, username, context)),
    ...apiOnly(user),
    ...broad(user),
    ...admitted(subject, user),
    ...ranges(user.loginIpRanges),
    ...hidden(subject),
  ];
  const { outside, unsure, addresses } = judgeAddresses(subject, user.loginIpRanges, context);
  const all = [...missing, ...outside];
  if (all.length > 0) return { ok: false, missing: all };
  // Where only SOQL names the user, it may be by ID, and a policy is deployed with a username.
  const keepsName = wanted === undefined && (!isUserId(username) || runsAlready(subject, username));
  const shown = user.loginIpRanges.known ? user.loginIpRanges.value.map(({ start, end }) => `${start}-${end}`) : [];
  return {
    ok: true,
    user: keepsName ? username : user.username,
    unsure,
    network: { addresses, ranges: shown },
  };
};

/** No user becomes the Run As user of a second app. */
const shared = ({ app }: EcaSubject, username: string, { appsByUser, suspectsByUser }: Context): Missing[] => {
  const key = userKey(username);
  const others = [...(appsByUser.get(key) ?? []), ...(suspectsByUser.get(key) ?? [])];
  const apps = others.filter((name) => name !== appName(app));
  return apps.length === 0 ? [] : [{ reason: 'harden-user-shared', detail: listed(apps) }];
};

const apiOnly = ({ apiOnly: answer }: ExecutionUser): Missing[] => {
  if (!answer?.known) return [{ reason: 'harden-permissions-unknown', detail: answer?.why ?? 'ApiUserOnly' }];
  return answer.value ? [] : [{ reason: 'harden-not-api-only' }];
};

const broad = ({ adminProfile, permissions, modifyAllObjects, profile }: ExecutionUser): Missing[] => {
  const granted: BroadPermission[] = [
    ...(permissions.known ? permissions.value.granted : []),
    ...(modifyAllObjects.known ? modifyAllObjects.value : []),
  ];
  const found = [
    ...granted.map(({ permission }) => permission),
    ...(adminProfile.known && adminProfile.value ? [profile?.name ?? 'Admin'] : []),
  ];
  if (found.length > 0) return [{ reason: 'harden-broad', detail: listed(found) }];
  const unread = [
    ...[adminProfile, permissions, modifyAllObjects].flatMap((part) => (part.known ? [] : [part.why])),
    ...(permissions.known ? permissions.value.unread : []),
  ];
  return unread.length === 0 ? [] : [{ reason: 'harden-permissions-unknown', detail: listed(unread) }];
};

const ADMITS_EVERYBODY = 'allselfauthorized';
const NOBODY = { profiles: [], permissionSets: [] };

/**
 * Profiles and permission sets are identified by API name or by label; it isn't documented which. A word that isn't
 * documented may ask for pre-authorization too.
 */
const admitted = (subject: EcaSubject, { assigned, profile }: ExecutionUser): Missing[] => {
  const own = [...(assigned?.known ? assigned.value : [])].map(fold);
  const isLetIn = ({ admitted: named = NOBODY }: EcaPolicyFacts): boolean =>
    named.permissionSets.some((name) => own.includes(fold(name))) ||
    named.profiles.some((name) =>
      [profile?.name, profile?.fullName].some((known) => known && fold(known) === fold(name)),
    );
  return openPoliciesOf(subject)
    .filter(({ permittedUsers = ADMITS_EVERYBODY }) => fold(permittedUsers) !== ADMITS_EVERYBODY)
    .filter((facts) => !isLetIn(facts))
    .slice(0, 1)
    .map(({ admitted: { profiles, permissionSets } = NOBODY }) => ({
      reason: 'harden-not-admitted',
      detail: listed([...profiles, ...permissionSets]),
    }));
};

const ranges = (known: Known<IpRange[]>): Missing[] => {
  if (!known.known) return [{ reason: 'harden-ranges-unknown', detail: known.why }];
  if (known.value.length === 0) return [{ reason: 'harden-no-ranges' }];
  const { state, addresses } = measureRanges(known.value);
  if (state === 'strict') return [];
  return state === 'unknown'
    ? [{ reason: 'harden-ranges-unknown', detail: 'unreadable-range' }]
    : [{ reason: 'harden-ranges-not-strict', detail: addresses }];
};

const hidden = (subject: EcaSubject): Missing[] => {
  const relaxation = hiddenRelaxation(subject);
  return relaxation ? [{ reason: 'harden-relaxation-hidden', detail: relaxation.value }] : [];
};

type Addresses = { outside: Missing[]; unsure: Missing[]; addresses: string[] };

/** Whatever logged in from outside the ranges would be cut off. */
const judgeAddresses = ({ app }: EcaSubject, known: Known<IpRange[]>, { flowAddresses, usage }: Context): Addresses => {
  const seen = flowAddresses?.get(appKey(app));
  if (!seen?.known)
    return {
      outside: [],
      addresses: [],
      unsure: [{ reason: 'harden-addresses-unknown', detail: seen?.why ?? 'not-read' }],
    };
  const { certain, doubtful } = seen.value;
  const covered = (address: string): boolean | undefined => (known.known ? isCovered(address, known.value) : undefined);
  // Without a range every address is let in.
  const isRestricting = !known.known || known.value.length > 0;
  const outside = certain.filter((address) => isRestricting && covered(address) === false);
  const unclear = [
    ...certain.filter((address) => covered(address) === undefined),
    ...doubtful.filter((address) => covered(address) !== true),
  ];
  const isUnseen = certain.length === 0;
  const isUnknown = usage.get(appKey(app))?.status === 'unknown';
  return {
    addresses: certain,
    outside: outside.length === 0 ? [] : [{ reason: 'harden-addresses-outside', detail: listed(outside) }],
    unsure: [
      ...(unclear.length === 0 ? [] : [{ reason: 'harden-addresses-unclear', detail: listed(unclear) } as const]),
      ...(isUnknown ? [{ reason: 'harden-addresses-unknown' } as const] : []),
      ...(isUnseen && !isUnknown ? [{ reason: 'harden-no-logins' } as const] : []),
    ],
  };
};
