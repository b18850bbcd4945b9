import type { ListedComponent, Member, OrgDoor, RetrievedFile } from '../door.js';
import { componentKey } from '../names.js';
import type { OrgProblem } from '../problem.js';

/** The platform's limit. Should an org count the manifest as well, it refuses a full job for its size, and halves come. */
const FILES_A_RETRIEVE = 10_000;
/** However many components are broken, an audit never asks more often than this. */
const MOST_RETRIEVES = 20;

export type RetrievedApps = {
  files: Map<string, RetrievedFile>;
  messages: string[];
  /** Components that break the retrieve they are in, each asked for alone before it is blamed. */
  broken: Map<string, OrgProblem>;
  /** Components that came back, but not as text that could be relied on. */
  unusable: Map<string, OrgProblem>;
  /** Why members were given up together: a step that failed, not a property of one app. */
  failure?: OrgProblem;
};

type Wanted = Member & Pick<ListedComponent, 'manageableState'>;

/** Why a component's text is not there, as far as a property of its own explains it or the whole step failed. */
export const problemWith = (
  member: Member,
  { broken, unusable, failure }: Pick<RetrievedApps, 'broken' | 'unusable' | 'failure'>,
): OrgProblem | undefined => broken.get(componentKey(member)) ?? unusable.get(componentKey(member)) ?? failure;

/**
 * One retrieve by name for everything. Where the org gives a whole job up, installed components are tried apart, then
 * halves, until the one that breaks it stands alone; everything else comes in one further job. One broken component
 * so costs about as many retrieves as the number of components has binary digits. A job that is merely too large comes
 * in halves, and one that failed by chance leaves nobody to blame.
 */
export const retrieveAll = async (door: OrgDoor, listed: readonly Wanted[]): Promise<RetrievedApps> => {
  const search = new Search(door, new Set(listed.filter(isInstalled).map(componentKey)));
  for (const part of chunks(listed)) await search.retrieve(part);
  return failedAsWhole(search.result, listed.length);
};

/** One that breaks its job is a culprit. Where each and every one seems to be, it is the org that fails. */
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

/** A refused session or a dead network fails every job alike: only a job that the org itself gave up is searched. */
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

  /** Narrows a failing set down to the one that breaks it and gives back those that were not tried on the way. */
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

  /** A job fails by chance as well: the last suspect is asked for alone, and what then comes back was healthy. */
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
