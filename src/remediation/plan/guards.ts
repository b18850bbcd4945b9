import { keptBackByUse } from '../../posture/factors/keptBack.js';
import type { App, Finding, Reason, Target } from '../../posture/model.js';
import { isCalled } from '../../posture/names.js';
import { isSettledByHand } from '../../posture/steps.js';
import type { Subject } from '../../posture/subject.js';
import { hasEnded, matchOf } from '../../posture/waivers/match.js';
import type { Waiver } from '../../posture/waivers/model.js';
import { defined } from '../../values.js';
import type { Overridable, Skip, SkipReason } from '../model/result.js';
import { isOfOtherClient, ownerOf, type Clients, type Owner, type OwnSession } from './ownSession.js';

/** What a guard can look at, and which flags of the user override it. */
export type Guarding = {
  target: Target;
  /** Client IDs of the apps that were read. */
  clients: Clients;
  session: OwnSession;
  waivers: readonly Waiver[];
  /** `YYYY-MM-DD` */
  today: string;
  /** As in `--app`. */
  patterns: readonly string[];
  includeActive: boolean;
  allowLockout: boolean;
};

type Holding = {
  holds: (finding: Finding, subject: Subject, given: Guarding) => boolean;
  detail?: (finding: Finding) => string | undefined;
};

type Guard = Holding &
  ({ reason: Overridable; isOverridden: (finding: Finding, given: Guarding) => boolean } | { reason: Firm });

type Firm = Exclude<SkipReason, Overridable>;

/** A pattern that happens to match isn't a decision about this app. */
const isNamedExactly = ({ app }: Finding, { patterns }: Guarding): boolean =>
  patterns.some((pattern) => isCalled(app, pattern));

/** The first reason that applies decides. */
const GUARDS: readonly Guard[] = [
  { reason: 'waived', holds: ({ status }) => status === 'waived', detail: ({ waiver }) => waiver?.expires },
  {
    reason: 'checked-by-hand',
    holds: (finding, _subject, { target }) => isSettledByHand(finding, target),
    detail: ({ manualCheck }) => manualCheck?.expires,
  },
  {
    reason: 'not-read',
    holds: (finding, _subject, given) => isNotShown(finding, ['not-returned', 'policy-not-readable'], given),
  },
  {
    reason: 'not-editable',
    holds: (finding, _subject, given) => isNotShown(finding, ['unreadable', 'too-large'], given),
  },
  {
    reason: 'not-evaluated',
    holds: ({ status }) => status === 'not-evaluated',
    detail: ({ reason }) => reason,
  },
  { reason: 'managed', holds: ({ remediation }) => remediation.why === 'managed' },
  {
    reason: 'not-read',
    holds: ({ remediation }, subject) => remediation.why === 'enabled-by-query' && isPolicyUnread(subject),
  },
  { reason: 'enabled-by-query', holds: ({ remediation }) => remediation.why === 'enabled-by-query' },
  {
    reason: 'hardening-unknown',
    holds: ({ remediation }) => remediation.why === 'hardening-unknown',
    isOverridden: isNamedExactly,
  },
  {
    reason: 'waiver-expired',
    holds: (finding, _subject, given) => hasEndedWaiver(finding, given),
    isOverridden: isNamedExactly,
  },
  {
    reason: 'own-session',
    holds: (_finding, subject, given) => owner(subject, given) === 'own',
    isOverridden: (_finding, { allowLockout }) => allowLockout,
  },
  {
    reason: 'own-session-suspected',
    holds: (_finding, subject, given) => owner(subject, given) === 'suspected',
    isOverridden: (_finding, { allowLockout }) => allowLockout,
  },
  {
    reason: 'in-use',
    holds: (finding) => keptBackByUse(finding) === 'in-use',
    isOverridden: (_finding, { includeActive }) => includeActive,
    detail: ({ usage }) => usage?.lastLogin,
  },
  {
    reason: 'use-unknown',
    holds: (finding) => keptBackByUse(finding) === 'use-unknown',
    isOverridden: (_finding, { includeActive }) => includeActive,
  },
];

/** Why an app is skipped. Undefined: no reason applies. */
export const guard = (finding: Finding, subject: Subject, given: Guarding): Skip | undefined => {
  const found = GUARDS.find((one) => one.holds(finding, subject, given) && !isOverridden(one, finding, given));
  if (!found) return undefined;
  const detail = found.detail?.(finding);
  return {
    control: finding.control,
    app: finding.app,
    reason: found.reason,
    ...(detail === undefined ? {} : { detail }),
  };
};

/** Reasons not to turn off any flow, even one that isn't a failure. */
const ON_CLOSING: readonly SkipReason[] = [
  'waived',
  'checked-by-hand',
  'waiver-expired',
  'own-session',
  'own-session-suspected',
  'in-use',
  'use-unknown',
];

/**
 * The same for a flow that is turned off for a reason other than its finding. If an app wasn't read, nothing is known
 * about it.
 */
export const guardOfClosing = (
  { app, finding, subject }: { app: App; finding: Finding | undefined; subject: Subject | undefined },
  given: Guarding,
): Pick<Skip, 'reason' | 'detail'> | undefined => {
  if (!finding || !subject) return guardOfUnread(app, given);
  const found = GUARDS.find(
    (one) =>
      ON_CLOSING.includes(one.reason) && one.holds(finding, subject, given) && !isOverridden(one, finding, given),
  );
  return found && { reason: found.reason, ...defined({ detail: found.detail?.(finding) }) };
};

/** Whoever takes responsibility for clients of an app doesn't mean the one that this session is logged in with. */
const guardOfUnread = (app: App, given: Guarding): Pick<Skip, 'reason'> | undefined => {
  const { includeActive, allowLockout, session, clients } = given;
  if (!includeActive) return { reason: 'use-unknown' };
  return allowLockout || isOfOtherClient(app, session, clients) ? undefined : { reason: 'own-session-suspected' };
};

/**
 * What speaks against hardening. An app that is in use is what it is for, and what is unknown of its hardening is asked for
 * fact by fact.
 */
const NOT_ON_HARDENING: readonly SkipReason[] = ['hardening-unknown', 'in-use', 'use-unknown'];

export const guardOfHardening = (finding: Finding, subject: Subject, given: Guarding): Skip | undefined => {
  const { control, app } = finding;
  const found = GUARDS.find(
    (one) =>
      !NOT_ON_HARDENING.includes(one.reason) &&
      one.holds(finding, subject, given) &&
      !isOverridden(one, finding, given),
  );
  return found && { control, app, reason: found.reason, ...defined({ detail: found.detail?.(finding) }) };
};

export const overriddenOfHardening = (finding: Finding, subject: Subject, given: Guarding): Overridable[] =>
  overridden(finding, subject, given).filter((reason) => !NOT_ON_HARDENING.includes(reason));

/** The reasons for skipping it that a flag has overridden. */
export const overridden = (finding: Finding, subject: Subject, given: Guarding): Overridable[] =>
  GUARDS.flatMap((one) =>
    'isOverridden' in one && one.holds(finding, subject, given) && isOverridden(one, finding, given)
      ? [one.reason]
      : [],
  );

const isOverridden = (one: Guard, finding: Finding, given: Guarding): boolean =>
  'isOverridden' in one && one.isOverridden(finding, given);

/** If the user names an app exactly, not changing it isn't a decision that the run can respect. */
const isNotShown = (finding: Finding, reasons: readonly Reason[], given: Guarding): boolean =>
  finding.status === 'not-evaluated' && reasons.includes(finding.reason) && isNamedExactly(finding, given);

/** The org lists it, but its metadata wasn't returned or can't be read. */
const isPolicyUnread = (subject: Subject): boolean =>
  subject.kind === 'ExternalClientApplication' &&
  subject.policies.some(({ facts }) => facts === 'not-returned' || facts.kind === 'unparsable');

const hasEndedWaiver = (finding: Finding, { waivers, target, today }: Guarding): boolean => {
  const match = matchOf(waivers, finding, target, today);
  return match !== undefined && hasEnded(match);
};

const owner = (subject: Subject, { session, clients }: Guarding): Owner => ownerOf(subject, session, clients);
