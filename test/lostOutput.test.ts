import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { withLostOutput } from '../src/lostOutput.js';

const failure = (code: string): Error => Object.assign(new Error(`write ${code}`), { code });

describe('output that nobody reads any more', () => {
  const terminal = (): EventEmitter & { isTTY: boolean } => Object.assign(new EventEmitter(), { isTTY: true });

  const lost: [name: string, output: EventEmitter, code: string][] = [
    ['the window was closed', terminal(), 'EIO'],
    ['the program behind the pipe has ended', new EventEmitter(), 'EPIPE'],
  ];
  for (const [name, output, code] of lost)
    it(`does not end the run where ${name}`, async () => {
      const work = async (): Promise<string> => {
        output.emit('error', failure(code));
        return Promise.resolve('done');
      };
      expect(await withLostOutput(work, [output])).to.equal('done');
    });

  const failed: [name: string, output: EventEmitter, code: string][] = [
    ['on a full disk', new EventEmitter(), 'ENOSPC'],
    ['on a broken disk', new EventEmitter(), 'EIO'],
  ];
  for (const [name, output, code] of failed)
    it(`is not what a write that fails ${name} means`, async () => {
      await withLostOutput(() => {
        expect(() => output.emit('error', failure(code))).to.throw(code);
        return Promise.resolve();
      }, [output]);
    });

  it('is looked after for the length of the run alone', async () => {
    const output = terminal();
    let heard = 0;
    output.on('error', () => (heard += 1));
    await withLostOutput(() => Promise.resolve(output.emit('error', failure('EIO'))), [output]);
    expect(heard).to.equal(0);
    output.emit('error', failure('EIO'));
    expect(heard).to.equal(1);
  });
});
