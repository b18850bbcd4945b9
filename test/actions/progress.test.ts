import { expect } from 'chai';
import { Progress, progressMode, type ProgressMode, type ProgressOptions } from '../../src/actions/progress.js';

type Watched = {
  progress: Progress;
  shown: string[];
  spinner: { status?: string | undefined };
  clock: { now: number };
};

const watched = (mode: ProgressMode): Watched => {
  const shown: string[] = [];
  const clock = { now: 0 };
  const spinner: ProgressOptions['spinner'] = {
    start: (action) => shown.push(`start ${action}`),
    stop: (how) => shown.push(['stop', ...(how === undefined ? [] : [how])].join(' ')),
  };
  const progress = new Progress({
    mode,
    spinner,
    clock: () => clock.now,
    write: (line) => shown.push(`line ${line}`),
    say: (step, ...values) => [step, ...values].join(' '),
  });
  return { progress, shown, spinner, clock };
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

  it('says which step of how many it is, where steps were expected', () => {
    const { progress, shown } = watched('lines');
    progress.expect(['connect', 'audit', 'deploy']);
    progress.expect(['a part decides nothing']);
    progress.step('connect', 'prod');
    progress.step('other-deploys', 2);
    progress.step('deploy', 3);
    progress.step('audit', 'prod');
    expect(shown).to.deep.equal([
      'line numbered 1 3 connect prod',
      'line other-deploys 2',
      'line numbered 3 3 deploy 3',
      'line audit prod',
    ]);
  });

  it("shows the state of the org's job and the seconds beside a step, on a terminal alone", () => {
    for (const mode of ['off', 'lines', 'spinner'] as const) {
      const { progress, shown, spinner, clock } = watched(mode);
      progress.state('Pending');
      progress.step('deploy');
      const before = [...shown];
      clock.now = 12_400;
      progress.state('InProgress');
      progress.state('\u001b[2J no word');
      expect([mode, spinner.status]).to.deep.equal([mode, mode === 'spinner' ? 'state InProgress 12' : undefined]);
      expect(shown).to.deep.equal(before);
    }
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
