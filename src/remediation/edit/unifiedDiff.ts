import { formatPatch, OMIT_HEADERS, structuredPatch, type StructuredPatchHunk } from 'diff';
import type { Span } from './secretPassages.js';

export type DiffRequest = {
  /** Relative to the folder that the patch is applied in, with forward slashes. */
  path: string;
  before: string;
  after: string;
  /** Passages that a diff must not contain. */
  hidden: (text: string) => Span[];
};

const CONTEXT = 3;

type Side = { lines: string[]; isHidden: (line: number) => boolean };

/**
 * `removed` lines from line `at` of one text are replaced by `added` lines from line `to` of the other. Counts from 0.
 */
type LineChange = { at: number; to: number; removed: number; added: number; marked: string[] };

type Hunk = { start: number; end: number; changes: LineChange[] };

/**
 * A diff for `git apply`, with lines as git defines them: a carriage return is part of a line, and so is a missing line
 * feed. Context ends where a hidden passage begins. Undefined: the change itself can't be shown without such a passage.
 */
export const unifiedDiff = ({ path, before, after, hidden }: DiffRequest): string | undefined => {
  const [old, now] = [sideOf(before, hidden), sideOf(after, hidden)];
  const patch = structuredPatch('', '', before, after, undefined, undefined, { context: 0 });
  const changes = patch.hunks.map(asChange);
  if (changes.some((change) => touchesHidden(change, old, now))) return undefined;
  const hunks = hunksOf(changes, old);
  if (hunks.some((hunk) => !isAnchored(hunk, old))) return undefined;
  if (hunks.length === 0) return '';
  const [from, to] = [quoted(`a/${path}`), quoted(`b/${path}`)];
  const body = formatPatch({ ...patch, hunks: hunks.map((hunk) => written(hunk, old)) }, OMIT_HEADERS);
  return `diff --git ${from} ${to}\n--- ${from}\n+++ ${to}\n${body}`;
};

const asChange = ({ oldStart, oldLines, newStart, newLines, lines }: StructuredPatchHunk): LineChange => ({
  at: oldStart - 1,
  to: newStart - 1,
  removed: oldLines,
  added: newLines,
  marked: lines,
});

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

/** Every line with its line feed, which the last line may not have. */
export const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

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

/** If no context follows a hunk, git takes it for the end of the file. */
const isAnchored = ({ end, changes }: Hunk, { lines }: Side): boolean => {
  const last = changes.at(-1);
  return last === undefined || end > last.at + last.removed || end === lines.length;
};

const written = ({ start, end, changes }: Hunk, { lines }: Side): StructuredPatchHunk => {
  const body: string[] = [];
  let next = start;
  for (const { at, removed, marked } of changes) {
    body.push(...lines.slice(next, at).flatMap(asContext), ...marked);
    next = at + removed;
  }
  body.push(...lines.slice(next, end).flatMap(asContext));
  const newStart = start + (changes[0] ? changes[0].to - changes[0].at : 0);
  const growth = changes.reduce((sum, { added, removed }) => sum + added - removed, 0);
  const [oldLines, newLines] = [end - start, end - start + growth];
  return { oldStart: start + 1, oldLines, newStart: newStart + 1, newLines, lines: body };
};

const asContext = (line: string): string[] =>
  line.endsWith('\n') ? [` ${line.slice(0, -1)}`] : [` ${line}`, '\\ No newline at end of file'];

const PLAIN = /^[\w./+@=,:~-]+$/;
const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '"': '\\"', '\\': '\\\\' };

/**
 * The way git quotes a path with special characters: in quotes, with other bytes as octal numbers. Spaces are quoted
 * too. `diff` doesn't do that, but other tools end the name at a space.
 */
const quoted = (path: string): string =>
  PLAIN.test(path)
    ? path
    : `"${[...new TextEncoder().encode(path)].map((byte) => escaped(String.fromCharCode(byte))).join('')}"`;

const escaped = (byte: string): string =>
  ESCAPES[byte] ?? (/[ -~]/.test(byte) ? byte : `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`);
