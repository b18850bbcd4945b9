import type { Answer, ListedComponent, Row } from '../../../../src/org/door.js';
import type { OrgProblem } from '../../../../src/org/problem.js';
import { NOT_RETURNED, type Answers, type Page } from './answers.js';
import { rowChanges, type Columns } from './rowChanges.js';
import { textChanges } from './textChanges.js';

/** One change of one answer. It can be made to answers that were changed before. */
export type Change = { what: string; of: (answers: Answers) => Answers };

const REFUSED: readonly OrgProblem[] = [
  { code: 'not-permitted', detail: 'refused' },
  { code: 'type-not-available', detail: 'refused' },
  { code: 'invalid-query', detail: 'refused' },
  { code: 'unexpected-answer', detail: '', errorCode: 'NO_ROWS' },
];

const UNUSABLE: OrgProblem = { code: 'unexpected-answer', detail: '', errorCode: 'TWO_FILES' };

export const changesOf = ({ lists, queries, fields, files }: Answers): Change[] => [
  ...[...lists].flatMap(([type, answer]) => [
    ...refusals('lists', type),
    ...(answer.ok ? rowChanges(answer.value, LISTED) : []).map(({ what, of }) =>
      change(
        'lists',
        type,
        what,
        valueOf<ListedComponent[]>((rows) => listed(of(rows))),
      ),
    ),
  ]),
  ...[...queries].flatMap(([soql, answer]) => [
    ...refusals('queries', soql),
    ...(answer.ok ? rowChanges(answer.value.rows, { fixed: ['attributes'] }) : []).map(({ what, of }) =>
      change(
        'queries',
        soql,
        what,
        valueOf<Page>((page) => ({ ...page, rows: of(page.rows) })),
      ),
    ),
  ]),
  ...[...fields].flatMap(([object, answer]) => [
    ...refusals('fields', object),
    ...(answer.ok ? [...answer.value] : []).map((field) =>
      change(
        'fields',
        object,
        `has no ${field}`,
        valueOf<ReadonlySet<string>>((now) => new Set([...now].filter((one) => one !== field))),
      ),
    ),
  ]),
  ...[...files].flatMap(([key, text]) => (typeof text === 'string' ? fileChanges(key, text, files) : [])),
];

const fileChanges = (key: string, text: string, files: Answers['files']): Change[] => [
  change('files', key, 'is not returned', () => NOT_RETURNED),
  change('files', key, 'cannot be used', () => UNUSABLE),
  ...[...files]
    .filter(([other, own]) => other !== key && typeof own === 'string' && typeOf(other) === typeOf(key))
    .map(([other, own]) => change('files', key, `is ${other}`, () => own)),
  ...textChanges(text).map(({ what, of }) =>
    change('files', key, what, (now: string | OrgProblem) => (typeof now === 'string' ? of(now) : now)),
  ),
];

const typeOf = (key: string): string => key.replace(/:.*/, '');

type Part = 'lists' | 'queries' | 'fields' | 'files';

const change = <P extends Part, V>(part: P, key: string, what: string, of: (value: V) => unknown): Change => ({
  what: `${part} ${shortened(key)}: ${what}`,
  of: (answers) => {
    const now: ReadonlyMap<string, unknown> = answers[part];
    return now.has(key) ? { ...answers, [part]: new Map([...now, [key, of(now.get(key) as V)]]) } : answers;
  },
});

const shortened = (key: string): string => key.replace(/^SELECT.*FROM (\w+).*/, '$1');

const valueOf =
  <T>(of: (value: T) => T) =>
  (answer: Answer<T>): Answer<T> =>
    answer.ok ? { ok: true, value: of(answer.value) } : answer;

const refusals = (part: Exclude<Part, 'files'>, key: string): Change[] =>
  REFUSED.map((problem) => change(part, key, `is refused as ${problem.code}`, () => ({ ok: false, problem })));

/** The words of the platform that the org itself doesn't use. What has no type or file is refused as it arrives. */
const LISTED: Columns = {
  values: { manageableState: ['installed', 'unmanaged', 'beta'] },
  fixed: ['type', 'fileName'],
};

/** As rows of a list arrive: an empty value isn't there, each is text, and a row without a name is refused earlier. */
const listed = (rows: readonly Row[]): ListedComponent[] =>
  rows.flatMap((row) => {
    const own = Object.fromEntries(
      Object.entries(row).filter(([, value]) => typeof value === 'string' && value !== ''),
    );
    const { type, fullName, fileName, ...others } = own as ListedComponent;
    return type && fullName && fileName ? [{ type, fullName, fileName, ...others }] : [];
  });
