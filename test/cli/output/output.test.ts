import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { notWritten, prepareOutputFiles, refuseUnwritable, writeOutputFiles } from '../../../src/cli/output/output.js';
import { extensionsOf, FORMAT_NAMES } from '../../../src/reports/formatNames.js';
import { Refusal } from '../../../src/actions/refusal.js';

describe('files for the result', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'results-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const refused = async (paths: string[], inputs: (string | undefined)[] = []): Promise<string> => {
    const ended: unknown = await prepareOutputFiles(paths, inputs, FORMAT_NAMES).catch((error: unknown) => error);
    if (ended instanceof Refusal) return ended.code;
    throw new Error(`Not refused: ${JSON.stringify(ended)}`);
  };

  it('makes the folder that is missing, and tells the format by the extension', async () => {
    const path = join(folder, 'new', 'posture.JSON');
    expect(await prepareOutputFiles([path], [undefined], FORMAT_NAMES)).to.deep.equal([{ path, format: 'json' }]);
  });

  it('refuses an extension that stands for no format, and lists those that do', async () => {
    const ended: unknown = await prepareOutputFiles([join(folder, 'x.pdf')], [], FORMAT_NAMES).catch(
      (error: unknown) => error,
    );
    expect(ended).to.be.instanceOf(Refusal);
    const { code, values } = ended as Refusal;
    expect(code).to.equal('unknown-format');
    expect(values).to.deep.equal([join(folder, 'x.pdf'), extensionsOf(FORMAT_NAMES).join(', ')]);
  });

  it('refuses a format that there is, but not of a change', async () => {
    const only = ['json'] as const;
    const ended: unknown = await prepareOutputFiles([join(folder, 'x.txt')], [], only).catch((error: unknown) => error);
    expect(ended)
      .to.be.instanceOf(Refusal)
      .and.to.have.deep.property('values', [join(folder, 'x.txt'), '.json']);
  });

  it('writes the others where one cannot be written, and names each that was not', async () => {
    const [first, ...lost] = ['a.json', 'gone/b.json', 'gone/c.txt'].map((name) => join(folder, name));
    const files = await prepareOutputFiles([...lost, first ?? ''], [], FORMAT_NAMES);
    await rm(join(folder, 'gone'), { recursive: true });
    const problems = await writeOutputFiles(files, (format) => Promise.resolve(format));
    expect(await readFile(first ?? '', 'utf8')).to.equal('json');
    expect(notWritten(problems.slice(0, 1))).to.have.property('code', 'cannot-write');
    const all = notWritten(problems) as Refusal;
    expect(all.code).to.equal('reports-not-written');
    expect(all.values).to.deep.equal([2, lost.map((path) => `${path}: ENOENT`).join('; ')]);
  });

  it('writes the others where one cannot be made, and tells that first', async () => {
    const files = await prepareOutputFiles([join(folder, 'a.txt'), join(folder, 'b.json')], [], FORMAT_NAMES);
    const broken = new Error('broken');
    const problems = await writeOutputFiles(files, (format) =>
      format === 'human' ? Promise.reject(broken) : Promise.resolve('whole'),
    );
    expect(await readFile(join(folder, 'b.json'), 'utf8')).to.equal('whole');
    expect(notWritten(problems)).to.equal(broken);
  });

  it('refuses a folder in place of a file, before anything is asked', async () => {
    await mkdir(join(folder, 'taken.json'));
    expect(await refused([join(folder, 'taken.json')])).to.equal('cannot-write');
  });

  it('refuses a file as a folder', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await refused([join(folder, 'file', 'x.json')])).to.equal('cannot-write');
  });

  it('refuses to replace the baseline that it is compared with, by whatever name', async () => {
    const baseline = join(folder, 'base.json');
    await writeFile(baseline, '{}');
    await symlink(baseline, join(folder, 'other.json'));
    expect(await refused([baseline], [baseline])).to.equal('output-is-input');
    expect(await refused([join(folder, 'other.json')], [undefined, baseline])).to.equal('output-is-input');
  });

  it('refuses a place for a plan that it could not be written to, and the waivers’ own', async () => {
    const waivers = join(folder, 'oauth-posture.yml');
    await writeFile(waivers, '');
    const ended = await refuseUnwritable([waivers], [waivers]).catch((error: unknown) => error);
    expect(ended).to.be.instanceOf(Refusal).and.to.have.property('code', 'output-is-input');
    const below = await refuseUnwritable([join(waivers, 'plan.json')], []).catch((error: unknown) => error);
    expect(below).to.be.instanceOf(Refusal).and.to.have.property('code', 'cannot-write');
  });

  it('refuses to replace a file of metadata, which ends like a result', async () => {
    for (const name of ['A.connectedApp-meta.xml', 'package.xml', 'destructiveChangesPost.xml'])
      expect(await refused([join(folder, name)])).to.equal('output-is-input');
    await writeFile(join(folder, 'A.profile-meta.xml'), '');
    await symlink(join(folder, 'A.profile-meta.xml'), join(folder, 'link.xml'));
    expect(await refused([join(folder, 'link.xml')])).to.equal('output-is-input');
    await prepareOutputFiles([join(folder, 'my-package.xml')], [], FORMAT_NAMES);
  });

  it('refuses to replace what undoes a change, by whatever name', async () => {
    const [ofOrg, ofFiles] = [join(folder, 'of-org'), join(folder, 'of-files')];
    await mkdir(join(ofOrg, 'originals'), { recursive: true });
    await mkdir(ofFiles);
    for (const file of [join(ofOrg, 'before.json'), join(ofFiles, 'undo.txt'), join(ofFiles, 'reverse.patch')])
      await writeFile(file, '');
    await symlink(ofOrg, join(folder, 'link'));
    for (const name of [
      'of-org/before.json',
      'of-org/result.json',
      'of-org/new.json',
      'link/after.json',
      'of-org/originals/0001-ConnectedApp-App.xml',
      'of-files/undo.txt',
    ])
      expect(await refused([join(folder, name)]), name).to.equal('output-in-snapshot');
    await prepareOutputFiles([join(folder, 'before.json')], [], FORMAT_NAMES);
  });

  it('refuses one file for two results, by whatever names', async () => {
    await symlink(join(folder, 'a.json'), join(folder, 'a.html'));
    await symlink(folder, join(folder, 'there'));
    expect(await refused([join(folder, 'a.json'), join(folder, 'a.html')])).to.equal('outputs-are-one');
    expect(await refused([join(folder, 'a.json'), join(folder, 'there', 'a.json')])).to.equal('outputs-are-one');
    await prepareOutputFiles([join(folder, 'a.json'), join(folder, 'b.json')], [], FORMAT_NAMES);
  });

  it('refuses the plan’s own file before there is one, by whatever name', async () => {
    await symlink(folder, join(folder, 'there'));
    expect(await refused([join(folder, 'plan.json')], [join(folder, 'there', 'plan.json')])).to.equal(
      'output-is-input',
    );
  });
});
