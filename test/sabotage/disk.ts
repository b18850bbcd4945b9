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
  {
    name: 'a named pipe is replaced by a file',
    file: 'files/destination.ts',
    find: "if (found.isFIFO() || found.isCharacterDevice()) return { kind: 'stream', path };",
    replace: "if (!found.isDirectory() && !found.isSocket()) return { kind: 'file', path };",
    test: { file: 'files/writeNamed.test.ts', title: 'writes to a named pipe, as much as there is' },
  },
  {
    name: 'a link is replaced by a file',
    file: 'files/destination.ts',
    find: 'path: await realpath(path), kept: {',
    replace: 'path, kept: {',
    test: { file: 'files/writeNamed.test.ts', title: 'replaces what a link leads to, and leaves the link' },
  },
  {
    name: 'a private file becomes readable by everybody',
    file: 'files/writeNamed.ts',
    find: 'kept?.mode ?? mode',
    replace: 'mode',
    test: { file: 'files/writeNamed.test.ts', title: 'leaves a file its mode of 0600' },
  },
  {
    name: 'the patch that undoes a run names a file that is not edited yet',
    file: 'actions/source/sourceSnapshot.ts',
    find: 'disk.write(isAnyMade ? last : patch, bytesOf(edit))',
    replace: 'isAnyMade ? disk.append(patch, bytesOf(edit)) : disk.write(patch, bytesOf(edit))',
    test: {
      file: 'actions/source/remediateSource.test.ts',
      title: 'its own note undoes what it edited, every file edited',
    },
  },
  {
    name: 'a half written file with a consumer key lies in the source tree',
    file: 'files/disk.ts',
    find: '{ aside, owner: await stat(path) }',
    replace: '{ owner: await stat(path) }',
    test: { file: 'files/write.test.ts', title: 'lies aside, for its owner alone, while it is not whole' },
  },
  {
    name: 'what a killed run left half written stays',
    file: 'actions/source/remediateSource.ts',
    find: '  await doors.disk.sweep([...edits.map(({ path }) => dirname(path)), below]);\n',
    replace: '',
    test: { file: 'actions/source/remediateSource.test.ts', title: 'removes what a killed run left half written' },
  },
  {
    name: 'files are edited although nothing could undo it',
    file: 'actions/source/remediateSource.ts',
    find: 'const begun = record.ok ? await snapshot.begin(edit) : record;',
    replace: 'const begun = await snapshot.begin(edit);',
    test: { file: 'actions/source/remediateSource.test.ts', title: 'edits no further where it cannot write down' },
  },
  {
    name: 'a waiver that is written during the run is not seen',
    file: 'actions/remediate/waivedMeanwhile.ts',
    find: 'match && !hasEnded(match)',
    replace: 'match && hasEnded(match)',
    test: {
      file: 'actions/remediate/remediateWaivedMeanwhile.test.ts',
      title: 'keeps its app as it is, and the others are changed',
    },
  },
  {
    name: 'a file that somebody saved between two edits is written over',
    file: 'actions/source/remediateSource.ts',
    find: 'return left ? [left, false] : make(',
    replace: 'return left && !left ? [left, false] : make(',
    test: {
      file: 'actions/source/remediateSource.test.ts',
      title: 'a file that somebody saves while the files before it are edited',
    },
  },
  {
    name: 'a snapshot goes wherever a link of the tree leads',
    file: 'cli/output/output.ts',
    find: '&& (await isLink(folder))',
    replace: '&& (await isLink(`${folder}/.`))',
    test: { file: 'cli/snapshotFolder.test.ts', title: 'is not taken by its usual name where that is a link' },
  },
  {
    name: 'a planted note may hold any command that begins as ours does',
    file: 'actions/source/refuseSourceSnapshot.ts',
    find: '--git-dir=/dev/null -C ${WORD} apply',
    replace: '--git-dir=/dev/null -C .+ apply',
    test: {
      file: 'actions/source/refuseSourceSnapshot.test.ts',
      title: 'is not taken for one of ours with "/tmp; sh /tmp/x;"',
    },
  },
  {
    name: 'a planted patch may bring any file',
    file: 'actions/source/refuseSourceSnapshot.ts',
    find: '(NAME.test(line) ? NAME_OF_APP.test(line) :',
    replace: '(NAME.test(line) ? line.length > 0 :',
    test: {
      file: 'actions/source/refuseSourceSnapshot.test.ts',
      title: 'is not offered with a patch of another file',
    },
  },
  {
    name: 'a result replaces a file of metadata',
    file: 'cli/output/output.ts',
    find: ' || SOURCE.test(where)',
    replace: '',
    test: {
      file: 'cli/output/output.test.ts',
      title: 'refuses to replace a file of metadata, which ends like a result',
    },
  },
  {
    name: 'a result replaces what undoes a change',
    file: 'cli/output/output.ts',
    find: 'if (await isInSnapshot(dirname(where)))',
    replace: 'if (await isInSnapshot(where))',
    test: { file: 'cli/output/output.test.ts', title: 'refuses to replace what undoes a change, by whatever name' },
  },
  {
    name: 'one result replaces another',
    file: 'cli/output/output.ts',
    find: 'if (other !== undefined && other !== path)',
    replace: 'if (other === path)',
    test: { file: 'cli/output/output.test.ts', title: 'refuses one file for two results, by whatever names' },
  },
];
