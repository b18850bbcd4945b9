import { componentKey } from '../../../values.js';
import type { ListedComponent, Member, OrgDoor, RetrievedFile } from '../../door.js';
import type { OrgProblem } from '../../problem.js';

/**
 * The platform's limit. If an org also counts the manifest, it rejects a full job because of its size, and the job is
 * split in half.
 */
const FILES_A_RETRIEVE = 10_000;
/** The maximum number of retrieves in an audit, however many components are broken. */
const MOST_RETRIEVES = 20;

export type RetrievedApps = {
  files: Map<string, RetrievedFile>;
  messages: string[];
  /** Components that make their retrieve fail. Each was retrieved alone before it's blamed. */
  broken: Map<string, OrgProblem>;
  /** Components that were returned, but whose text can't be used. */
  unusable: Map<string, OrgProblem>;
  /** Why the whole step failed. It isn't a property of any single app. */
  failure?: OrgProblem;
};

type Wanted = Member & Pick<ListedComponent, 'manageableState'>;

/** Why a component has no text: because of the component itself, or because the whole step failed. */
export const problemWith = (
  member: Member,
  { broken, unusable, failure }: Pick<RetrievedApps, 'broken' | 'unusable' | 'failure'>,
): OrgProblem | undefined => broken.get(componentKey(member)) ?? unusable.get(componentKey(member)) ?? failure;

/**
 * Retrieves everything by name in one job. If the org gives up the whole job, installed components are tried
 * separately, and then halves, until the one that causes it is alone. Everything else is retrieved in one more job. So
 * one broken component costs about as many retrieves as the number of components has binary digits. A job that is only
 * too large is split in half, and a job that failed by chance leads to no blame.
 */
export const retrieveAll = async (door: OrgDoor, listed: readonly Wanted[]): Promise<RetrievedApps> => {
  const search = new Search(door, new Set(listed.filter(isInstalled).map(componentKey)));
  for (const part of chunks(listed)) await search.retrieve(part);
  return failedAsWhole(search.result, listed.length);
};

/** One component that makes its job fail is the cause. If every one of them seems to be, the org is failing. */
const failedAsWhole = (retrieved: RetrievedApps, wanted: number): RetrievedApps => {
  const [problem] = retrieved.broken.values();
  return problem && wanted > 1 && retrieved.broken.size === wanted ? { failure: problem, ...retrieved } : retrieved;
};

const isInstalled = (row: Wanted): boolean => row.manageableState === 'installed';

const chunks = (listed: readonly Wanted[]): Member[][] => {
  const members = listed.map(({ type, fullName }) => ({ type, fullName }));
  const parts: Member[][] = [];
  for (let start = 0; start < members.length; start += FILES_A_RETRIEVE)
    parts.push(members.slice(start, start + FILES_A_RETRIEVE));
  return parts;
};

/** A rejected session or a network failure affects every job, so only a job that the org itself gave up is searched. */
const isOneComponentsFault = (problem: OrgProblem): boolean => problem.code === 'retrieve-failed';

const isSize = ({ code, errorCode }: OrgProblem): boolean => code === 'too-large' || errorCode === 'LIMIT_EXCEEDED';

const halves = (members: readonly Member[]): [Member[], Member[]] => {
  const middle = Math.ceil(members.length / 2);
  return [members.slice(0, middle), members.slice(middle)];
};

class Search {
  readonly result: RetrievedApps = { files: new Map(), messages: [], broken: new Map(), unusable: new Map() };
  #retrieves = 0;

  constructor(
    private readonly door: OrgDoor,
    private readonly installed: ReadonlySet<string>,
  ) {}

  async retrieve(members: readonly Member[]): Promise<void> {
    const parts = [members];
    for (let part = parts.shift(); part; part = parts.shift()) {
      const problem = part.length > 0 ? await this.#collect(part) : undefined;
      if (!problem) continue;
      if (isSize(problem) && part.length > 1) parts.unshift(...halves(part));
      else if (isOneComponentsFault(problem)) parts.unshift(await this.#isolate(part, problem));
      else return this.#giveUp(problem);
    }
  }

  /** Narrows a failing set down to the component that breaks it, and returns those that weren't tried on the way. */
  async #isolate(failing: readonly Member[], problem: OrgProblem): Promise<Member[]> {
    const untried: Member[] = [];
    let suspects = failing;
    while (suspects.length > 1 && this.#retrieves < MOST_RETRIEVES) {
      const [first, second] = this.#split(suspects);
      const failed = await this.#collect(first);
      if (failed && !isOneComponentsFault(failed)) {
        this.#giveUp(failed);
        return untried;
      }
      if (failed) untried.push(...second);
      suspects = failed ? first : second;
    }
    await this.#blame(suspects, problem);
    return untried;
  }

  /** A job can also fail by chance. So the last suspect is retrieved alone, and if it's returned, it's fine. */
  async #blame(suspects: readonly Member[], problem: OrgProblem): Promise<void> {
    const [alone, ...others] = suspects;
    if (!alone || others.length > 0 || this.#retrieves >= MOST_RETRIEVES) return this.#giveUp(problem);
    const failed = await this.#collect([alone]);
    if (failed && isOneComponentsFault(failed)) this.result.broken.set(componentKey(alone), failed);
    else if (failed) this.#giveUp(failed);
  }

  #split(members: readonly Member[]): [Member[], Member[]] {
    const own = members.filter((member) => !this.installed.has(componentKey(member)));
    const theirs = members.filter((member) => this.installed.has(componentKey(member)));
    if (own.length > 0 && theirs.length > 0) return [own, theirs];
    return halves(members);
  }

  async #collect(members: readonly Member[]): Promise<OrgProblem | undefined> {
    if (this.#retrieves >= MOST_RETRIEVES) return { code: 'retrieve-failed', detail: `${MOST_RETRIEVES} retrieves` };
    this.#retrieves += 1;
    const answer = await this.door.retrieve(members);
    if (!answer.ok) return answer.problem;
    for (const [key, file] of answer.value.files) this.result.files.set(key, file);
    for (const [key, problem] of answer.value.unusable) this.result.unusable.set(key, problem);
    this.result.messages.push(...answer.value.messages);
    return undefined;
  }

  #giveUp(problem: OrgProblem): void {
    this.result.failure ??= problem;
  }
}
