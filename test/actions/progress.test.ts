import { expect } from 'chai';
import { Progress, progressMode, type ProgressMode } from '../../src/actions/progress.js';

const watched = (mode: ProgressMode): { progress: Progress; shown: string[] } => {
  const shown: string[] = [];
  const progress = new Progress({
    mode,
    spinner: {
      start: (action) => shown.push(`start ${action}`),
      stop: (how) => shown.push(['stop', ...(how === undefined ? [] : [how])].join(' ')),
    },
    write: (line) => shown.push(`line ${line}`),
    say: (step, ...values) => [step, ...values].join(' '),
  });
  return { progress, shown };
};

describe('progress', () => {
  const modes: Array<[forMachines: boolean, isTerminal: boolean, mode: ProgressMode]> = [
    [true, true, 'off'],
    [true, false, 'off'],
    [false, true, 'spinner'],
    [false, false, 'lines'],
  ];
  for (const [forMachines, isTerminal, mode] of modes)
    it(`is ${mode} for ${forMachines ? 'machines' : 'people'} ${isTerminal ? 'on a terminal' : 'without one'}`, () => {
      expect(progressMode({ forMachines, isTerminal })).to.equal(mode);
    });

  it('calls no step done that an error ended', () => {
    const { progress, shown } = watched('spinner');
    progress.step('opening', 'prod');
    progress.stopped('failed');
    progress.done();
    expect(shown).to.deep.equal(['start opening prod', 'stop stopped.failed']);
  });

  const told: Array<[mode: ProgressMode, shown: string[]]> = [
    ['off', []],
    ['lines', ['line listing', 'line interrupted']],
    ['spinner', ['start listing', 'stop stopped.interrupted', 'line interrupted']],
  ];
  for (const [mode, expected] of told)
    it(`${mode}: tells of an interrupt at once, ${expected.length === 0 ? 'but not to machines' : 'and once'}`, () => {
      const { progress, shown } = watched(mode);
      progress.step('listing');
      progress.tell('interrupted', 'interrupted');
      progress.stopped('interrupted');
      expect(shown).to.deep.equal(expected);
    });

  const shows: Array<[mode: ProgressMode, shown: string[]]> = [
    ['off', []],
    ['lines', ['line opening prod', 'line listing']],
    ['spinner', ['start opening prod', 'stop', 'start listing', 'stop']],
  ];
  for (const [mode, expected] of shows)
    it(`${mode}: shows ${expected.length === 0 ? 'nothing' : 'each step'}`, () => {
      const { progress, shown } = watched(mode);
      progress.step('opening', 'prod');
      progress.step('listing');
      progress.done();
      progress.done();
      expect(shown).to.deep.equal(expected);
    });
});
