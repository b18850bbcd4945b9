import type { ListedComponent, Member, OrgDoor, RetrievedFile } from '../org/door.js';
import type { OrgProblem } from '../org/errors.js';

/** The platform's limit of files in one retrieve. */
const FILES_A_RETRIEVE = 10_000;
/** However many components are broken, an audit never asks more often than this. */
const MOST_RETRIEVES = 20;

export type RetrievedApps = {
  files: Map<string, RetrievedFile>;
  messages: string[];
  /** Components that break the retrieve they are in, each found to stand alone. */
  broken: Map<string, OrgProblem>;
  /** Why members were given up together: a step that failed, not a property of one app. */
  failure?: OrgProblem;
};

type Wanted = Member & Pick<ListedComponent, 'manageableState'>;

export const memberKey = (member: Member): string => `${member.type}:${member.fullName}`;

/**
 * One retrieve by name for everything. Where the org gives a whole job up, installed components are tried apart, then
 * halves, until the one that breaks it stands alone; everything else comes in one further job. One broken component
 * so costs about as many retrieves as the number of components has binary digits.
 */
export const retrieveAll = async (door: OrgDoor, listed: readonly Wanted[]): Promise<RetrievedApps> => {
  const search = new Search(door, new Set(listed.filter(isInstalled).map(memberKey)));
  for (const part of chunks(listed)) await search.retrieve(part);
  return search.result;
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

class Search {
  readonly result: RetrievedApps = { files: new Map(), messages: [], broken: new Map() };
  #retrieves = 0;

  constructor(
    private readonly door: OrgDoor,
    private readonly installed: ReadonlySet<string>,
  ) {}

  async retrieve(members: readonly Member[]): Promise<void> {
    let rest = members;
    while (rest.length > 0) {
      const problem = await this.#collect(rest);
      if (!problem) return;
      if (!isOneComponentsFault(problem)) return this.#giveUp(problem);
      rest = await this.#isolate(rest, problem);
    }
  }

  /** Narrows a failing set down to the one that breaks it and gives back those that were not tried on the way. */
  async #isolate(failing: readonly Member[], problem: OrgProblem): Promise<Member[]> {
    const untried: Member[] = [];
    let suspects = failing;
    while (suspects.length > 1 && this.#retrieves < MOST_RETRIEVES - 1) {
      const [first, second] = this.#split(suspects);
      const failed = await this.#collect(first);
      if (failed && !isOneComponentsFault(failed)) {
        this.#giveUp(failed);
        return untried;
      }
      if (failed) untried.push(...second);
      suspects = failed ? first : second;
    }
    const [alone, ...others] = suspects;
    if (alone && others.length === 0) this.result.broken.set(memberKey(alone), problem);
    else this.#giveUp(problem);
    return untried;
  }

  #split(members: readonly Member[]): [Member[], Member[]] {
    const own = members.filter((member) => !this.installed.has(memberKey(member)));
    const theirs = members.filter((member) => this.installed.has(memberKey(member)));
    if (own.length > 0 && theirs.length > 0) return [own, theirs];
    const middle = Math.ceil(members.length / 2);
    return [members.slice(0, middle), members.slice(middle)];
  }

  async #collect(members: readonly Member[]): Promise<OrgProblem | undefined> {
    if (this.#retrieves >= MOST_RETRIEVES) return { code: 'retrieve-failed', detail: `${MOST_RETRIEVES} retrieves` };
    this.#retrieves += 1;
    const answer = await this.door.retrieve(members);
    if (!answer.ok) return answer.problem;
    for (const [key, file] of answer.value.files) this.result.files.set(key, file);
    this.result.messages.push(...answer.value.messages);
    return undefined;
  }

  #giveUp(problem: OrgProblem): void {
    this.result.failure ??= problem;
  }
}
