import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { Shown, watchOutputs } from '../../../src/cli/signals.js';
import { codeWhenLost, outputLeft, type OutputEnd } from '../../../src/cli/output/outputEnd.js';

const failure = (code: string): Error => Object.assign(new Error(`write ${code}`), { code });
const output = (isTTY = false): EventEmitter & { isTTY: boolean } => Object.assign(new EventEmitter(), { isTTY });

describe('output that nobody reads any more', () => {
  const readers: [name: string, isTTY: boolean, code: string][] = [
    ['the window was closed', true, 'EIO'],
    ['the program behind the pipe has ended', false, 'EPIPE'],
  ];
  for (const [name, isTTY, code] of readers)
    it(`does not end the run where ${name}`, () => {
      const [shown, stdout] = [new Shown(), output(isTTY)];
      watchOutputs(shown, { stdout, stderr: output() });
      stdout.emit('error', failure(code));
      expect([shown.lost, shown.failing.aborted]).to.deep.equal([[], false]);
    });

  const disks: [name: string, code: string][] = [
    ['on a full disk', 'ENOSPC'],
    ['on a broken disk', 'EIO'],
  ];
  for (const [name, code] of disks) {
    it(`is not what a write that fails ${name} means: before a change it stops the run`, () => {
      const [shown, stdout] = [new Shown(), output()];
      watchOutputs(shown, { stdout, stderr: output() });
      stdout.emit('error', failure(code));
      stdout.emit('error', failure(code));
      expect([shown.lost, shown.failing.aborted]).to.deep.equal([[{ output: 'stdout', code }], true]);
    });

    it(`nor does a write that fails ${name} end a run that is changing something`, () => {
      const [shown, stderr] = [new Shown(), output()];
      watchOutputs(shown, { stdout: output(), stderr });
      shown.changing();
      stderr.emit('error', failure(code));
      expect([shown.lost, shown.failing.aborted]).to.deep.equal([[{ output: 'stderr', code }], false]);
    });
  }

  it('keeps nobody waiting for what was not written', async () => {
    const stdout = output();
    watchOutputs(new Shown(), { stdout, stderr: output() });
    const drained = new Promise((done) => stdout.once('drain', done));
    stdout.emit('error', failure('ENOSPC'));
    await drained;
  });

  it('puts back who listened before', () => {
    const stdout = output();
    let heard = 0;
    stdout.on('error', () => (heard += 1));
    const putBack = watchOutputs(new Shown(), { stdout, stderr: output() });
    stdout.emit('error', failure('ENOSPC'));
    expect(heard).to.equal(0);
    putBack();
    stdout.emit('error', failure('ENOSPC'));
    expect(heard).to.equal(1);
  });
});

describe('an error while something is shown', () => {
  const broken = (): never => {
    throw failure('ENOSPC');
  };

  it('is thrown on as long as nothing was changed', () => {
    expect(() => new Shown().attempt('stderr', broken)).to.throw('ENOSPC');
  });

  it('ends nothing once something is being changed', () => {
    const shown = new Shown();
    shown.changing();
    shown.attempt('stderr', broken);
    expect(shown.lost).to.deep.equal([{ output: 'stderr', code: 'ENOSPC' }]);
  });
});

describe('the end of a run whose output got lost', () => {
  const codes: [isChanging: boolean, code: number, ends: number][] = [
    [false, 0, 1],
    [false, 30, 1],
    [false, 31, 1],
    [false, 130, 130],
    [true, 0, 32],
    [true, 1, 32],
    [true, 13, 32],
    [true, 68, 32],
    [true, 69, 69],
  ];
  for (const [isChanging, code, ends] of codes)
    it(`has the code ${ends} instead of ${code} where ${isChanging ? 'a change was begun' : 'nothing was changed'}`, () => {
      expect(codeWhenLost(code, { isChanging })).to.equal(ends);
    });

  const told: [lost: ('stdout' | 'stderr')[], how: Partial<OutputEnd>, where: string | undefined][] = [
    [['stdout'], {}, 'stderr'],
    [['stderr'], {}, 'stdout'],
    [['stderr'], { forMachines: true }, undefined],
    [['stdout', 'stderr'], {}, undefined],
    [['stdout'], { isTold: true }, undefined],
    [['stderr'], { isTold: true }, 'stdout'],
    [['stdout'], { isTold: true, errorsTo: 'stdout', forMachines: true }, 'stderr'],
  ];
  for (const [lost, how, where] of told)
    it(`is told on ${where ?? 'nothing more'} where ${lost.join(' and ')} failed: ${JSON.stringify(how)}`, () => {
      const shown = new Shown();
      for (const name of lost) shown.fail(name, 'ENOSPC');
      expect(outputLeft({ shown, errorsTo: 'stderr', forMachines: false, isTold: false, ...how })).to.equal(where);
    });
});
