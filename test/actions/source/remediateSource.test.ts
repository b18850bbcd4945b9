import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect } from 'chai';
import { PLACE } from '../../../src/files/aside.js';
import {
  prepareSource,
  type PreparedSource,
  type SourceRemediation,
} from '../../../src/actions/source/prepareSource.js';
import { dryRunSource, remediateSource } from '../../../src/actions/source/remediateSource.js';
import type { Reads, Writes } from '../../../src/actions/doors.js';
import { type Disk, disk as realDisk } from '../../../src/files/disk.js';
import { controls } from '../../../src/posture/controls/all.js';
import { Refusal } from '../../../src/actions/refusal.js';
import type { RemediationResult } from '../../../src/remediation/model/result.js';
import { removeTemporaryTrees, temporaryTree } from '../../files/support/temporaryTree.js';
import { sourceDoors } from '../../inventory/support/sourceDoors.js';
import { quietDoors } from '../support/quietDoors.js';
import { SHAPES, type SourceShape } from '../../inventory/support/sourceShapes.js';
import { skipBecause } from '../../skip.js';

const WAIVER = `version: 1
waivers:
  - control: connected-app-client-credentials
    app: ConnectedApp:A
    reason: Vendor has no JWT support yet
    owner: integration-team
    expires: 2026-12-31
`;

const NOW = new Date('2026-11-20T09:15:00.000Z');
const SNAPSHOT = 'source-2026-11-20T09-15-00-000Z';

const doors = quietDoors({
  openOrg: () => Promise.reject(new Error('Files are changed without an org.')),
  now: () => NOW,
});

const prepare = (
  root: string,
  differing: Partial<SourceRemediation> = {},
  otherDoors: Partial<Reads> = {},
): Promise<PreparedSource> =>
  prepareSource(
    {
      directories: ['.'],
      root,
      controls: controls.map(({ id }) => id),
      apps: null,
      waivers: { kind: 'byDefault', folder: root },
      ...differing,
    },
    { ...doors, ...otherDoors },
  );

const remediate = async (
  root: string,
  differing: Partial<SourceRemediation> = {},
  otherDoors: Partial<Reads & Writes> = {},
): Promise<RemediationResult> =>
  remediateSource(await prepare(root, differing), join(root, 'snapshots'), { ...doors, ...otherDoors });

const patchIn = (root: string): string => join(root, 'snapshots', SNAPSHOT, 'reverse.patch');
const undo = (root: string): void => {
  execFileSync('git', ['-C', root, 'apply', '--whitespace=nowarn', patchIn(root)]);
};

/** As a person does: the command of the note, pasted, from somewhere else. What it says about a last file does not matter. */
const runNote = (root: string, settings?: NodeJS.ProcessEnv): void => {
  const note = join(root, 'snapshots', SNAPSHOT, 'undo.txt');
  if (!existsSync(note)) return;
  const command = readFileSync(note, 'utf8').trimEnd().split('\n').at(-1) ?? '';
  spawnSync('sh', ['-c', command], { cwd: '/', env: { ...process.env, ...settings } });
};

const shape = (name: string): SourceShape => {
  const found = SHAPES.find((one) => one.name === name);
  if (!found) throw new Error(`There is no shape "${name}"`);
  return found;
};
const ON = shape('a plain file').bytes;
const POLICY_ON = shape('a policy that is on for nobody').bytes;

type Replacements = readonly (readonly [string, string])[];
const isWide = ([first, second]: Buffer): boolean => (first ?? 0) + (second ?? 0) === 0xff + 0xfe;

/** The edit by plain replacement in the bytes, as the table says it. */
const replaced = (bytes: Buffer, replacements: Replacements): Buffer => {
  const isBig = bytes[0] === 0xfe;
  const spelled = (text: string): string => {
    const letters = Buffer.from(text, isWide(bytes) ? 'utf16le' : 'utf8');
    return (isWide(bytes) && isBig ? letters.swap16() : letters).toString('latin1');
  };
  const text = replacements.reduce((result, [from, to]) => {
    const wanted = spelled(from);
    expect(result).to.contain(wanted);
    return result.replace(wanted, spelled(to));
  }, bytes.toString('latin1'));
  return Buffer.from(text, 'latin1');
};

describe('remediating source trees', () => {
  afterEach(removeTemporaryTrees);

  for (const [title, settings] of [
    ['converts line ends', '[core]\n\tautocrlf = true\n'],
    ['has attributes for every file', '[core]\n\tattributesFile = %/attributes\n'],
  ] as const)
    it(`is undone byte for byte where a person's Git ${title}`, async () => {
      const root = temporaryTree({ 'force-app/Sync.connectedApp-meta.xml': ON, attributes: '* text eol=crlf\n' });
      writeFileSync(join(root, 'settings'), settings.replace('%', root));
      expect((await remediate(root)).summary.verified).to.equal(1);
      runNote(root, { GIT_CONFIG_GLOBAL: join(root, 'settings') });
      expect(readFileSync(join(root, 'force-app/Sync.connectedApp-meta.xml')).equals(ON)).to.equal(true);
    });

  it('is undone by its note where the name of the folder holds characters that cannot be shown', async () => {
    const root = join(temporaryTree({ 'a\u200db\u202e/Sync.connectedApp-meta.xml': ON }), 'a\u200db\u202e');
    expect((await remediate(root)).summary.verified).to.equal(1);
    const command = readFileSync(join(root, 'snapshots', SNAPSHOT, 'undo.txt'), 'utf8')
      .trimEnd()
      .split('\n')
      .at(-1);
    expect(command).to.match(/^[ -~]+$/);
    spawnSync('bash', ['-c', command ?? ''], { cwd: '/' });
    expect(readFileSync(join(root, 'Sync.connectedApp-meta.xml')).equals(ON)).to.equal(true);
  });

  for (const folder of ['git~1', 'GIT~1.', '.GIT', '.git '])
    it(`leaves a file in ${JSON.stringify(folder)} alone, because with it nothing of the run could be undone`, async () => {
      const files = { 'app/Sync.connectedApp-meta.xml': ON, [`${folder}/Feed.connectedApp-meta.xml`]: ON };
      const root = temporaryTree(files);
      const { plan, outcomes } = await remediate(root);
      expect(plan.skipped.map(({ reason, detail }) => [reason, detail])).to.deep.equal([
        ['not-editable', 'path-of-git'],
      ]);
      expect(outcomes.map(({ result }) => result)).to.deep.equal(['verified']);
      undo(root);
      for (const file of Object.keys(files)) expect(readFileSync(join(root, file)).equals(ON), file).to.equal(true);
    });

  it("is undone byte for byte where the attributes of Git's installation convert line ends", async function () {
    const root = temporaryTree({ 'Sync.connectedApp-meta.xml': ON, 'etc/gitattributes': '* text eol=crlf\n' });
    expect((await remediate(root)).summary.verified).to.equal(1);
    const folder = join(root, 'snapshots', SNAPSHOT);
    const file = join(root, 'Sync.connectedApp-meta.xml');
    const edited = readFileSync(file);
    const inItsPlace = (command: string): boolean => {
      writeFileSync(file, edited);
      const script = `mount --bind ${join(root, 'etc')} /etc && ${command}`;
      return spawnSync('unshare', ['--map-root-user', '--mount', 'sh', '-c', script], { cwd: '/' }).status === 0;
    };
    const command = readFileSync(join(folder, 'undo.txt'), 'utf8').trimEnd().split('\n').at(-1) ?? '';
    const unguarded = command.replace(join(folder, 'attributes'), '/dev/null');
    if (!inItsPlace(unguarded) || readFileSync(file).equals(ON))
      skipBecause(this, 'no mount, or a Git that has its attributes elsewhere');
    expect(inItsPlace(command)).to.equal(true);
    expect(readFileSync(file).equals(ON)).to.equal(true);
  });

  describe('edits exactly the switch, and a patch puts every byte back', () => {
    for (const { name, file, bytes, edited } of SHAPES) {
      if (edited === undefined) {
        it(`nothing of ${name}`, async () => {
          const root = temporaryTree({ [file]: bytes });
          expect((await remediate(root)).mode).to.equal('nothing-to-do');
          expect(readFileSync(join(root, file)).equals(bytes)).to.equal(true);
        });
      } else if ('refused' in edited) {
        it(`nothing of ${name}: ${edited.refused}`, async () => {
          const root = temporaryTree({ [file]: bytes });
          const { plan, summary } = await remediate(root);
          expect(plan.skipped.map(({ reason, detail }) => [reason, detail])).to.deep.equal([
            ['not-editable', edited.refused],
          ]);
          expect(summary.exitCode).to.equal(1);
          expect(readFileSync(join(root, file)).equals(bytes)).to.equal(true);
        });
      } else {
        it(name, async () => {
          const root = temporaryTree({ [file]: bytes });
          const result = await remediate(root);
          expect(result.outcomes.map((outcome) => outcome.result)).to.deep.equal(['verified']);
          expect(result.summary.exitCode).to.equal(0);
          expect(readFileSync(join(root, file)).toString('latin1')).to.equal(
            replaced(bytes, edited).toString('latin1'),
          );
          undo(root);
          expect(readFileSync(join(root, file)).equals(bytes)).to.equal(true);
        });
      }
    }
  });

  it('undoes a whole run in many files at once, and finds nothing to do the second time', async () => {
    const editable = SHAPES.filter(({ edited }) => Array.isArray(edited));
    const files = Object.fromEntries(editable.map(({ file, bytes }, index) => [`app ${index}/${file}`, bytes]));
    const root = temporaryTree(files);
    execFileSync('git', ['init', '-q', root]);
    const first = await remediate(root);
    expect(first.summary).to.include({ verified: editable.length, exitCode: 0 });
    expect((await prepare(root)).edits).to.deep.equal([]);
    undo(root);
    for (const [file, bytes] of Object.entries(files)) {
      expect(readFileSync(join(root, file)).equals(bytes), file).to.equal(true);
    }
  });

  it('shows a dry run as a diff that git applies, and writes nothing', async () => {
    const root = temporaryTree({ 'a/A.connectedApp': ON });
    const prepared = await prepare(root);
    expect(dryRunSource(prepared, doors)).to.deep.include({
      mode: 'dry-run',
      target: { kind: 'source', source: { directories: ['.'] } },
    });
    expect(readdirSync(root)).to.deep.equal(['a']);
    writeFileSync(join(root, 'patch'), prepared.diff);
    execFileSync('git', ['-C', root, 'apply', 'patch']);
    expect(readFileSync(join(root, 'a/A.connectedApp'), 'utf8')).to.contain('Enabled>false<');
  });

  it('keeps the mode of the file, and the patch to its owner and out of git', async () => {
    const root = temporaryTree({ 'A.connectedApp': ON });
    chmodSync(join(root, 'A.connectedApp'), 0o644);
    const { snapshot } = await remediate(root);
    expect(statSync(join(root, 'A.connectedApp')).mode & 0o777).to.equal(0o644);
    expect(statSync(patchIn(root)).mode & 0o777).to.equal(0o600);
    expect(snapshot).to.deep.equal({ directory: join(root, 'snapshots', SNAPSHOT) });
    expect(readFileSync(join(root, 'snapshots', SNAPSHOT, '.gitignore'), 'utf8')).to.equal('*\n');
  });

  describe('lets neither key nor secret into the diff, the patch or the result', () => {
    const [key, secret] = ['made.up.key.0123456789', 'made-up-secret-0123456789'];
    const cases: [string, string][] = [
      ['in lines of their own', `<consumerKey>${key}</consumerKey>\n<consumerSecret\n>${secret}</consumerSecret>`],
      ['a secret over several lines', `<consumerKey/>\n<consumerSecret>\n${secret}\n</consumerSecret>`],
      ['commented out', `<!--consumerSecret>\n${secret}\n</consumerSecret-->`],
    ];
    for (const [name, elements] of cases)
      it(name, async () => {
        const flag = '        <isClientCredentialEnabled>';
        const text = ON.toString().replace(flag, `${elements}\n${flag}`);
        const wide = Buffer.from(`\uFEFF${text}`, 'utf16le');
        const root = temporaryTree({ 'A.connectedApp': text, 'B.connectedApp': wide });
        const prepared = await prepare(root);
        const result = await remediateSource(prepared, join(root, 'snapshots'), doors);
        expect(result.summary.verified).to.equal(2);
        const patch = readFileSync(patchIn(root), 'latin1').replaceAll('\0', '');
        for (const told of [prepared.diff, patch, JSON.stringify(result)]) {
          expect(told).to.not.contain(key).and.to.not.contain(secret);
        }
        undo(root);
        expect(readFileSync(join(root, 'A.connectedApp'), 'utf8')).to.equal(text);
        expect(readFileSync(join(root, 'B.connectedApp')).equals(wide)).to.equal(true);
      });
  });

  describe('leaves alone', () => {
    it('an app that is waived', async () => {
      const root = temporaryTree({ 'A.connectedApp': ON, 'B.connectedApp': ON, 'oauth-posture.yml': WAIVER });
      const { plan } = await remediate(root);
      expect(plan.skipped.map(({ app, reason }) => [app.name, reason])).to.deep.equal([['A', 'waived']]);
      expect(plan.changes.map(({ app }) => app.name)).to.deep.equal(['B']);
    });

    it('an app that is waived while the run asks, and edits the others', async () => {
      const root = temporaryTree({ 'A.connectedApp': ON, 'B.connectedApp': ON });
      const approve = (): Promise<boolean> => {
        writeFileSync(join(root, 'oauth-posture.yml'), WAIVER);
        return Promise.resolve(true);
      };
      const { plan, summary } = await remediate(root, {}, { approve });
      expect(plan.skipped.map(({ app, reason, detail }) => [app.name, reason, detail])).to.deep.equal([
        ['A', 'waived', '2026-12-31'],
      ]);
      expect(summary).to.include({ verified: 1, exitCode: 0 });
      expect(readFileSync(join(root, 'A.connectedApp')).equals(ON)).to.equal(true);
    });

    it('everything where the waivers have a mistake by the time of the first write', async () => {
      const root = temporaryTree({ 'A.connectedApp': ON });
      const approve = (): Promise<boolean> => {
        writeFileSync(join(root, 'oauth-posture.yml'), 'version: 7\n');
        return Promise.resolve(true);
      };
      const ended: unknown = await remediate(root, {}, { approve }).catch((error: unknown) => error);
      expect(ended).to.be.instanceOf(Refusal).and.to.include({ code: 'invalid' });
      expect(readFileSync(join(root, 'A.connectedApp')).equals(ON)).to.equal(true);
    });

    it('everything where the usual waiver file is a link to a file that is missing', async () => {
      const root = temporaryTree({ 'A.connectedApp': ON });
      symlinkSync('gone.yml', join(root, 'oauth-posture.yml'));
      const ended: unknown = await remediate(root).catch((error: unknown) => error);
      expect(ended).to.be.instanceOf(Refusal).and.to.include({ code: 'cannot-read' });
      expect(readFileSync(join(root, 'A.connectedApp')).equals(ON)).to.equal(true);
    });

    it('a policy whose hardening only an org can prove, unless its app is named', async () => {
      const user = '    <clientCredentialsFlowUser>integration.user@example.com</clientCredentialsFlowUser>\n';
      const text = POLICY_ON.toString().replace('    <isClient', `${user}    <isClient`);
      const root = temporaryTree({ 'P.ecaOauthPlcy': text });
      const left = await remediate(root);
      expect(left).to.deep.include({ mode: 'nothing-to-do' });
      expect(left.plan.skipped.map(({ reason }) => reason)).to.deep.equal(['hardening-unknown']);
      expect((await remediate(root, { apps: ['courier'] })).summary.verified).to.equal(1);
    });

    it('a file that cannot be read, and does not take that for nothing to do', async () => {
      const root = temporaryTree({ 'A.connectedApp': ON });
      const readBytes: typeof sourceDoors.readBytes = (path, atMost) =>
        path.endsWith('A.connectedApp')
          ? Promise.resolve({ ok: false, code: 'EACCES' })
          : sourceDoors.readBytes(path, atMost);
      const { plan, summary } = await remediateSource(
        await prepare(root, {}, { readBytes }),
        join(root, 'snapshots'),
        doors,
      );
      expect(plan.skipped.map(({ app, reason }) => [app.name, reason])).to.deep.equal([['A', 'not-evaluated']]);
      expect(plan.notRead.map(({ step }) => step)).to.deep.equal(['read-files']);
      expect(summary.exitCode).to.equal(1);
    });

    it('what lies in a folder that cannot be listed, edits the rest, and says that this is not all', async () => {
      const root = temporaryTree({ 'A.connectedApp': ON });
      const walk: typeof sourceDoors.walk = async (...given) => {
        const found = await sourceDoors.walk(...given);
        return { ...found, unreadable: [...found.unreadable, { path: join(root, 'locked'), code: 'EACCES' }] };
      };
      const prepared = await prepare(root, {}, { walk });
      const { plan, summary } = await remediateSource(prepared, join(root, 'snapshots'), doors);
      expect(plan.notRead.map(({ step }) => step)).to.deep.equal(['list-files']);
      expect(summary).to.include({ verified: 1, exitCode: 68 });
    });

    it('everything where the answer is no', async () => {
      const root = temporaryTree({ 'A.connectedApp': ON });
      const result = await remediate(root, {}, { approve: () => Promise.resolve(false) });
      expect(result).to.deep.include({ mode: 'cancelled' });
      expect(result.summary.exitCode).to.equal(1);
      expect(readdirSync(root)).to.deep.equal(['A.connectedApp']);
    });

    it('a file that changed after the diff was shown, and edits the others', async () => {
      const root = temporaryTree({ 'A.connectedApp': ON, 'B.connectedApp': ON });
      const touched = Buffer.concat([ON, Buffer.from('\n')]);
      const approve = (): Promise<boolean> => {
        writeFileSync(join(root, 'A.connectedApp'), touched);
        return Promise.resolve(true);
      };
      const { plan, summary } = await remediate(root, {}, { approve });
      expect(plan.skipped.map(({ app, reason }) => [app.name, reason])).to.deep.equal([['A', 'changed-since-plan']]);
      expect(summary).to.include({ verified: 1, exitCode: 68 });
      expect(readFileSync(join(root, 'A.connectedApp')).equals(touched)).to.equal(true);
    });

    it('everything where the patch that undoes it cannot be written', async () => {
      const root = temporaryTree({ 'A.connectedApp': ON, snapshots: 'a file where the folder would be' });
      const ended = await remediate(root).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(ended).to.be.instanceOf(Refusal).and.to.include({ code: 'snapshot-not-written' });
      expect(readFileSync(join(root, 'A.connectedApp')).equals(ON)).to.equal(true);
    });
  });

  it('keeps the patch of an earlier run of the same instant', async () => {
    const root = temporaryTree({ 'A.connectedApp': ON, 'B.connectedApp': ON });
    await remediate(root, { apps: ['A'] });
    const { snapshot } = await remediate(root, { apps: ['B'] });
    expect(snapshot?.directory).to.equal(join(root, 'snapshots', `${SNAPSHOT}-2`));
    undo(root);
    expect(readFileSync(join(root, 'A.connectedApp')).equals(ON)).to.equal(true);
  });

  describe('where a run does not come to its end', () => {
    it('says which file could not be written, and its patch still undoes the others', async () => {
      const root = temporaryTree({ 'A.connectedApp': ON, 'B.connectedApp': ON });
      const disk: Disk = {
        ...realDisk,
        edit: (path, content, how) =>
          path.endsWith('A.connectedApp')
            ? Promise.resolve({ ok: false, code: 'EACCES' })
            : realDisk.edit(path, content, how),
      };
      const { outcomes, summary } = await remediate(root, {}, { disk });
      expect(outcomes.map(({ result, problem }) => [result, problem])).to.deep.equal([
        ['failed', { code: 'not-written', detail: 'EACCES' }],
        ['verified', undefined],
      ]);
      expect(summary.exitCode).to.equal(68);
      undo(root);
      expect(readFileSync(join(root, 'B.connectedApp')).equals(ON)).to.equal(true);
    });

    it('a file that is read-only, says so, and edits the others', async () => {
      const root = temporaryTree({ 'A.connectedApp': ON, 'B.connectedApp': ON });
      chmodSync(join(root, 'A.connectedApp'), 0o444);
      const { outcomes, summary } = await remediate(root);
      expect(outcomes.map(({ app, result, problem }) => [app.name, result, problem?.detail])).to.deep.equal([
        ['A', 'failed', 'EACCES'],
        ['B', 'verified', undefined],
      ]);
      expect(summary.exitCode).to.equal(68);
      expect(readFileSync(join(root, 'A.connectedApp')).equals(ON)).to.equal(true);
      expect(statSync(join(root, 'A.connectedApp')).mode & 0o777).to.equal(0o444);
    });

    it('counts a file as edited that is in its place although the disk failed after that', async () => {
      const root = temporaryTree({ 'A.connectedApp': ON, 'B.connectedApp': ON });
      const disk: Disk = {
        ...realDisk,
        edit: async (...given) => {
          await realDisk.edit(...given);
          return { ok: false, code: 'EIO' };
        },
      };
      const { outcomes } = await remediate(root, {}, { disk });
      expect(outcomes.map(({ result }) => result)).to.deep.equal(['verified', 'verified']);
      undo(root);
      expect(readFileSync(join(root, 'B.connectedApp')).equals(ON)).to.equal(true);
    });

    it('a file that somebody saves while the files before it are edited, and says so', async () => {
      const root = temporaryTree({ 'A.connectedApp': ON, 'B.connectedApp': ON, 'C.connectedApp': ON });
      const theirs = Buffer.concat([ON, Buffer.from('\n')]);
      const disk: Disk = {
        ...realDisk,
        edit: (path, content, how) => {
          if (path.endsWith('A.connectedApp')) writeFileSync(join(root, 'B.connectedApp'), theirs);
          return realDisk.edit(path, content, how);
        },
      };
      const { outcomes, summary } = await remediate(root, {}, { disk });
      expect(outcomes.map(({ app, result, problem }) => [app.name, result, problem?.code])).to.deep.equal([
        ['A', 'verified', undefined],
        ['B', 'not-attempted', 'changed-meanwhile'],
        ['C', 'verified', undefined],
      ]);
      expect(summary.exitCode).to.equal(68);
      expect(readFileSync(join(root, 'B.connectedApp')).equals(theirs)).to.equal(true);
      undo(root);
      for (const name of ['A', 'C']) expect(readFileSync(join(root, `${name}.connectedApp`)).equals(ON)).to.equal(true);
    });

    for (const names of [['A'], ['B'], ['C'], ['A', 'B'], ['B', 'C'], ['A', 'C'], ['A', 'B', 'C']])
      it(`undoes every other file where somebody saves ${names.join(' and ')} right after the edit`, async () => {
        const root = temporaryTree({ 'A.connectedApp': ON, 'B.connectedApp': ON, 'C.connectedApp': ON });
        const theirs = Buffer.from(ON.toString('latin1').replaceAll(/^ +/gm, ''), 'latin1');
        const at = (name: string): string => join(root, `${name}.connectedApp`);
        const disk: Disk = {
          ...realDisk,
          edit: async (path, content, how) => {
            const answer = await realDisk.edit(path, content, how);
            if (names.some((name) => path === at(name))) writeFileSync(path, theirs);
            return answer;
          },
        };
        const { notices, summary } = await remediate(root, {}, { disk });
        expect(summary).to.include({ altered: names.length, verified: 3 - names.length, exitCode: 32 });
        const told = notices.filter(({ code }) => code === 'source-reverse-patch').map(({ data }) => data?.['patch']);
        const others = join(root, 'snapshots', SNAPSHOT, 'last.patch');
        expect(told).to.deep.equal(names.length < 3 ? [patchIn(root), others] : [patchIn(root)]);
        const unsure = readFileSync(names.length < 3 ? others : patchIn(root), 'latin1');
        for (const name of names) expect(unsure).to.contain(`${name}.connectedApp`);
        runNote(root);
        for (const name of ['A', 'B', 'C'])
          expect(readFileSync(at(name)).equals(names.includes(name) ? theirs : ON), name).to.equal(true);
      });

    it('stops between two files when it is interrupted', async () => {
      const root = temporaryTree({ 'A.connectedApp': ON, 'B.connectedApp': ON });
      const abort = new AbortController();
      const disk: Disk = {
        ...realDisk,
        edit: (path, content, how) => {
          if (path.endsWith('A.connectedApp')) abort.abort();
          return realDisk.edit(path, content, how);
        },
      };
      const { outcomes } = await remediate(root, {}, { disk, signal: abort.signal });
      expect(outcomes.map(({ result, problem }) => [result, problem?.code])).to.deep.equal([
        ['verified', undefined],
        ['not-attempted', 'interrupted'],
      ]);
      undo(root);
      expect(readFileSync(join(root, 'A.connectedApp')).equals(ON)).to.equal(true);
    });

    it('does not believe a write that reads back otherwise', async () => {
      const root = temporaryTree({ 'A.connectedApp': ON });
      const disk: Disk = {
        ...realDisk,
        edit: (path, content, how) => realDisk.edit(path, Buffer.concat([content, Buffer.from('\n')]), how),
      };
      const { outcomes, summary } = await remediate(root, {}, { disk });
      expect(outcomes.map(({ result }) => result)).to.deep.equal(['altered']);
      expect(summary.exitCode).to.equal(32);
    });
  });

  it('confirms no edit that the next deploy can replace: 32', async () => {
    const stringToReplace = '<isClientCredentialEnabled>false</isClientCredentialEnabled>';
    const replacements = [{ glob: 'force-app/*', stringToReplace, replaceWithEnv: 'FLAG' }];
    const root = temporaryTree({
      'force-app/Sync.connectedApp-meta.xml': ON,
      'sfdx-project.json': JSON.stringify({ packageDirectories: [{ path: 'force-app' }], replacements }),
    });
    const { outcomes, notices, summary } = await remediate(root);
    expect(outcomes.map(({ result }) => result)).to.deep.equal(['verified']);
    expect(notices.map(({ code }) => code)).to.include('not-evaluated-again');
    expect(summary.exitCode).to.equal(32);
    const named = notices.filter(({ code }) => code === 'source-replaced');
    expect(named.map(({ file }) => file)).to.deep.equal(['force-app/Sync.connectedApp-meta.xml']);
  });

  it('names each edited file once that the next deploy can replace, and no other file', async () => {
    const regexToReplace = 'f.lse';
    const replacements = [
      { filename: 'force-app/A.connectedApp', stringToReplace: 'Enabled>false', replaceWithEnv: 'FLAG' },
      { filename: 'force-app/B.connectedApp', regexToReplace, replaceWithEnv: 'FLAG' },
    ];
    const root = temporaryTree({
      'force-app/A.connectedApp': ON,
      'force-app/B.connectedApp': ON,
      'force-app/C.connectedApp': ON,
      'sfdx-project.json': JSON.stringify({ packageDirectories: [{ path: 'force-app' }], replacements }),
    });
    const { notices, summary } = await remediate(root);
    const named = notices.filter(({ code }) => code === 'source-replaced').map(({ file }) => file);
    expect(named.toSorted()).to.deep.equal(['force-app/A.connectedApp', 'force-app/B.connectedApp']);
    expect(summary.exitCode).to.equal(32);
  });

  describe('whatever moment it is killed at', () => {
    const NAMES = ['A', 'B', 'C', 'D'];
    /** As it is: what the disk was asked for after that many calls never happens. */
    const killedAfter = (calls: number): { disk: Disk; killed: () => boolean } => {
      let left = calls;
      const living = <A extends unknown[], T>(work: (...given: A) => Promise<T>) => {
        return (...given: A): Promise<T> => {
          left -= 1;
          return left < 0 ? Promise.reject(new Error('killed')) : work(...given);
        };
      };
      const { write, edit, append, removeFolder, makeNewFolder } = realDisk;
      const disk = {
        ...realDisk,
        write: living(write),
        edit: living(edit),
        append: living(append),
        removeFolder: living(removeFolder),
        makeNewFolder: living(makeNewFolder),
      };
      return { disk, killed: () => left < 0 };
    };
    const isOff = (root: string, name: string): boolean => !readFileSync(join(root, `${name}.connectedApp`)).equals(ON);

    for (const failing of [undefined, 'A', 'B'])
      it(`its own note undoes what it edited, ${failing ? `${failing} could not be edited` : 'every file edited'}`, async () => {
        const edited = new Set<number>();
        for (let calls = 1, wasKilled = true; wasKilled; calls += 1) {
          const root = temporaryTree(Object.fromEntries(NAMES.map((name) => [`${name}.connectedApp`, ON])));
          const { disk, killed } = killedAfter(calls);
          const edit: Disk['edit'] = async (path, content, how) => {
            const answer = await disk.edit(path, content, how);
            if (!failing || !path.endsWith(`${failing}.connectedApp`)) return answer;
            writeFileSync(path, ON);
            return { ok: false, code: 'EACCES' };
          };
          await remediate(root, {}, { disk: { ...disk, edit } }).catch(() => undefined);
          wasKilled = killed();
          edited.add(NAMES.filter((name) => isOff(root, name)).length);
          runNote(root);
          expect(
            NAMES.filter((name) => isOff(root, name)),
            `killed after ${calls} calls`,
          ).to.deep.equal([]);
        }
        expect([...edited]).to.deep.equal(failing ? [0, 1, 2, 3] : [0, 1, 2, 3, 4]);
      });
  });

  it('edits no further where it cannot write down what it edited, and tells both patches', async () => {
    const root = temporaryTree({ 'A.connectedApp': ON, 'B.connectedApp': ON, 'C.connectedApp': ON });
    const disk: Disk = { ...realDisk, append: () => Promise.resolve({ ok: false, code: 'ENOSPC' }) };
    const { outcomes, notices } = await remediate(root, {}, { disk });
    expect(outcomes.map(({ result, problem }) => [result, problem?.detail])).to.deep.equal([
      ['verified', undefined],
      ['verified', undefined],
      ['failed', 'ENOSPC'],
    ]);
    const told = notices.filter(({ code }) => code === 'source-reverse-patch' || code === 'snapshot-incomplete');
    expect(told.map(({ data }) => data?.['problem'] ?? basename(String(data?.['patch'])))).to.deep.equal([
      'reverse.patch',
      'last.patch',
      'ENOSPC',
    ]);
    runNote(root);
    expect(['A', 'B'].map((name) => readFileSync(join(root, `${name}.connectedApp`)).equals(ON))).to.deep.equal([
      true,
      true,
    ]);
  });

  it('leaves no snapshot where no file could be edited', async () => {
    const root = temporaryTree({ 'A.connectedApp': ON });
    const disk: Disk = { ...realDisk, edit: () => Promise.resolve({ ok: false, code: 'EACCES' }) };
    const { snapshot, notices } = await remediate(root, {}, { disk });
    expect(snapshot).to.equal(undefined);
    expect(notices.map(({ code }) => code)).to.not.include('source-reverse-patch');
    expect(readdirSync(join(root, 'snapshots'))).to.deep.equal([]);
  });

  it('removes what a killed run left half written, but not what another run is writing', async () => {
    const uuid = 'ab01cd23-0000-4000-8000-000000000000';
    const gone = spawnSync('true').pid;
    const left = `.oauth-posture-${gone}-${PLACE}-${uuid}.tmp`;
    const running = `.oauth-posture-${process.ppid}-${PLACE}-${uuid}.tmp`;
    const root = temporaryTree({
      'app/A.connectedApp': ON,
      [`app/${left}`]: 'key',
      [`app/${running}`]: 'key',
      'app/.tmp': 'not ours',
      [`snapshots/source-earlier/${left}`]: 'key',
    });
    await remediate(root);
    expect(readdirSync(join(root, 'app'))).to.deep.equal([running, '.tmp', 'A.connectedApp']);
    expect(readdirSync(join(root, 'snapshots/source-earlier'))).to.deep.equal([]);
  });

  describe('in a repository', () => {
    const commit = (root: string): void => {
      execFileSync('git', ['init', '-q', root]);
      execFileSync('git', ['-C', root, 'add', '.']);
      const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
      execFileSync('git', ['-C', root, ...identity, 'commit', '-qm', 'first']);
    };

    it('edits files with changes that are not committed, tells them, and undoes its own edits alone', async () => {
      const root = temporaryTree({ 'force app/A.connectedApp': ON, 'force app/B.connectedApp': ON });
      commit(root);
      const edited = ON.toString().replace('Ledger', 'Ledger of mine');
      writeFileSync(join(root, 'force app/A.connectedApp'), edited);
      const { notices } = await remediate(root, { directories: ['force app'] });
      expect(notices.filter(({ code }) => code.startsWith('source-'))).to.deep.equal([
        { code: 'source-modified-in-git', file: 'force app/A.connectedApp' },
        {
          code: 'source-reverse-patch',
          data: { attributes: join(dirname(patchIn(root)), 'attributes'), folder: root, patch: patchIn(root) },
        },
      ]);
      undo(root);
      expect(readFileSync(join(root, 'force app/A.connectedApp'), 'utf8')).to.equal(edited);
    });

    it('names the folder for git apply, wherever the run was started', async () => {
      const root = temporaryTree({ 'sub/other/A.connectedApp': ON, 'sub/started/here/readme.md': '' });
      commit(root);
      const started = join(root, 'sub/started/here');
      const prepared = await prepare(started, { directories: ['../../other'] });
      expect(prepared.base).to.equal(root);
      expect(prepared.plan.changes[0]?.app.file).to.equal('../../other/A.connectedApp');
      await remediateSource(prepared, join(root, 'snapshots'), doors);
      undo(root);
      expect(readFileSync(join(root, 'sub/other/A.connectedApp')).equals(ON)).to.equal(true);
    });

    it('edits what a link leads to that was named, and leaves the link a link', async () => {
      const root = temporaryTree({ 'real/A.connectedApp': ON });
      symlinkSync(join(root, 'real'), join(root, 'alias'));
      commit(root);
      expect((await remediate(root, { directories: ['alias'] })).summary.verified).to.equal(1);
      expect(lstatSync(join(root, 'alias')).isSymbolicLink()).to.equal(true);
      undo(root);
      expect(readFileSync(join(root, 'real/A.connectedApp')).equals(ON)).to.equal(true);
    });
  });

  it('keeps what it did although the app that was named is gone when it is audited again', async () => {
    const root = temporaryTree({ 'A.connectedApp': ON, 'B.connectedApp': ON });
    const prepared = await prepare(root, { apps: ['A'] });
    const result = await remediateSource(
      { ...prepared, auditAgain: () => Promise.reject(new Refusal('unknown-app', ['A', ''])) },
      join(root, 'snapshots'),
      doors,
    );
    expect(result.notices.map(({ code }) => code)).to.include.members(['not-audited-again', 'source-reverse-patch']);
    expect(result.summary).to.include({ verified: 1, exitCode: 0 });
  });

  it('tells an app that is named and is nowhere', async () => {
    const ended = await prepare(temporaryTree({ 'A.connectedApp': ON }), { apps: ['Ledgr'] }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(ended).to.be.instanceOf(Refusal).and.to.include({ code: 'unknown-app' });
  });

  it('tells a name that cannot be understood', async () => {
    const ended = await prepare(temporaryTree({ 'A.connectedApp': ON }), { apps: ['x'.repeat(70_000)] }).catch(
      (error: unknown) => error,
    );
    expect(ended).to.be.instanceOf(Refusal).and.to.include({ code: 'bad-pattern' });
  });
});
