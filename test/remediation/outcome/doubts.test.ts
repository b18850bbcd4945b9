import { expect } from 'chai';
import type { App, Finding, Reason, Status } from '../../../src/posture/model.js';
import { doubtsOf, OF_FILES } from '../../../src/remediation/outcome/doubts.js';
import type { Change, Outcome, OutcomeResult, Skip } from '../../../src/remediation/model/result.js';

const appOf = (name: string): App => ({ type: 'ExternalClientApplication', name, managed: false });

const outcome = (name: string, result: OutcomeResult = 'verified', fullName = `${name}_policy`): Outcome => ({
  app: appOf(name),
  component: { type: 'ExtlClntAppOauthConfigurablePolicies', fullName },
  result,
});

const finding = (name: string, status: Status): Finding => ({ app: appOf(name), status }) as Finding;

const skip = (name: string): Skip => ({
  control: 'eca-client-credentials-policy',
  app: appOf(name),
  reason: 'refused',
});

const judged = (findings: Finding[], outcomes: Outcome[], skipped: Skip[] = []): [boolean, string[]] => {
  const { isDoubted, notices } = doubtsOf({ findings }, { outcomes, skipped });
  return [isDoubted, notices.map(({ code, app = '', data }) => [code, app, data?.apps].join(' ').trim())];
};

describe('what the audit afterwards says against a change that was read back as meant', () => {
  it('nothing, where the app does not fail any more', () => {
    expect(judged([finding('A', 'pass'), finding('B', 'not-applicable')], [outcome('A'), outcome('B')])).to.deep.equal([
      false,
      [],
    ]);
  });

  it('that it still fails: each such app is named', () => {
    expect(
      judged(
        [finding('A', 'fail'), finding('b', 'fail'), finding('C', 'pass')],
        ['A', 'B', 'C'].map((one) => outcome(one)),
      ),
    ).to.deep.equal([true, ['still-fails ExternalClientApplication:A', 'still-fails ExternalClientApplication:B']]);
  });

  it('that nobody saw it again: it was not listed, or could not be evaluated', () => {
    expect(judged([finding('B', 'not-evaluated')], [outcome('A'), outcome('B')])).to.deep.equal([
      false,
      ['not-evaluated-again ExternalClientApplication:A 2'],
    ]);
  });

  it('of files, that is a doubt: nothing but the tree can keep a file from being evaluated', () => {
    const { isDoubted } = doubtsOf({ findings: [] }, { outcomes: [outcome('A')], skipped: [] }, OF_FILES);
    expect(isDoubted).to.equal(true);
  });

  it('counts an app of two files once', () => {
    const inFile = (file: string): Outcome => ({ ...outcome('A'), app: { ...appOf('A'), file } });
    const { notices } = doubtsOf({ findings: [] }, { outcomes: [inFile('one'), inFile('two')], skipped: [] }, OF_FILES);
    expect(notices.map(({ code, data }) => [code, data?.apps])).to.deep.equal([['not-evaluated-again', 1]]);
  });

  it('nothing of an app that did not come back as meant: that has an outcome of its own', () => {
    expect(judged([finding('A', 'fail')], [outcome('A', 'altered')])).to.deep.equal([false, []]);
  });

  it('nothing of an app that rightly fails on, because a policy of it was left as it was', () => {
    const two = [outcome('A', 'verified', 'one'), outcome('A', 'failed', 'two')];
    expect(judged([finding('A', 'fail')], two)).to.deep.equal([false, []]);
    expect(judged([finding('A', 'fail')], [outcome('A')], [skip('A')])).to.deep.equal([false, []]);
  });

  it('calls an app hardened only where the audit does, and not where it passes because it was turned off meanwhile', () => {
    const change = { app: appOf('A'), hardens: true } as Change;
    const told = (reason: Reason, status: Status = 'pass'): string[] => {
      const findings = [{ ...finding('A', status), reason, evidence: [] }];
      const { notices } = doubtsOf({ findings }, { outcomes: [outcome('A')], skipped: [], changes: [change] });
      return notices.map(({ code }) => code);
    };
    expect(told('hardened')).to.deep.equal(['hardened-now']);
    expect(told('flow-disabled')).to.deep.equal([]);
    expect(told('app-disabled')).to.deep.equal([]);
    expect(told('not-hardened', 'fail')).to.deep.equal(['not-hardened-yet']);
  });
});
