import { expect } from 'chai';
import { evaluate } from '../../src/posture/evaluate.js';
import type { Finding, Step } from '../../src/posture/model.js';
import { canBeSettled, failedTouching, passesUnconfirmed } from '../../src/posture/steps.js';
import { laterDay } from '../../src/posture/waivers/days.js';
import { finding } from '../reports/support/builders.js';
import {
  connectedApp,
  connectedAppFacts,
  contextOf,
  externalClientApp,
  openPolicy,
  unparsable,
  unreadPolicy,
} from './support/builders.js';

const failed = (step: Step['step']): Step => ({ step, status: 'failed' });
const ok = (step: Step['step']): Step => ({ step, status: 'ok' });

describe('an app that passes because it is turned off', () => {
  const off = finding({ type: 'ExternalClientApplication', name: 'Off', reason: 'app-disabled' });
  const other = finding({ name: 'Other', reason: 'flow-disabled' });

  it('does so by its metadata alone where the step behind its second source failed', () => {
    expect(passesUnconfirmed(off, [failed('query-app-policies')])).to.equal(true);
    expect(passesUnconfirmed(off, [ok('list-profiles'), failed('query-app-policies')])).to.equal(true);
    expect(passesUnconfirmed(off, [ok('query-app-policies')])).to.equal(false);
    expect(passesUnconfirmed(off, [failed('query-login-history')])).to.equal(false);
    expect(passesUnconfirmed(other, [failed('query-app-policies')])).to.equal(false);
  });

  it('makes a count depend on that step, as it does on each that hides something', () => {
    const touching = (findings: Finding[], coverage: Step[]): string[] =>
      failedTouching({ findings, coverage }).map(({ step }) => step);
    const coverage = [failed('query-app-policies'), ok('list-profiles'), failed('list-connected-apps')];
    expect(touching([other, off], coverage)).to.deep.equal(['query-app-policies', 'list-connected-apps']);
    expect(touching([other], coverage)).to.deep.equal(['list-connected-apps']);
    expect(touching([off], [ok('query-app-policies'), ok('list-connected-apps')])).to.deep.equal([]);
  });
});

describe('what a manual check can settle', () => {
  it('is what was not evaluated, and nothing that failed', () => {
    const hidden = { status: 'not-evaluated', reason: 'not-returned' } as const;
    expect(canBeSettled(hidden, { coverage: [] })).to.equal(true);
    expect(canBeSettled({ ...hidden, status: 'fail' }, { coverage: [] })).to.equal(false);
  });
});

describe('the day that decides whether an entry has ended', () => {
  it('is the later one of the machine and of the org', () => {
    expect(laterDay('2026-11-28', '2026-11-29T00:00:01.000Z')).to.equal('2026-11-29');
    expect(laterDay('2026-11-28', '2026-11-28T23:00:00.000Z')).to.equal('2026-11-28');
    expect(laterDay('2026-11-28', '2026-11-27T23:00:00.000Z')).to.equal('2026-11-28');
  });

  it('is that of the machine where the org told no day', () => {
    for (const none of [undefined, '', 'tomorrow, and the day after', '2026-13-99T00:00:00.000Z', '9999'])
      expect(laterDay('2026-11-28', none)).to.equal('2026-11-28');
  });
});

describe('an app with several policies', () => {
  it('fails by the one that is on, whatever could not be read of another', () => {
    const policies = [openPolicy({ ipRelaxation: 'Bypass' }), unreadPolicy(unparsable(), 'Other_oauthPlcy')];
    const subject = externalClientApp({ policies });
    const { status, reason } = evaluate(subject, contextOf(subject), '00D000000000001EAA');
    expect([status, reason]).to.deep.equal(['fail', 'not-hardened']);
  });
});

describe('whom to ask about an app', () => {
  const contactOf = (subject: Parameters<typeof evaluate>[0]): string | undefined =>
    evaluate(subject, contextOf(subject), '00D000000000001EAA').contact;

  it('is the contact of its file', () => {
    const app = connectedApp();
    const component = app.metadata;
    const facts = connectedAppFacts({ contact: 'owner@example.com' });
    expect(contactOf({ ...app, metadata: { ...component, facts } })).to.equal('owner@example.com');
    expect(contactOf({ ...externalClientApp(), contact: 'eca@example.com' })).to.equal('eca@example.com');
  });

  it('is nobody where the file was not returned', () => {
    expect(contactOf(connectedApp({ read: 'not-returned' }))).to.equal(undefined);
    expect(contactOf(connectedApp())).to.equal(undefined);
  });
});
