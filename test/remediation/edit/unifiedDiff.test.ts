import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { applyPatch } from 'diff';
import fc from 'fast-check';
import { linesOf, unifiedDiff } from '../../../src/remediation/edit/unifiedDiff.js';
import { removeTemporaryTrees, temporaryTree } from '../../files/support/temporaryTree.js';

const NOTHING = /(?!)/g;
const lines = (...names: string[]): string => names.map((name) => `${name}\n`).join('');
const TWELVE = lines('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l');

const diffOf = (before: string, after: string, hidden = NOTHING, path = 'app.xml'): string | undefined =>
  unifiedDiff({
    ...{ path, before, after },
    hidden: (text) => [...text.matchAll(hidden)].map(({ index, 0: found }) => [index, index + found.length]),
  });

describe('unified diffs', () => {
  afterEach(removeTemporaryTrees);

  it('show three lines around a change and join changes that are close', () => {
    const after = TWELVE.replace('d\n', 'D\n').replace('g\n', '');
    expect(diffOf(TWELVE, after)).to.equal(
      [
        'diff --git a/app.xml b/app.xml',
        '--- a/app.xml',
        '+++ b/app.xml',
        '@@ -1,10 +1,9 @@',
        ' a',
        ' b',
        ' c',
        '-d',
        '+D',
        ' e',
        ' f',
        '-g',
        ' h',
        ' i',
        ' j',
        '',
      ].join('\n'),
    );
  });

  it('are nothing where nothing changed', () => {
    expect(diffOf(TWELVE, TWELVE)).to.equal('');
  });

  it('end their context where a hidden passage begins', () => {
    expect(diffOf(TWELVE, TWELVE.replace('f\n', 'F\n'), /d|h/g)).to.contain('@@ -5,3 +5,3 @@\n e\n-f\n+F\n g\n');
  });

  const untellable: [string, string, string, RegExp][] = [
    ['the changed line holds a hidden passage', TWELVE, TWELVE.replace('d\n', 'D\n'), /d/g],
    ['the new line holds a hidden passage', TWELVE, TWELVE.replace('d\n', 'D\n'), /D/g],
    ['the line behind the change does, so that git would look for the end', TWELVE, TWELVE.replace('d\n', 'D\n'), /e/g],
    ['a hidden passage reaches over the changed line', TWELVE, TWELVE.replace('d\n', 'D\n'), /b[^]*f/g],
  ];
  for (const [name, before, after, hidden] of untellable) {
    it(`are not told where ${name}`, () => expect(diffOf(before, after, hidden)).to.equal(undefined));
  }

  const paths = [
    'plain.xml',
    'folder/with space.xml',
    'new\nline.xml',
    'quo"te\\back.xml',
    'Zürich/東京.xml',
    'tab\t.xml',
  ];
  const contents: [string, string, string][] = [
    ['line feeds', TWELVE, TWELVE.replace('f\n', 'F\n').replace('k\n', '')],
    ['carriage returns', TWELVE.replaceAll('\n', '\r\n'), TWELVE.replaceAll('\n', '\r\n').replace('b\r\n', '')],
    ['a missing final line feed', TWELVE.trimEnd(), TWELVE.trimEnd().replace('l', 'L')],
    ['a final line feed that comes', TWELVE.trimEnd(), TWELVE],
    ['one line alone', 'a true b', 'a false b'],
    ['the first and the last line', TWELVE, `A\n${TWELVE.slice(2, -2)}L\n`],
  ];
  for (const [index, [name, before, after]] of contents.entries()) {
    const path = paths[index] ?? '';
    it(`are applied by git with ${name}, in a file called ${JSON.stringify(path)}`, () => {
      const root = temporaryTree({ [path]: before, patch: diffOf(before, after, NOTHING, path) ?? '' });
      execFileSync('git', ['-C', root, 'apply', '--whitespace=nowarn', 'patch']);
      expect(readFileSync(join(root, path), 'utf8')).to.equal(after);
    });
  }

  it('are applied by git inside a repository as well, from its top', () => {
    const root = temporaryTree({ 'sub/app.xml': TWELVE });
    execFileSync('git', ['init', '-q', root]);
    const after = TWELVE.replace('c\n', '');
    writeFileSync(join(root, 'patch'), diffOf(TWELVE, after, NOTHING, 'sub/app.xml') ?? '');
    execFileSync('git', ['-C', root, 'apply', 'patch']);
    expect(readFileSync(join(root, 'sub/app.xml'), 'utf8')).to.equal(after);
  });

  const text = fc
    .array(fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', 'd'), { maxLength: 14 })
    .map((parts) => parts.join(''));

  it('lead from any text to any other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = diffOf(before, after) ?? '';
        expect(diff === '' ? before : applyPatch(before, diff, { autoConvertLineEndings: false })).to.equal(after);
      }),
    );
  });

  it('name no line that both texts share', () => {
    fc.assert(
      fc.property(text, fc.nat(), (before, at) => {
        const old = linesOf(`${before}\n`);
        const now = old.toSpliced(at % (old.length + 1), 0, 'new\n');
        const changed = linesOf(diffOf(old.join(''), now.join('')) ?? '').filter((line) =>
          /^[-+](?![-+]{2} [ab]\/)/.test(line),
        );
        expect(changed).to.have.length(1);
      }),
    );
  });
});
