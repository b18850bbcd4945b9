import type { Answer, ListedComponent, Member, OrgDoor, Retrieved, Row } from '../../../../src/org/door.js';
import type { OrgProblem } from '../../../../src/org/problem.js';
import { componentKey } from '../../../../src/values.js';

/** What an org answered to an audit, by question. An answer can be changed, and the audit repeated from memory. */
export type Answers = {
  /** By type. */
  lists: ReadonlyMap<string, Answer<ListedComponent[]>>;
  /** By query. */
  queries: ReadonlyMap<string, Answer<Page>>;
  /** By object. */
  fields: ReadonlyMap<string, Answer<ReadonlySet<string>>>;
  /** By `Type:fullName`: the text, or why there is none. */
  files: ReadonlyMap<string, string | OrgProblem>;
  messages: readonly string[];
};

export type Page = { rows: Row[]; complete: boolean };

/** No file came, and nothing was said about it. */
export const NOT_RETURNED: OrgProblem = { code: 'unknown', detail: 'not-returned' };

export class Memory {
  answers: Answers;
  readonly #asked = new Set<string>();

  constructor(
    answers: Answers = { lists: new Map(), queries: new Map(), fields: new Map(), files: new Map(), messages: [] },
  ) {
    this.answers = answers;
  }

  /** Only the answers to the queries of this audit: another answer may have led to other ones. */
  given(): Answers {
    return { ...this.answers, queries: new Map([...this.answers.queries].filter(([soql]) => this.#asked.has(soql))) };
  }

  asked(question: string): void {
    this.#asked.add(question);
  }

  add(more: Partial<Answers>): void {
    const { lists, queries, fields, files, messages } = this.answers;
    this.answers = {
      lists: new Map([...lists, ...(more.lists ?? [])]),
      queries: new Map([...queries, ...(more.queries ?? [])]),
      fields: new Map([...fields, ...(more.fields ?? [])]),
      files: new Map([...files, ...(more.files ?? [])]),
      messages: [...new Set([...messages, ...(more.messages ?? [])])],
    };
  }
}

/**
 * Answers from memory. A question that wasn't asked before, because a changed answer led to it, goes to the org, and its
 * answer is remembered.
 */
export const replaying = (door: OrgDoor, memory: Memory): OrgDoor => {
  const now = door.orgTime();
  const remembered = async <T>(
    part: 'lists' | 'queries' | 'fields',
    key: string,
    ask: () => Promise<Answer<T>>,
  ): Promise<Answer<T>> => {
    memory.asked(key);
    const known = memory.answers[part].get(key) as Answer<T> | undefined;
    if (known) return known;
    const answer = await ask();
    memory.add({ [part]: new Map([[key, answer]]) });
    return answer;
  };
  const queryPages = (soql: string, pages: number): Promise<Answer<Page>> =>
    remembered('queries', soql, () => door.queryPages(soql, pages));
  const replay: Pick<OrgDoor, 'list' | 'describeFields' | 'retrieve'> = {
    list: async (types) => {
      const missing = types.filter((type) => !memory.answers.lists.has(type));
      if (missing.length > 0) memory.add({ lists: await door.list(missing) });
      return new Map([...memory.answers.lists].filter(([type]) => types.includes(type)));
    },
    describeFields: (sobject) => remembered('fields', sobject, () => door.describeFields(sobject)),
    retrieve: async (members) => {
      const missing = members.filter((member) => !memory.answers.files.has(componentKey(member)));
      const asked = missing.length > 0 ? await door.retrieve(missing) : undefined;
      if (asked && !asked.ok) return asked;
      if (asked)
        memory.add({
          files: new Map(missing.map((member) => [componentKey(member), contentIn(asked.value, member)])),
          messages: asked.value.messages,
        });
      return { ok: true, value: retrieved(members, memory.answers) };
    },
  };
  return {
    ...door,
    ...replay,
    orgTime: () => now,
    queryPages: queryPages as OrgDoor['queryPages'],
    query: (async (soql: string): Promise<Answer<Row[]>> => {
      const answer = await queryPages(soql, Infinity);
      return answer.ok ? { ok: true, value: answer.value.rows } : answer;
    }) as OrgDoor['query'],
  };
};

const contentIn = ({ files, unusable }: Retrieved, member: Member): string | OrgProblem =>
  files.get(componentKey(member))?.text ?? unusable.get(componentKey(member)) ?? NOT_RETURNED;

const retrieved = (members: readonly Member[], { files, messages }: Answers): Retrieved => {
  const came = members.map((member) => [componentKey(member), member, files.get(componentKey(member))] as const);
  return {
    files: new Map(
      came.flatMap(([key, member, text]) => (typeof text === 'string' ? [[key, { ...member, path: key, text }]] : [])),
    ),
    unusable: new Map(
      came.flatMap(([key, , problem]) =>
        typeof problem === 'object' && problem !== NOT_RETURNED ? [[key, problem]] : [],
      ),
    ),
    messages: [...messages],
  };
};
