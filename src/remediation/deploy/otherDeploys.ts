import type { Answer, DeployRequest, OrgDoor } from '../../org/door.js';
import type { OrgProblem, ProblemCode } from '../../org/problem.js';
import { isDeployEnded } from '../model/meaning.js';
import { isSameId } from '../../org/names.js';
import { wasSent, type Sent } from './sendOne.js';

/** What can be known of the deploys of others: `Id`s of this run's own are none of theirs. */
export class OtherDeploys {
  /** Those that waited or ran when last asked. */
  open: readonly DeployRequest[] = [];
  /** Why the org does not tell. From then on it is not asked again. */
  unread: OrgProblem | undefined;

  readonly #own: string[];
  /** What had ended before the org was looked at, by the deploy that followed on that look. */
  readonly #endedBefore = new Map<string, readonly string[]>();
  #ended: readonly string[] = [];

  /** `checks`: the validations of this run. An org that does not show these does not show those of others either. */
  constructor(
    private readonly door: OrgDoor,
    private readonly checks: readonly string[],
    private readonly onWait: (open: number) => void,
  ) {
    this.#own = [...checks];
  }

  /** Waits until none is open. What they changed has to be looked at afterwards. */
  async settled(): Promise<Answer<void>> {
    if (this.unread) return DONE;
    const found = await this.#ask(this.door.deployRequests('latest'));
    if (!found.ok) return found;
    if (this.open.length === 0) return DONE;
    this.onWait(this.open.length);
    const isDone = (all: readonly DeployRequest[]): boolean => this.#openIn(all).length === 0;
    return this.#ask(this.door.awaitDeployRequests('latest', isDone));
  }

  /** The org has accepted a deploy of this run. */
  accepted(id: string): void {
    this.#own.push(id);
    this.#endedBefore.set(id, this.#ended);
  }

  /** Whether one waits before a deploy of this run. No, if the org does not show it. */
  async isBehind(id: string): Promise<boolean> {
    if (this.unread) return false;
    const found = await this.door.deployRequests('latest');
    if (!found.ok) return false;
    const own = found.value.find((one) => isSameId(one.id, id));
    return this.#openIn(found.value).some(({ createdAt }) => own === undefined || createdAt <= own.createdAt);
  }

  /** Those that ended after this run had looked and before its deploy had its effect: no look has seen their changes. */
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
   * The deploy of which the answer was lost, if it arrived: the only one since by whoever sent the checks. If it did not
   * arrive, it has overwritten nothing, whoever's that one is.
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
    if (!this.#showsOwn(found.value)) return this.#goOnWithout({ code: 'not-permitted', detail: '' });
    this.open = this.#openIn(found.value);
    this.#ended = found.value.filter((one) => !isOpen(one)).map(({ id }) => id);
    return DONE;
  }

  /** A user who may deploy, but may not see other deploys, is only notified. Any other failure is temporary. */
  #goOnWithout(problem: OrgProblem): Answer<void> {
    if (!NOT_SHOWN.includes(problem.code)) return { ok: false, problem };
    this.unread = problem;
    this.open = [];
    return DONE;
  }

  #showsOwn(all: readonly DeployRequest[]): boolean {
    return this.checks.every((id) => all.some((one) => isSameId(one.id, id)));
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
 * By the org's own clock, which keeps whole seconds: what may have been before counts. One that began only when ours
 * had ended has written over ours, which reading back shows.
 */
const isBefore = ({ startedAt, completedAt }: DeployRequest, { times }: Sent): boolean => {
  if (!completedAt || !startedAt || !times?.startedAt) return true;
  return completedAt <= times.startedAt || startedAt < (times.completedAt ?? times.startedAt);
};
