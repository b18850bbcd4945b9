import { expect } from 'chai';
import { Refusal } from '../../../src/actions/refusal.js';
import { refuseSourceSnapshot } from '../../../src/actions/source/refuseSourceSnapshot.js';
import type { FileAnswer } from '../../../src/files/read.js';

const FOLDER = '/kept/source-1';
const ATTRIBUTES = `${FOLDER}/attributes`;
const KEEPING = '* -text !eol !filter !ident !working-tree-encoding\n';
const gitWith = (attributes: string): string => `git -c core.attributesFile=${attributes} --git-dir=/dev/null -C`;
const [GIT, APPLY] = [gitWith(ATTRIBUTES), 'apply --whitespace=nowarn'];
const PATCH = `${FOLDER}/reverse.patch`;

const patchOf = (name: string): string =>
  `diff --git a/${name} b/${name}\n--- a/${name}\n+++ b/${name}\n@@ -1 +1 @@\n-off\n+on\n`;

/** The command that a person is offered. Undefined: the folder is not taken for one of ours. */
const offered = async (
  note: string,
  patch: string,
  { attributes = KEEPING, folder = FOLDER }: { attributes?: string; folder?: string } = {},
): Promise<unknown> => {
  const files: Record<string, string> = {
    [`${folder}/undo.txt`]: `Undo:\n\n${note}\n`,
    [`${folder}/reverse.patch`]: patch,
    [`${folder}/attributes`]: attributes,
  };
  const readText = (path: string): Promise<FileAnswer<string>> => {
    const text = files[path];
    return Promise.resolve(text === undefined ? { ok: false, code: 'ENOENT' } : { ok: true, value: text });
  };
  try {
    await refuseSourceSnapshot(folder, readText);
    return undefined;
  } catch (error) {
    return error instanceof Refusal ? error.values[1] : error;
  }
};

describe('the command of a snapshot of files', () => {
  for (const folder of ['/srv/app', "'/srv/an app'", `"/it's"`, `"/it's "'$x'`, String.raw`$'/srv/a\342\200\215b c'`])
    it(`is offered where it is as a run writes it: -C ${folder}`, async () => {
      const note = `${GIT} ${folder} ${APPLY} ${PATCH}`;
      expect(await offered(note, patchOf('apps/A.connectedApp-meta.xml'))).to.equal(note);
    });

  for (const folder of [
    '/tmp; sh /tmp/x;',
    '/tmp/$(sh${IFS}/tmp/x)',
    "'a'; sh /tmp/x; 'b'",
    `"$(sh /tmp/x)"`,
    '"`sh /tmp/x`"',
    '/a\n/b',
    "$'/a'; sh /tmp/x; 'b'",
    "$'/a`sh /tmp/x`'",
    String.raw`$'\'`,
    String.raw`$'/a\300\'`,
  ])
    it(`is not taken for one of ours with ${JSON.stringify(folder)}`, async () => {
      expect(await offered(`${GIT} ${folder} ${APPLY} ${PATCH}`, patchOf('A.connectedApp'))).to.equal(undefined);
    });

  it('is not offered where a word that stays open turns the name of the folder inside out', async () => {
    const folder = "/kept/x'; sh x; #";
    const note = `${gitWith(`"${folder}/attributes"`)} $'\\' ${APPLY} "${folder}/reverse.patch"`;
    expect(await offered(note, patchOf('A.connectedApp'), { folder })).to.equal(undefined);
  });

  for (const [shell, folder] of [
    ['the old command line of Windows', "'/x&calc&y'"],
    ['the old command line of Windows, by a double quote', `'/x"y'`],
    ['PowerShell', "'/x\u2019; calc; \u2018y'"],
    ['PowerShell, by an escaped quote', `'/x'\\''; calc; '`],
  ] as const)
    it(`is not offered where it would run what the name of a folder says in ${shell}`, async () => {
      expect(await offered(`${GIT} ${folder} ${APPLY} ${PATCH}`, patchOf('A.connectedApp'))).to.equal('');
    });

  it('is not offered where the name of its own folder would run in the old command line of Windows', async () => {
    const folder = '/kept/x&calc&y';
    const withQuotes = (quote: string): string => {
      const [attributes, patch] = ['attributes', 'reverse.patch'].map((name) => quote + `${folder}/${name}` + quote);
      return `${gitWith(attributes ?? '')} /home ${APPLY} ${patch}`;
    };
    expect(await offered(withQuotes("'"), patchOf('A.connectedApp'), { folder })).to.equal('');
    expect(await offered(withQuotes('"'), patchOf('A.connectedApp'), { folder })).to.equal(withQuotes('"'));
  });

  it('is not offered with attributes that name a program, in its own file or in another', async () => {
    const patch = patchOf('A.connectedApp');
    expect(await offered(`${GIT} /home ${APPLY} ${PATCH}`, patch, { attributes: '* filter=lfs\n' })).to.equal('');
    expect(await offered(`${gitWith('/tmp/attributes')} /home ${APPLY} ${PATCH}`, patch)).to.equal('');
    expect(await offered(`${gitWith(`'${ATTRIBUTES}'`)} /home ${APPLY} ${PATCH}`, patch)).not.to.equal('');
  });

  const foreign: [what: string, patch: string, path?: string][] = [
    ['another file', patchOf('.profile')],
    ['a name that ends early', patchOf('.profile\tA.connectedApp')],
    ['a file that is made', `new file mode 100755\n${patchOf('A.connectedApp')}`],
    ['another folder', patchOf('A.connectedApp'), '/tmp/x.patch'],
    ['another folder as well', patchOf('A.connectedApp'), `${PATCH} /tmp/x.patch`],
  ];
  for (const [what, patch, path = PATCH] of foreign)
    it(`is not offered with a patch of ${what}`, async () => {
      expect(await offered(`${GIT} /home ${APPLY} ${path}`, patch)).to.equal('');
    });
});
