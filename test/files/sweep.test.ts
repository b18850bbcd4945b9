import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { asideName, PLACE } from '../../src/files/aside.js';
import { sweep } from '../../src/files/sweep.js';

describe('sweeping what killed runs left', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'sweep-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** As another container with the same folder has it, in which this number may be a process that is alive. */
  const ofAnother = (): string => asideName().replace(PLACE, PLACE === '00000000' ? '11111111' : '00000000');
  const left = (name: string, minutesAgo: number): void => {
    writeFileSync(join(folder, name), 'half');
    const then = Date.now() / 1000 - minutesAgo * 60;
    utimesSync(join(folder, name), then, then);
  };

  it('leaves what a run in another container may be writing, by whatever number', async () => {
    const name = ofAnother();
    left(name, 1);
    await sweep([folder]);
    expect(readdirSync(folder)).to.deep.equal([name]);
  });

  it('removes what has been lying there for longer than any run writes, and its own at once', async () => {
    left(ofAnother(), 11);
    left(asideName(), 0);
    await sweep([folder]);
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('removes no file of somebody else, however old', async () => {
    for (const name of ['.oauth-posture-1.tmp', 'x.tmp', `.oauth-posture-1-${PLACE}-mine.txt`]) left(name, 100);
    await sweep([folder]);
    expect(readdirSync(folder)).to.have.length(3);
  });
});
