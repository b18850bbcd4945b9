import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Makes the changes of a worked example in a copy of the project, as a reader would: block by block. */

const COPIED = ['src', 'test', 'messages', 'docs', 'README.md', 'package.json', 'tsconfig.json', '.mocharc.json'];

export const copyOfProject = (folder: string): void => {
  for (const path of COPIED) cpSync(path, join(folder, path), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
};

type Block = { how: 'new' | 'append' | 'edit'; file: string; text: string };

const FENCE = /^```(ts|diff|md)\n([\s\S]*?)^```$/gm;

/** The last file that the text before a block names, and what to do with it. */
export const blocksOf = (page: string): Block[] => {
  let last = { end: 0, file: '', how: 'edit' as Block['how'] };
  return [...readFileSync(page, 'utf8').matchAll(FENCE)].map(({ 0: whole, 1: kind, 2: text = '', index, input }) => {
    const before = input.slice(last.end, index);
    const file = [...before.matchAll(/`([\w./-]+\.(?:ts|md|json))`/g)].at(-1)?.[1] ?? last.file;
    const how = kind === 'diff' ? 'edit' : /new file/i.test(before) ? 'new' : 'append';
    last = { end: index + whole.length, file, how };
    return { how, file, text };
  });
};

const linesOf = (text: string, signs: string): string =>
  text
    .split('\n')
    .filter((line) => line !== '' && signs.includes(line[0] ?? ''))
    .map((line) => line.slice(1))
    .join('\n');

export const apply = (folder: string, { how, file, text }: Block): void => {
  const path = join(folder, file);
  if (how === 'new') {
    if (existsSync(path)) throw new Error(`${file} is there already.`);
    mkdirSync(dirname(path), { recursive: true });
    return writeFileSync(path, text);
  }
  const old = readFileSync(path, 'utf8');
  if (how === 'append') return writeFileSync(path, `${old.trimEnd()}\n\n${text}`);
  const [found, replacement] = [linesOf(text, ' -'), linesOf(text, ' +')];
  if (old.split(found).length !== 2)
    throw new Error(`${file} has this ${old.split(found).length - 1} times:\n${found}`);
  writeFileSync(
    path,
    old.replace(found, () => replacement),
  );
};
