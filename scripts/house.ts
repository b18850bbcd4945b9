import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { ROOT } from './proof/child.js';

/** `npm run house`: how large the rooms of the house are, and what stands in the way between them. */

const SOURCE = join(ROOT, 'src');

/** From the bottom up: an import of a room further down in this list runs up. A file at the top that is not named has no place. */
const ORDER = [
  ...['values', 'metadata', 'posture', 'exitCodes', 'files', 'org', 'inventory'],
  ...['model', 'edit', 'plan', 'saved', 'deploy', 'outcome'].map((part) => `remediation/${part}`),
  ...['reports', 'actions', 'cli', 'commands'],
];

/** The two ways through the house that somebody follows who looks for a mistake, by what is declared at their stations. */
const WAYS = {
  'files from wire to report': ['retrieveMembers', 'auditOrg', 'terminalReport'],
  'files from plan to verified change': ['drawPlan', 'apply', 'outcomesOf'],
};

type Source = { path: string; text: string; imports: string[] };

const read = (file: string): Source => {
  const text = readFileSync(file, 'utf8');
  const imports = ts
    .preProcessFile(text, true, true)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => relative(SOURCE, resolve(dirname(file), fileName.replace(/\.js$/, '.ts'))));
  return { path: relative(SOURCE, file), text, imports };
};

const entries = readdirSync(SOURCE, { recursive: true, withFileTypes: true });
const sources = entries
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => read(join(entry.parentPath, entry.name)));
const byPath = new Map(sources.map((source) => [source.path, source]));

const lines = sources.map(({ text }) => text.split('\n').length - 1).sort((one, other) => one - other);

const fullest = (): string => {
  const folders = Map.groupBy(entries, ({ parentPath }) => relative(SOURCE, parentPath) || 'src');
  const [most] = [...folders].sort(([, one], [, other]) => other.length - one.length);
  return most ? `${most[1].length} (${most[0]})` : '0';
};

/** Everything that the files import, types included, and they themselves. */
const closure = (starts: readonly string[]): Set<string> => {
  const reached = new Set(starts);
  for (const path of reached) for (const next of byPath.get(path)?.imports ?? []) reached.add(next);
  return reached;
};

/** Files that reach each other by imports, types included, are one circle. */
const circles = (): string[][] => {
  const reach = new Map(sources.map(({ path }) => [path, closure([path])]));
  const meets = (one: string, other: string): boolean =>
    one !== other && reach.get(one)?.has(other) === true && reach.get(other)?.has(one) === true;
  const paths = sources.map(({ path }) => path).sort();
  return paths
    .map((path) => [path, ...paths.filter((other) => meets(path, other))])
    .filter(([first = '', ...others]) => others.length > 0 && others.every((other) => first < other));
};

const rankOf = (path: string): number =>
  ORDER.findLastIndex((room) => path === `${room}.ts` || path.startsWith(`${room}/`));

const upwards = (): string[] =>
  sources.flatMap(({ path, imports }) =>
    imports.filter((to) => rankOf(path) !== -1 && rankOf(to) > rankOf(path)).map((to) => `${path} -> ${to}`),
  );

const declaring = (name: string): string[] =>
  sources
    .filter(({ text }) => new RegExp(`^export (?:const|(?:async )?function) ${name}\\b`, 'm').test(text))
    .map(({ path }) => path);

const wayThrough = (stations: readonly string[]): number => {
  const missing = stations.filter((name) => declaring(name).length !== 1);
  if (missing.length > 0) throw new Error(`Not declared exactly once: ${missing.join(', ')}`);
  return closure(stations.flatMap(declaring)).size;
};

const count = (pattern: RegExp): number =>
  sources.reduce((sum, { text }) => sum + (text.match(pattern)?.length ?? 0), 0);

const told = (list: readonly string[]): string => [String(list.length), ...list].join('\n    ');

const figures = {
  files: sources.length,
  'mean, median lines': `${Math.round(lines.reduce((sum, many) => sum + many, 0) / lines.length)}, ${lines[lines.length >> 1] ?? 0}`,
  'longest file': `${lines.at(-1) ?? 0} (${sources.find(({ text }) => text.split('\n').length - 1 === lines.at(-1))?.path ?? ''})`,
  'files of 25 lines or fewer': lines.filter((many) => many <= 25).length,
  'entries of the fullest folder': fullest(),
  circles: told(circles().map((circle) => circle.join(', '))),
  'imports that run up': told(upwards()),
  ...Object.fromEntries(Object.entries(WAYS).map(([title, stations]) => [title, wayThrough(stations)])),
  'types called ...Doors, and picks from them': `${count(/^(?:export )?type \w*Doors\b/gm)}, ${count(/Pick<\w*Doors\b/g)}`,
  'names that files share': told(
    [...Map.groupBy(sources, ({ path }) => basename(path))]
      .filter(([, files]) => files.length > 1)
      .map(([name, files]) => `${name} (${files.length})`),
  ),
};
for (const [title, value] of Object.entries(figures)) console.log(`${title}: ${value}`);
