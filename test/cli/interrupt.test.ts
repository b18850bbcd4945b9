import { spawn } from 'node:child_process';
import { expect } from 'chai';
import { withInterrupt } from '../../src/cli/signals.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

describe('an interrupt', () => {
  // Libraries listen too, and would end this process when they hear the signals that these tests send themselves.
  let others: Array<(...values: unknown[]) => void>;
  beforeEach(() => {
    others = process.rawListeners('SIGHUP') as typeof others;
    process.removeAllListeners('SIGHUP');
  });
  afterEach(() => {
    process.removeAllListeners('SIGHUP');
    for (const listener of others) process.on('SIGHUP', listener);
  });

  for (const name of SIGNALS)
    it(`by ${name} aborts the run, which ends in its own order`, async () => {
      const done = await withInterrupt(async (signal) => {
        process.kill(process.pid, name);
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        return `ended in order after ${String(signal.reason)}`;
      });
      expect(done).to.equal(`ended in order after ${name}`);
    });

  it('replaces the listeners for the length of the run and puts them back, whatever becomes of it', async () => {
    let calls = 0;
    const before = (): void => void (calls += 1);
    process.on('SIGHUP', before);
    const listeners = process.rawListeners('SIGHUP');
    const failure = await withInterrupt(() => {
      process.emit('SIGHUP');
      return Promise.reject(new Error('failed'));
    }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.an('error');
    expect(calls, 'not asked during the run').to.equal(0);
    expect(process.rawListeners('SIGHUP')).to.deep.equal(listeners);
    process.emit('SIGHUP');
    expect(calls, 'asked again after it').to.equal(1);
  });

  it('puts a listener for once back as a listener for once', async () => {
    let calls = 0;
    process.once('SIGHUP', () => (calls += 1));
    await withInterrupt(() => Promise.resolve());
    process.emit('SIGHUP');
    expect(process.listenerCount('SIGHUP')).to.equal(0);
    expect(calls).to.equal(1);
  });

  it('a second one neither ends the process nor aborts twice', async () => {
    const { code, output } = await runScript(`
      process.on('SIGINT', () => process.exit(130));
      await withInterrupt(async (signal) => {
        let aborts = 0;
        signal.addEventListener('abort', () => { aborts += 1; });
        const waiting = setInterval(() => {}, 1000);
        process.kill(process.pid, 'SIGINT');
        await new Promise((resolve) => setTimeout(resolve, 50));
        process.kill(process.pid, 'SIGINT');
        await new Promise((resolve) => setTimeout(resolve, 50));
        clearInterval(waiting);
        console.log('in order, aborts: ' + aborts);
      });`);
    expect(output).to.include('in order, aborts: 1');
    expect(code).to.equal(0);
  });

  it('is not made of a file that grows too large, whatever listened to that and stopped', async () => {
    const { code, output } = await runScript(`
      const listener = () => undefined;
      process.on('SIGXFSZ', listener).off('SIGXFSZ', listener);
      await withInterrupt(async (signal) => {
        process.kill(process.pid, 'SIGXFSZ');
        await new Promise((resolve) => setTimeout(resolve, 50));
        console.log('went on, aborted: ' + signal.aborted);
      });`);
    expect(output).to.include('went on, aborted: false');
    expect(code).to.equal(0);
  });
});

const runScript = async (script: string): Promise<{ code: unknown; output: string }> => {
  const module = JSON.stringify(new URL('../../src/cli/signals.ts', import.meta.url).href);
  const text = `import { withInterrupt } from ${module};${script}`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', text]);
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, output };
};
