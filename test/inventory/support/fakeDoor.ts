import type { Answer, ListedComponent, Member, OrgDoor, Retrieved, Row } from '../../../src/org/door.js';
import type { OrgProblem } from '../../../src/org/problem.js';
import { componentKey } from '../../../src/values.js';

/** What an org would answer, by object. For tests of how answers are joined; the wire is the simulator's part. */
export type Script = {
  fields: Record<string, string[] | OrgProblem>;
  rows: Record<string, Row[] | OrgProblem | ((soql: string) => Answer<Row[]>)>;
  /** Texts by `Type:fullName`. */
  files: Record<string, string> | OrgProblem;
  /** Listed components by type; a type that is missing here has none. */
  lists?: Record<string, ListedComponent[] | OrgProblem>;
  /** Rows that one page of a raw query holds. */
  pageSize?: number;
};

/** `pages`: how many each query by page was allowed. */
export type FakeDoor = { door: OrgDoor; asked: string[]; pages: number[] };

const isProblem = (answer: object): answer is OrgProblem => 'code' in answer && 'detail' in answer;

export const fakeDoor = (script: Script): FakeDoor => {
  const asked: string[] = [];
  const allowed: number[] = [];
  const query = (soql: string): Promise<Answer<Row[]>> => {
    asked.push(soql);
    const object = /FROM (\w+)/.exec(soql)?.[1] ?? '';
    const answer = script.rows[object] ?? [];
    if (typeof answer === 'function') return Promise.resolve(answer(soql));
    return Promise.resolve(isProblem(answer) ? { ok: false, problem: answer } : { ok: true, value: answer });
  };
  const listed = (type: string): Answer<ListedComponent[]> => {
    const rows = script.lists?.[type] ?? [];
    return isProblem(rows) ? { ok: false, problem: rows } : { ok: true, value: rows };
  };
  const door = {
    query,
    orgTime: (): undefined => undefined,
    sinceLastRequest: () => () => 0,
    list: (types: readonly string[]): Promise<ReadonlyMap<string, Answer<ListedComponent[]>>> => {
      asked.push(`list ${types.join(' ')}`);
      return Promise.resolve(new Map(types.map((type) => [type, listed(type)])));
    },
    queryPages: async (soql: string, pages: number): Promise<Answer<{ rows: Row[]; complete: boolean }>> => {
      allowed.push(pages);
      const answer = await query(soql);
      if (!answer.ok) return answer;
      const rows = answer.value.slice(0, pages * (script.pageSize ?? 2000));
      return { ok: true, value: { rows, complete: rows.length === answer.value.length } };
    },
    describeFields: (object: string): Promise<Answer<ReadonlySet<string>>> => {
      asked.push(`describe ${object}`);
      const fields = script.fields[object] ?? [];
      return Promise.resolve(
        Array.isArray(fields)
          ? { ok: true, value: new Set(fields.map((name) => name.toLowerCase())) }
          : { ok: false, problem: fields },
      );
    },
    retrieve: (members: readonly Member[]): Promise<Answer<Retrieved>> => {
      asked.push(`retrieve ${members.map(componentKey).join(' ')}`);
      const { files } = script;
      if (isProblem(files)) return Promise.resolve({ ok: false, problem: files });
      const texts = members.flatMap((member) => {
        const text = files[componentKey(member)];
        return text === undefined ? [] : [[componentKey(member), { ...member, path: '', text }] as const];
      });
      return Promise.resolve({ ok: true, value: { files: new Map(texts), unusable: new Map(), messages: [] } });
    },
  };
  return { door: door as unknown as OrgDoor, asked, pages: allowed };
};
