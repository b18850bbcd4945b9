import type { Patch } from './patch.js';

/** Mistakes in taking bytes for what they are not, and in what a hostile text may cost. */
export const bytesPatches: readonly Patch[] = [
  {
    name: 'bytes that are no UTF-8 are replaced',
    file: 'org/requests/zip.ts',
    find: "new TextDecoder('utf-8', { fatal: true }).decode(bytes)",
    replace: "new TextDecoder('utf-8').decode(bytes)",
    test: {
      file: 'actions/unusableFiles.test.ts',
      title: 'not UTF-8 when it is looked at for the last time: nothing is sent',
    },
  },
  {
    name: 'the last of two files of one name wins',
    file: 'org/requests/zip.ts',
    find: "files.has(name) ? { unusable: 'TWO_FILES' } : decoded(unpack())",
    replace: 'decoded(unpack())',
    test: {
      file: 'org/requests/zip.test.ts',
      title: 'holds no text for a name that it has twice, whichever comes last',
    },
  },
  {
    name: 'the checksum of a file is not looked at',
    file: 'org/requests/zipEntries.ts',
    find: 'if (crc32(bytes) !== checksum)',
    replace: 'if (crc32(bytes) < 0)',
    test: { file: 'org/requests/zip.test.ts', title: 'is refused whole when a file has a wrong checksum' },
  },
  {
    name: 'the size of a file is not looked at',
    file: 'org/requests/zipEntries.ts',
    find: 'if (bytes.length !== size)',
    replace: 'if (bytes.length < 0)',
    test: { file: 'org/requests/zip.test.ts', title: 'is refused whole when a file has a smaller size than told' },
  },
  {
    name: 'a file is unpacked however large it gets',
    file: 'org/requests/zipEntries.ts',
    find: 'inflateRawSync(packed, { maxOutputLength: size + 1 })',
    replace: 'inflateRawSync(packed)',
    test: { file: 'org/requests/zip.test.ts', title: 'holds more than told, without unpacking it' },
  },
  {
    name: 'an entry is taken from wherever the directory points to',
    file: 'org/requests/zipEntries.ts',
    find: ' || !name.equals(rawName)',
    replace: '',
    test: { file: 'org/requests/zip.test.ts', title: 'is refused whole when a file has another name where it stands' },
  },
  {
    name: 'the first of two files whose names mean the same wins',
    file: 'org/requests/retrieve.ts',
    find: "areAllNamed && exact.length === 1 ? exact[0] : { path: first.path, unusable: 'TWO_FILES' }",
    replace: 'areAllNamed && exact.length === 1 ? exact[0] : first',
    test: {
      file: 'org/requests/zip.test.ts',
      title: 'is none where two files are called the same once their names are decoded',
    },
  },
  {
    name: 'the second file of a component replaces the first',
    file: 'org/requests/retrieve.ts',
    find: "isSecond ? 'TWO_FILES' :",
    replace: 'isSecond ? undefined :',
    test: { file: 'org/requests/zip.test.ts', title: 'is none where the org names two files for it' },
  },
  {
    name: 'an app whose file is no text counts as one that did not come',
    file: 'inventory/apps/copies.ts',
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
  {
    name: 'a text from an org is cleaned in its whole length',
    file: 'org/redact.ts',
    find: 'const start = text.slice(0, MOST_READ);',
    replace: 'const start = text;',
    test: { file: 'org/redact.test.ts', title: 'keeps the start, and tells that there was more' },
  },
  {
    name: 'half a secret is left at the place where a text is cut',
    file: 'org/redact.ts',
    find: 'start.length < text.length ? withoutLastWord(oneLine) : oneLine',
    replace: 'oneLine',
    test: { file: 'org/redact.test.ts', title: 'shows no half of a consumer secret, wherever the text is cut' },
  },
  {
    name: 'an element of a secret is looked for beyond the next one',
    file: 'org/redact.ts',
    find: '\\\\b[^<>]*>)[^<]*',
    replace: '\\\\b[^>]*>)[^<]*',
    test: { file: 'hostile/megabytes.test.ts', title: 'does not keep this one busy: disarmed' },
  },
  {
    name: 'a number is tried from each of its digits',
    file: 'org/redact.ts',
    find: '(?<!\\d)(\\d{9,}',
    replace: '(\\d{9,}',
    test: { file: 'hostile/megabytes.test.ts', title: 'keeps no expression that is written in the source busy' },
  },
  {
    name: 'the title of a page is looked for beyond the next element',
    file: 'org/errors.ts',
    find: '<title[^<>]*>',
    replace: '<title[^>]*>',
    test: { file: 'hostile/megabytes.test.ts', title: 'keeps no expression that is written in the source busy' },
  },
  {
    name: 'a long word is measured again for each line of it',
    file: 'reports/terminal/page/width.ts',
    find: 'while (startThatFits(rest, width).length < rest.length) {',
    replace: 'while (widthOf(rest) > width) {',
    test: { file: 'hostile/megabytes.test.ts', title: 'does not keep this one busy: wrap' },
  },
  {
    name: 'marks without end are put in order',
    file: 'reports/words/clean.ts',
    find: "        .replace(ENDLESS_TOWER, '$1')\n",
    replace: '',
    test: { file: 'hostile/megabytes.test.ts', title: 'does not keep this one busy: all of clean' },
  },
];
