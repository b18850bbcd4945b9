import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** What is made or brought in, and Markdown that isn't a page. */
const APART = /^(node_modules|lib|coverage|messages|test\/golden|test\/fixtures|\.(?!github)[^/]*)$/;

/** The Markdown pages of the project. */
export const pages = (folder = ''): string[] =>
  readdirSync(folder || '.', { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return APART.test(path) ? [] : pages(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });

const FENCED = /^(```+|~~~+)[\s\S]*?^\1\s*$/gm;
const INLINE_CODE = /`[^`\n]*`/g;

/** A page without its code, in which brackets are no links. */
const prose = (file: string): string => readFileSync(file, 'utf8').replace(FENCED, '').replace(INLINE_CODE, 'code');

export type Link = { from: string; to: string };

export const linksOf = (file: string): Link[] =>
  [...prose(file).matchAll(/\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)/g)].map(([, to = '']) => ({ from: file, to }));

/** As GitHub makes them of titles. */
const anchorsOf = (file: string): string[] =>
  [
    ...readFileSync(file, 'utf8')
      .replace(FENCED, '')
      .matchAll(/^#+ (.+)$/gm),
  ].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );

export const isWeb = ({ to }: Link): boolean => /^[a-z]+:/i.test(to);

/** The file that a link leads to, relative to the project. */
export const targetOf = ({ from, to }: Link): string => {
  const [path = ''] = to.split('#');
  return path === '' ? from : relative('.', join(dirname(from), decodeURIComponent(path)));
};

export const isBroken = (link: Link): boolean => {
  const target = targetOf(link);
  if (target.startsWith('..') || !existsSync(target)) return true;
  const [, anchor] = link.to.split('#');
  return (
    anchor !== undefined && statSync(target).isFile() && target.endsWith('.md') && !anchorsOf(target).includes(anchor)
  );
};
