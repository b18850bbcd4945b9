import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export type Expression = { place: string; expression: RegExp };

const SRC = 'src';

/** Every regular expression that is written as a literal anywhere in the source. */
export const expressionsOfSource = (): Expression[] =>
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .flatMap((file) => literalsIn(join(SRC, file)));

const literalsIn = (file: string): Expression[] => {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node))
      found.push({ place: `${file} ${node.text}`, expression: parsed(node.text) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
};

const parsed = (literal: string): RegExp => {
  const end = literal.lastIndexOf('/');
  return new RegExp(literal.slice(1, end), literal.slice(end + 1));
};

/** What most expressions have a class for. */
const PUMPS = [
  ...' \t\n\r\u001b\u009b',
  ...'aZ0_-.,:;=/\\<>{}[]()@#%&!?*+"\'|',
  'a ',
  'a-',
  'a.',
  '0-',
  'a:',
  '\u0301',
  '\u0301\u0316',
  '\u{1f600}',
];

/** Texts that an expression starts on again and again and never comes to an end of: of its own literal parts, repeated. */
export const hostileTo = ({ source }: RegExp, length: number): string[] => {
  const words = [...new Set([...literalRuns(source), ...alternatives(source)])];
  const bases = [...PUMPS, ...words, ...words.map((word) => `${word} `), ...words.map((word) => `${word}0123456789`)];
  return ['', ...words].flatMap((start) =>
    bases.map((base) => start + base.repeat(Math.ceil(length / base.length)).slice(0, length) + '\u0000\n'),
  );
};

/** `<title`, `force://`: what stands in an expression as it is to be found. */
const literalRuns = (source: string): string[] =>
  source
    .replace(/\\u\{?([0-9a-f]{4,5})\}?/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replace(/\[(?:\\.|[^\]\\])*\]|\\[bBdDsSwW]|\\[pP]\{[^}]*\}|\{\d+(?:,\d*)?\}|\(\?(?::|=|!|<=|<!)/g, '\n')
    .split(/(?<!\\)[()|?*+^$.\n]/)
    .map((run) => run.replaceAll(/\\(.)/g, '$1'))
    .filter((run) => run.length > 0);

const alternatives = (source: string): string[] =>
  literalRuns(source).length > 12 ? [] : [literalRuns(source).join(''), literalRuns(source).join('a')].filter(Boolean);

/** Processor time, since a busy machine makes everything slow by the clock. */
export const cpuMs = (work: () => unknown): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
