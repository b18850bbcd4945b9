import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { processes, type ProcessMark } from '../../src/files/processMark.js';

describe('the mark of a process', () => {
  let child: ChildProcess;
  let mark: ProcessMark;
  before(async () => {
    const module = new URL('../../src/files/processMark.ts', import.meta.url).href;
    const script = `import { processes } from '${module}'; console.log(JSON.stringify(await processes.own())); setInterval(() => {}, 1000);`;
    child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    mark = JSON.parse(line.toString()) as ProcessMark;
  });
  after(() => child.kill('SIGKILL'));

  it('is that of a run that runs', async () => {
    expect([mark.pid, await processes.stateOf(mark)]).to.deep.equal([child.pid, 'running']);
  });

  if (process.platform === 'linux')
    it('says that the run has ended where another process has its number by now', async () => {
      expect(await processes.stateOf({ ...mark, began: '1' })).to.equal('ended');
    });

  it('does not tell of a run on another computer, after a restart, or in another container', async () => {
    const { pid, host } = mark;
    expect(await processes.stateOf({ ...mark, host: `${host}-2` })).to.equal('elsewhere');
    expect(await processes.stateOf({ pid, host, machine: 'another' })).to.equal('elsewhere');
  });

  it('is one that has ended if it has the number of this process, which has one run alone', async () => {
    expect(await processes.stateOf(await processes.own())).to.equal('ended');
  });

  if (process.platform === 'linux')
    it('is one that has ended once it was killed, even if its parent takes no notice', async () => {
      const parent = spawn('sh', ['-c', 'sleep 1000 & echo $!; exec sleep 1000'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      try {
        const [line] = (await once(parent.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
        const left = { ...(await processes.own()), pid: Number(line.toString()) };
        delete left.began;
        expect(await processes.stateOf(left)).to.equal('running');
        process.kill(left.pid, 'SIGKILL');
        // The system ends it as soon as it gets the processor.
        for (let tries = 0; tries < 500 && (await processes.stateOf(left)) === 'running'; tries += 1) await sleep(10);
        expect(await processes.stateOf(left)).to.equal('ended');
      } finally {
        parent.kill('SIGKILL');
      }
    });
});
