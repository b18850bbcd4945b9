import type { Answer, DeployRequest, OrgDoor } from '../../org/door.js';
import type { OrgProblem, ProblemCode } from '../../org/problem.js';
import { isDeployEnded } from '../model/meaning.js';
import { isSameId } from '../../org/names.js';
import { wasSent, type Sent } from './sendOne.js';

/** What the org shows of other users' deploys. Deploys of this run, which are recognized by ID, don't count. */
export class OtherDeploys {
  /** The deploys that were waiting or running at the last query. */
  open: readonly DeployRequest[] = [];
  /** Why the org doesn't show them. After that, it isn't asked again. */
  unread: OrgProblem | undefined;

  /** Those that had ended at the last query. */
  over: readonly string[] = [];

  readonly #own: string[];
  /** For each deploy of this run, the deploys that had ended before the org was read for it. */
  readonly #endedBefore = new Map<string, readonly string[]>();
  #ended: readonly string[] = [];

  /** `checks`: the validations of this run. An org that doesn't show these doesn't show other users' deploys either. */
  constructor(
    private readonly door: OrgDoor,
    private readonly checks: readonly string[],
    private readonly onWait: (open: number) => void,
  ) {
    this.#own = [...checks];
  }

  /**
   * Waits until no other deploy is open. The apps have to be read again afterwards, because these deploys may have
   * changed them.
   */
  async settled(): Promise<Answer<void>> {
    if (this.unread) return DONE;
    const found = await this.#ask(this.door.deployRequests('latest'));
    if (!found.ok) return found;
    if (this.open.length === 0) return DONE;
    this.onWait(this.open.length);
    const isDone = (all: readonly DeployRequest[]): boolean => this.#openIn(all).length === 0;
    return this.#ask(this.door.awaitDeployRequests('latest', isDone));
  }

  /** Records that the org accepted a deploy of this run. */
  accepted(id: string): void {
    this.#own.push(id);
    this.#endedBefore.set(id, this.#ended);
  }

  /** Whether another deploy runs before a deploy of this run. False if the org doesn't show it. */
  async isBehind(id: string): Promise<boolean> {
    if (this.unread) return false;
    const found = await this.door.deployRequests('latest');
    if (!found.ok) return false;
    const own = found.value.find((one) => isSameId(one.id, id));
    return this.#openIn(found.value).some(({ createdAt }) => own === undefined || createdAt <= own.createdAt);
  }

  /**
   * The deploys that ended after this run had read the apps and before its own deploy took effect: the run never saw
   * their changes.
   */
  async endedMeanwhile(sent: readonly Sent[]): Promise<DeployRequest[]> {
    const begun = sent.filter(({ end }) => wasSent(end));
    if (this.unread || begun.length === 0) return [];
    const found = await this.door.finishing().deployRequests('latest');
    if (!found.ok) {
      this.unread = found.problem;
      return [];
    }
    const lost = this.#lostIn(found.value, begun);
    const others = found.value.filter(
      (one) => one !== lost && this.#isOthers(one) && !isOpen(one) && one.startedAt !== undefined,
    );
    return others.filter((other) => begun.some((one) => !this.#wasSeen(other, one) && isBefore(other, one)));
  }

  /**
   * The deploy whose response was lost, if it reached the org: the only later one by the user who sent the validations.
   * If it didn't reach the org, it overwrote nothing, so a wrong guess does no harm.
   */
  #lostIn(all: readonly DeployRequest[], begun: readonly Sent[]): DeployRequest | undefined {
    if (begun.every(({ deploy }) => deploy?.id !== undefined)) return undefined;
    const check = all.find(({ id }) => this.checks.some((one) => isSameId(one, id)));
    const [only, ...more] = all.filter(
      (one) =>
        this.#isOthers(one) &&
        one.createdById === check?.createdById &&
        !this.#ended.some((id) => isSameId(id, one.id)),
    );
    return more.length === 0 ? only : undefined;
  }

  async #ask(asking: Promise<Answer<DeployRequest[]>>): Promise<Answer<void>> {
    const found = await asking;
    if (!found.ok) return this.#goOnWithout(found.problem);
    const isShown = await this.#showsOwn(found.value);
    if (!isShown.ok) return this.#goOnWithout(isShown.problem);
    this.open = this.#openIn(found.value);
    const ended = found.value.filter((one) => !isOpen(one));
    this.#ended = ended.map(({ id }) => id);
    this.over = ended.filter((one) => this.#isOthers(one)).map(({ id }) => id);
    return DONE;
  }

  /** A user who may deploy, but may not see other deploys, is only notified. Any other failure is temporary. */
  #goOnWithout(problem: OrgProblem): Answer<void> {
    if (!NOT_SHOWN.includes(problem.code)) return { ok: false, problem };
    this.unread = problem;
    this.open = [];
    return DONE;
  }

  /**
   * While a person reviews the plan, so many others may deploy that a validation is no longer one of the latest. So
   * it's also asked for by its ID.
   */
  async #showsOwn(all: readonly DeployRequest[]): Promise<Answer<void>> {
    const missing = this.checks.find((id) => !all.some((one) => isSameId(one.id, id)));
    if (missing === undefined) return DONE;
    const found = await this.door.deployRequests({ id: missing });
    if (!found.ok) return found;
    return found.value.some(({ id }) => isSameId(id, missing))
      ? DONE
      : { ok: false, problem: { code: 'not-permitted', detail: '' } };
  }

  #openIn(all: readonly DeployRequest[]): DeployRequest[] {
    return all.filter((one) => this.#isOthers(one) && isOpen(one));
  }

  #isOthers({ id, checkOnly }: DeployRequest): boolean {
    return !checkOnly && !this.#own.some((own) => isSameId(own, id));
  }

  #wasSeen({ id }: DeployRequest, { deploy }: Sent): boolean {
    return (this.#endedBefore.get(deploy?.id ?? '') ?? this.#ended).some((one) => isSameId(one, id));
  }
}

const DONE = { ok: true, value: undefined } as const;

const NOT_SHOWN: readonly ProblemCode[] = ['not-permitted', 'type-not-available', 'invalid-query'];

export const isOpen = ({ status, completedAt }: DeployRequest): boolean =>
  !isDeployEnded(status) && completedAt === undefined;

/**
 * Compares times of the org's own clock, which has whole seconds: a deploy in the same second counts as earlier. One
 * that began after ours had ended overwrote ours, which reading back shows.
 */
const isBefore = ({ startedAt, completedAt }: DeployRequest, { times }: Sent): boolean => {
  if (!completedAt || !startedAt || !times?.startedAt) return true;
  return completedAt <= times.startedAt || startedAt < (times.completedAt ?? times.startedAt);
};
