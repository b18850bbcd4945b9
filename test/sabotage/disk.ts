import type { Patch } from './patch.js';

/** Mistakes with source trees and with files that people named. */
export const diskPatches: readonly Patch[] = [
  {
    name: 'git looks into working files, and starts the filters of the tree',
    file: 'files/git.ts',
    find: "['ls-tree', '-z', '--full-tree', '--', 'HEAD', ...paths]",
    replace: "['-C', topLevel, 'status', '--porcelain', '--', ...paths]",
    test: { file: 'files/git.test.ts', title: 'a filter of files: clean' },
  },
  {
    name: 'git fetches what a tree lacks, by the program that the tree names',
    file: 'files/git.ts',
    find: "  GIT_ALLOW_PROTOCOL: '',\n  GIT_NO_LAZY_FETCH: '1',\n",
    replace: '',
    test: { file: 'files/git.test.ts', title: 'would have to be fetched, by a program for uploads' },
  },
  {
    name: 'a git that the tree brings is started',
    file: 'files/git.ts',
    find: '.some((path) => trees.some((tree) => isWithin(tree, path)))',
    replace: '.some((path) => path === trees[0])',
    test: { file: 'files/git.test.ts', title: 'in a folder of the repository that is on the search path' },
  },
];
