import type { Patch } from './patch.js';

/** Mistakes in taking bytes for what they are not, and in what a hostile text may cost. */
export const bytesPatches: readonly Patch[] = [
  {
    name: 'bytes that are no UTF-8 are replaced',
    file: 'org/zip.ts',
    find: "new TextDecoder('utf-8', { fatal: true }).decode(bytes)",
    replace: "new TextDecoder('utf-8').decode(bytes)",
    test: {
      file: 'actions/unusableFiles.test.ts',
      title: 'not UTF-8 when it is looked at for the last time: nothing is sent',
    },
  },
  {
    name: 'the last of two files of one name wins',
    file: 'org/zip.ts',
    find: "files.has(name) ? { unusable: 'TWO_FILES' } : decoded(unpack())",
    replace: 'decoded(unpack())',
    test: { file: 'org/zip.test.ts', title: 'holds no text for a name that it has twice, whichever comes last' },
  },
  {
    name: 'the checksum of a file is not looked at',
    file: 'org/zipEntries.ts',
    find: 'if (crc32(bytes) !== checksum)',
    replace: 'if (crc32(bytes) < 0)',
    test: { file: 'org/zip.test.ts', title: 'is refused whole when a file has a wrong checksum' },
  },
  {
    name: 'the size of a file is not looked at',
    file: 'org/zipEntries.ts',
    find: 'if (bytes.length !== size)',
    replace: 'if (bytes.length < 0)',
    test: { file: 'org/zip.test.ts', title: 'is refused whole when a file has a smaller size than told' },
  },
  {
    name: 'a file is unpacked however large it gets',
    file: 'org/zipEntries.ts',
    find: 'inflateRawSync(packed, { maxOutputLength: size + 1 })',
    replace: 'inflateRawSync(packed)',
    test: { file: 'org/zip.test.ts', title: 'holds more than told, without unpacking it' },
  },
  {
    name: 'an entry is taken from wherever the directory points to',
    file: 'org/zipEntries.ts',
    find: ' || !name.equals(rawName)',
    replace: '',
    test: { file: 'org/zip.test.ts', title: 'is refused whole when a file has another name where it stands' },
  },
  {
    name: 'the first of two files whose names mean the same wins',
    file: 'org/retrieved.ts',
    find: "areAllNamed && exact.length === 1 ? exact[0] : { path: first.path, unusable: 'TWO_FILES' }",
    replace: 'areAllNamed && exact.length === 1 ? exact[0] : first',
    test: {
      file: 'org/zip.test.ts',
      title: 'is none where two files are called the same once their names are decoded',
    },
  },
  {
    name: 'the second file of a component replaces the first',
    file: 'org/retrieved.ts',
    find: "isSecond ? 'TWO_FILES' :",
    replace: 'isSecond ? undefined :',
    test: { file: 'org/zip.test.ts', title: 'is none where the org names two files for it' },
  },
  {
    name: 'an app whose file is no text counts as one that did not come',
    file: 'inventory/retrieving.ts',
    find: "  if (problem === undefined) return 'not-returned';",
    replace: "  if (problem !== undefined) return 'not-returned';",
    test: {
      file: 'actions/unusableFiles.test.ts',
      title: 'not UTF-8: that app is not evaluated, and the others are',
    },
  },
  {
    name: 'a restore takes an app whose file is no text for one that is gone',
    file: 'actions/restore.ts',
    find: 'new Map([...unread.broken, ...unread.unusable])',
    replace: 'unread.broken',
    test: {
      file: 'actions/unusableFiles.test.ts',
      title: 'not UTF-8 when it is to be restored: it is left alone and named',
    },
  },
];
