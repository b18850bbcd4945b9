import type { Span } from './secretPassages.js';

export type DiffRequest = {
  /** Below the folder that the patch is applied in, with forward slashes. */
  path: string;
  before: string;
  after: string;
  /** Passages that may stand in no diff. */
  hidden: (text: string) => Span[];
};

const CONTEXT = 3;

type Side = { lines: string[]; isHidden: (line: number) => boolean };
type Hunk = { start: number; end: number; changes: LineChange[] };

/**
 * A diff that `git apply` takes, of lines as git knows them: a carriage return is part of a line, and so is a missing line
 * feed. Context ends where a hidden passage begins. Undefined: what changes cannot be told without such a passage.
 */
export const unifiedDiff = ({ path, before, after, hidden }: DiffRequest): string | undefined => {
  const [old, now] = [sideOf(before, hidden), sideOf(after, hidden)];
  const changes = lineChanges(old.lines, now.lines);
  if (changes.some((change) => touchesHidden(change, old, now))) return undefined;
  const hunks = hunksOf(changes, old);
  if (hunks.some((hunk) => !isAnchored(hunk, old))) return undefined;
  const [from, to] = [quoted(`a/${path}`), quoted(`b/${path}`)];
  const head = `diff --git ${from} ${to}\n--- ${from}\n+++ ${to}\n`;
  return hunks.length === 0 ? '' : head + hunks.map((hunk) => written(hunk, old.lines, now.lines)).join('');
};

const sideOf = (text: string, hidden: DiffRequest['hidden']): Side => {
  const lines = linesOf(text);
  const spans = hidden(text);
  const starts: number[] = [];
  let offset = 0;
  for (const line of lines) {
    starts.push(offset);
    offset += line.length;
  }
  const isHidden = (line: number): boolean => {
    const [start, end] = [starts[line] ?? 0, starts[line + 1] ?? text.length];
    return spans.some(([from, to]) => from < end && to > start);
  };
  return { lines, isHidden };
};

const touchesHidden = ({ at, removed, to, added }: LineChange, old: Side, now: Side): boolean =>
  range(at, at + removed).some(old.isHidden) || range(to, to + added).some(now.isHidden);

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

const hunksOf = (changes: readonly LineChange[], old: Side): Hunk[] =>
  changes.reduce<Hunk[]>((hunks, change) => {
    const { start, end } = contextOf(change, old);
    const last = hunks.at(-1);
    if (last && start <= last.end) {
      last.changes.push(change);
      last.end = end;
    } else hunks.push({ start, end, changes: [change] });
    return hunks;
  }, []);

const contextOf = ({ at, removed }: LineChange, { lines, isHidden }: Side): { start: number; end: number } => {
  let [start, end] = [at, at + removed];
  const last = end;
  while (start > 0 && at - start < CONTEXT && !isHidden(start - 1)) start -= 1;
  while (end < lines.length && end - last < CONTEXT && !isHidden(end)) end += 1;
  return { start, end };
};

/** git takes a hunk without context behind it for the end of the file. */
const isAnchored = ({ end, changes }: Hunk, { lines }: Side): boolean => {
  const last = changes.at(-1);
  return last === undefined || end > last.at + last.removed || end === lines.length;
};

const written = ({ start, end, changes }: Hunk, old: readonly string[], now: readonly string[]): string => {
  const body: string[] = [];
  let next = start;
  for (const { at, to, removed, added } of changes) {
    body.push(...marked(' ', old.slice(next, at)));
    body.push(...marked('-', old.slice(at, at + removed)), ...marked('+', now.slice(to, to + added)));
    next = at + removed;
  }
  body.push(...marked(' ', old.slice(next, end)));
  const [first] = changes;
  const newStart = first ? first.to - (first.at - start) : start;
  const growth = changes.reduce((sum, { added, removed }) => sum + added - removed, 0);
  return `@@ -${extent(start, end - start)} +${extent(newStart, end - start + growth)} @@\n${body.join('')}`;
};

const extent = (start: number, count: number): string => `${count === 0 ? start : start + 1},${count}`;

const marked = (mark: string, lines: readonly string[]): string[] =>
  lines.map((line) => (line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`));

const PLAIN = /^[\w./+@=,:~-]+$/;
const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '"': '\\"', '\\': '\\\\' };

/** As git spells a path that is more than letters: in quotes, its other bytes as octal numbers. */
const quoted = (path: string): string =>
  PLAIN.test(path)
    ? path
    : `"${[...new TextEncoder().encode(path)].map((byte) => escaped(String.fromCharCode(byte))).join('')}"`;

const escaped = (byte: string): string =>
  ESCAPES[byte] ?? (/[ -~]/.test(byte) ? byte : `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`);

/** `removed` lines from line `at` of the one text stand where `added` lines from `to` of the other stand. Counts from 0. */
type LineChange = { at: number; to: number; removed: number; added: number };

/** Every line with its line feed; the last one may lack it. */
export const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** The fewest lines that differ, by Myers' greedy algorithm: quick where little changed, however long the texts are. */
export const lineChanges = (before: readonly string[], after: readonly string[]): LineChange[] => {
  const trail: Map<number, number>[] = [];
  let reach = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= before.length + after.length; edits += 1) {
    trail.push(reach);
    reach = new Map(reach);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = nextX(reach, diagonal, edits);
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      reach.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length)
        return joined(backtrack(trail, before.length, after.length));
    }
  }
  throw new Error('Two texts always meet at their ends.');
};

const goesDown = (reach: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean =>
  diagonal === -edits || (diagonal !== edits && (reach.get(diagonal - 1) ?? 0) < (reach.get(diagonal + 1) ?? 0));

const nextX = (reach: ReadonlyMap<number, number>, diagonal: number, edits: number): number =>
  goesDown(reach, diagonal, edits) ? (reach.get(diagonal + 1) ?? 0) : (reach.get(diagonal - 1) ?? 0) + 1;

/** Single lines, from the end to the start. */
const backtrack = (trail: readonly ReadonlyMap<number, number>[], endX: number, endY: number): LineChange[] => {
  const steps: LineChange[] = [];
  let [x, y] = [endX, endY];
  for (let edits = trail.length - 1; edits > 0; edits -= 1) {
    const reach = trail[edits] ?? new Map<number, number>();
    const isAddition = goesDown(reach, x - y, edits);
    const diagonal = isAddition ? x - y + 1 : x - y - 1;
    x = reach.get(diagonal) ?? 0;
    y = x - diagonal;
    steps.push({ at: x, to: y, removed: isAddition ? 0 : 1, added: isAddition ? 1 : 0 });
  }
  return steps.reverse();
};

const joined = (steps: readonly LineChange[]): LineChange[] =>
  steps.reduce<LineChange[]>((changes, step) => {
    const last = changes.at(-1);
    if (last && last.at + last.removed === step.at && last.to + last.added === step.to) {
      last.removed += step.removed;
      last.added += step.added;
    } else changes.push({ ...step });
    return changes;
  }, []);
