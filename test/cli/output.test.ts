import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { prepareOutputFiles, refuseUnwritable } from '../../src/cli/output.js';
import { Refusal } from '../../src/actions/refusal.js';

describe('files for the result', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'results-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const refused = async (paths: string[], inputs: (string | undefined)[] = []): Promise<string> => {
    const ended: unknown = await prepareOutputFiles(paths, inputs).catch((error: unknown) => error);
    if (ended instanceof Refusal) return ended.code;
    throw new Error(`Not refused: ${JSON.stringify(ended)}`);
  };

  it('makes the folder that is missing, and tells the format by the extension', async () => {
    const path = join(folder, 'new', 'posture.JSON');
    expect(await prepareOutputFiles([path], [undefined])).to.deep.equal([{ path, format: 'json' }]);
  });

  it('refuses an extension that stands for no format', async () => {
    expect(await refused([join(folder, 'x.pdf')])).to.equal('unknown-format');
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
});
