import type { Finding, Target } from '../posture/model.js';
import { isCalled } from '../posture/names.js';
import type { Subject } from '../posture/subject.js';
import { hasEnded, matchOf } from '../posture/waiversMatch.js';
import type { Waiver } from '../posture/waiversModel.js';
import type { Skip, SkipReason } from './model.js';
import { ownerOf, type Owner, type OwnSession } from './session.js';

/** What a guard may look at, and what the person who runs this takes upon themselves. */
export type Guarding = {
  target: Target;
  /** Client ids of apps that were read. */
  clients: ReadonlySet<string>;
  session: OwnSession;
  waivers: readonly Waiver[];
  /** `YYYY-MM-DD` */
  today: string;
  /** As `--app` has them. */
  patterns: readonly string[];
  includeActive: boolean;
  allowLockout: boolean;
};

type Guard = {
  reason: SkipReason;
  holds: (finding: Finding, subject: Subject, given: Guarding) => boolean;
  detail?: (finding: Finding) => string | undefined;
};

/** The first that holds keeps the app as it is. */
const GUARDS: readonly Guard[] = [
  { reason: 'waived', holds: ({ status }) => status === 'waived', detail: ({ waiver }) => waiver?.expires },
  {
    reason: 'not-evaluated',
    holds: ({ status }) => status === 'not-evaluated',
    detail: ({ reason }) => reason,
  },
  { reason: 'managed', holds: ({ remediation }) => remediation.why === 'managed' },
  { reason: 'enabled-by-query', holds: ({ remediation }) => remediation.why === 'enabled-by-query' },
  {
    reason: 'hardening-unknown',
    holds: ({ remediation, app }, _subject, given) =>
      remediation.why === 'hardening-unknown' && !isNamed(app, given.patterns),
  },
  {
    reason: 'waiver-expired',
    holds: (finding, _subject, given) => hasEndedWaiver(finding, given) && !isNamed(finding.app, given.patterns),
  },
  {
    reason: 'own-session',
    holds: (_finding, subject, given) => !given.allowLockout && owner(subject, given) === 'own',
  },
  {
    reason: 'own-session-suspected',
    holds: (_finding, subject, given) => !given.allowLockout && owner(subject, given) === 'suspected',
  },
  {
    reason: 'in-use',
    holds: ({ usage }, _subject, { includeActive }) => !includeActive && usage?.status === 'seen',
    detail: ({ usage }) => usage?.lastLogin,
  },
  {
    reason: 'use-unknown',
    holds: ({ usage }, _subject, { includeActive }) => !includeActive && usage?.status !== 'no-evidence',
  },
];

/** Why this tool leaves an app alone. Undefined: nothing speaks against it. */
export const guard = (finding: Finding, subject: Subject, given: Guarding): Skip | undefined => {
  const found = GUARDS.find(({ holds }) => holds(finding, subject, given));
  if (!found) return undefined;
  const detail = found.detail?.(finding);
  return {
    control: finding.control,
    app: finding.app,
    reason: found.reason,
    ...(detail === undefined ? {} : { detail }),
  };
};

/** A pattern that happens to match does not count as a decision about this app. */
const isNamed = (app: Finding['app'], patterns: readonly string[]): boolean =>
  patterns.some((pattern) => isCalled(app, pattern));

const hasEndedWaiver = (finding: Finding, { waivers, target, today }: Guarding): boolean => {
  const match = matchOf(waivers, finding, target, today);
  return match !== undefined && hasEnded(match);
};

const owner = (subject: Subject, { session, clients }: Guarding): Owner => ownerOf(subject, session, clients);
