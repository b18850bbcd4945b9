import { ecaPolicyFacts } from '../../metadata/read/externalClientApp.js';
import type { RetrievedFile } from '../../org/door.js';
import { fold, isCalled } from '../../posture/names.js';
import { componentKey } from '../../values.js';
import type { Attempt } from '../edit/edited.js';
import { switchOf } from '../edit/fingerprint.js';
import { restoreAttempt } from '../edit/restoring.js';
import { samenessOf, type Identities } from '../edit/sameApp.js';
import { type Skip, skipOf } from '../model/result.js';
import type { SnapshotChange, Switch } from '../model/saved.js';

export type RestorePlan = { attempts: Attempt[]; skipped: Skip[] };

/** `files`: the current components, by `Type:fullName`. One that isn't in it no longer exists. */
export type Restoring = {
  changes: readonly SnapshotChange[];
  files: ReadonlyMap<string, RetrievedFile>;
  /** Components that the org couldn't return, with its messages. */
  broken: ReadonlyMap<string, { detail: string }>;
  /** Components that the run of the snapshot didn't change after all. */
  unchanged: ReadonlySet<string>;
  identities: Identities;
  /** Run As users that only SOQL shows, by `Type:fullName`. */
  hiddenUsers?: ReadonlyMap<string, string>;
  /** Also undo later changes of flag or user by other users. */
  force: boolean;
};

export const planRestore = ({ changes, files, broken, ...given }: Restoring): RestorePlan => {
  const plan: RestorePlan = { attempts: [], skipped: [] };
  for (const change of changes) {
    const key = componentKey(change.component);
    const unread = broken.get(key);
    const next = unread ? skipOf(change, 'not-read', unread.detail) : decide(change, files.get(key), given);
    if ('edited' in next) plan.attempts.push(next);
    else plan.skipped.push(next);
  }
  return plan;
};

type Given = Pick<Restoring, 'unchanged' | 'force' | 'identities' | 'hiddenUsers'>;

const decide = (
  change: SnapshotChange,
  file: RetrievedFile | undefined,
  { unchanged, force, identities, hiddenUsers }: Given,
): Attempt | Skip => {
  if (!file) return skipOf(change, 'gone');
  if (isOfOtherApp(change, file.text)) return skipOf(change, 'not-editable', 'other-app');
  const now = switchNow(change, file, hiddenUsers);
  if (isSame(now, change.before)) return skipOf(change, 'nothing-to-restore');
  if (!force && unchanged.has(componentKey(change.component))) return skipOf(change, 'not-changed');
  if (!force && isOthersWork(now, change)) return skipOf(change, 'changed-again', now.user ?? undefined);
  const sameness = samenessOf(change, identities, file);
  if (!force && (sameness === 'made-anew' || sameness === 'key-changed')) return skipOf(change, sameness);
  const attempt = restoreAttempt(change, file);
  return 'edited' in attempt ? attempt : skipOf(change, 'not-editable', attempt.problem);
};

const switchNow = (
  { component, before }: SnapshotChange,
  { text }: RetrievedFile,
  hiddenUsers: Given['hiddenUsers'],
): Switch => {
  const shown = switchOf(component.type, text, before.relaxation !== undefined);
  return { ...shown, user: shown.user ?? hiddenUsers?.get(componentKey(component)) ?? null };
};

/** For `--app`, a policy's own element names its app. A connected app's name is that of its file. */
const isOfOtherApp = ({ app, component }: SnapshotChange, text: string): boolean => {
  if (component.type === 'ConnectedApp') return false;
  const facts = ecaPolicyFacts(text);
  const owner = facts.kind === 'unparsable' ? undefined : facts.externalClientApplication;
  return owner !== undefined && !isCalled(app, owner);
};

const isSame = (one: Switch, other: Switch): boolean =>
  isSameFlag(one, other) && isSameUser(one, other) && isSameRelaxation(one, other);

/**
 * Differs both from the snapshot and from what the remediation left. A mixture of both is a restore that was cut off.
 */
const isOthersWork = (now: Switch, { before, after }: SnapshotChange): boolean =>
  ![before, after].some((known) => isSameFlag(now, known)) ||
  ![before, after].some((known) => isSameUser(now, known)) ||
  ![before, after].some((known) => isSameRelaxation(now, known));

const isSameUser = (one: Switch, other: Switch): boolean => fold(one.user ?? '') === fold(other.user ?? '');

/** Without one on either side it is none of the restore's. An element that is not there has its default. */
const isSameRelaxation = (one: Switch, other: Switch): boolean =>
  one.relaxation === undefined ||
  other.relaxation === undefined ||
  fold(one.relaxation ?? DEFAULT_RELAXATION) === fold(other.relaxation ?? DEFAULT_RELAXATION);

const DEFAULT_RELAXATION = 'Enforce';

const isSameFlag = (one: Switch, other: Switch): boolean => meaning(one.flag) === meaning(other.flag);

/** An absent flag is off. A word that isn't a boolean equals neither on nor off. */
const meaning = (flag: string | null): string => {
  const word = flag?.trim() ?? 'false';
  return word === '1' ? 'true' : word === '0' ? 'false' : word;
};
