import { expect } from 'chai';
import { gateReasons, type GateRules } from '../../../src/posture/report/gate.js';
import type { Finding, Step, Target } from '../../../src/posture/model.js';
import { finding, orgTarget } from '../../reports/support/builders.js';

const RULES: GateRules = { failOn: 'critical', allowIncomplete: false, baselineUsed: true };
const ECA = { type: 'ExternalClientApplication' } as const;

const critical = finding({ name: 'Critical', reason: 'flow-enabled', change: 'new' });
const old = finding({ name: 'Old', reason: 'flow-enabled', change: 'unchanged' });
const below = finding({ ...ECA, name: 'Below', reason: 'flow-enabled' });
const passing = finding({ name: 'Passing', reason: 'flow-disabled' });
const passingEca = finding({ ...ECA, name: 'Passing', reason: 'flow-disabled' });
const hidden = finding({ name: 'Hidden', reason: 'not-returned' });
const check = { reason: 'r', owner: 'o', checked: '2026-11-01', expires: '2026-12-31' };
const checked = finding({ name: 'Checked', reason: 'not-returned', manualCheck: check });

const names = (findings: readonly Finding[]): string[] => findings.map(({ app }) => app.name);
const failed = (step: Step['step']): Step => ({ step, status: 'failed' });
const reasonsOf = (findings: Finding[], coverage: Step[] = [], rules = RULES, more: Partial<Target> = {}) =>
  gateReasons([orgTarget(findings, { coverage, ...more })], rules);

describe('why an audit ends as it does', () => {
  const all = [critical, old, below, passing, passingEca, hidden, checked];

  it('is each failure once: it counts, the baseline has it, or its severity does not count', () => {
    const { counted, inBaseline, below: ofLess } = reasonsOf(all);
    expect([names(counted), names(inBaseline), names(ofLess)]).to.deep.equal([['Critical'], ['Old'], ['Below']]);
    const lenient = reasonsOf(all, [], { ...RULES, failOn: 'high', baselineUsed: false });
    expect([names(lenient.counted), lenient.inBaseline, lenient.below]).to.deep.equal([
      ['Critical', 'Old', 'Below'],
      [],
      [],
    ]);
    const never = reasonsOf(all, [], { ...RULES, failOn: 'never' });
    expect([never.counted, never.inBaseline, names(never.below)]).to.deep.equal([[], [], ['Critical', 'Old', 'Below']]);
  });

  it('is each app that was not evaluated once: it counts, or somebody accepted it', () => {
    const { open, accepted } = reasonsOf(all);
    expect([names(open), names(accepted)]).to.deep.equal([['Hidden'], ['Checked']]);
    const lenient = reasonsOf(all, [], { ...RULES, allowIncomplete: true });
    expect([lenient.open, names(lenient.accepted)]).to.deep.equal([[], ['Hidden', 'Checked']]);
  });

  it('is nothing of a target that could not be audited', () => {
    const error = { name: 'X', message: 'x', actions: [] };
    const reasons = reasonsOf(all, [failed('list-connected-apps')], RULES, { error });
    for (const found of Object.values(reasons)) expect(found).to.deep.equal([]);
  });

  it('is each failed step that may hide apps', () => {
    const { hiding } = reasonsOf(all, [failed('list-connected-apps'), failed('query-login-history')]);
    expect(hiding.map(({ step }) => step)).to.deep.equal(['list-connected-apps']);
  });

  it('is each external client app that passes by one source alone, where the step of the other failed', () => {
    expect(names(reasonsOf(all, [failed('query-oauth-policies')]).unconfirmed)).to.deep.equal(['Passing']);
    expect(reasonsOf(all, [failed('query-oauth-policies')]).unconfirmed[0]?.app.type).to.equal(ECA.type);
    expect(reasonsOf(all, [failed('query-login-history')]).unconfirmed).to.deep.equal([]);
    expect(reasonsOf(all, [{ step: 'query-oauth-policies', status: 'ok' }]).unconfirmed).to.deep.equal([]);
    expect(
      names(reasonsOf(all, [{ step: 'list-profiles', status: 'ok' }, failed('query-oauth-policies')]).unconfirmed),
    ).to.deep.equal(['Passing']);
  });
});
