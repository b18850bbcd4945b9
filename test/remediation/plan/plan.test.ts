import { expect } from 'chai';
import * as fc from 'fast-check';
import { countFindings } from '../../../src/posture/report/report.js';
import { evaluate } from '../../../src/posture/evaluate.js';
import { isAtLeast } from '../../../src/posture/factors/atLeast.js';
import type { Finding } from '../../../src/posture/model.js';
import { appKey } from '../../../src/posture/names.js';
import type { Subject } from '../../../src/posture/subject.js';
import type { Guarding } from '../../../src/remediation/plan/guards.js';
import { drawPlan, type Drawn, type Read } from '../../../src/remediation/plan/plan.js';
import { selfSigned } from '../../simulator/certificate.js';
import {
  connectedApp,
  contextOf,
  executionUser,
  externalClientApp,
  known,
  notKnown,
  openConnectedApp,
  openExternalClientApp,
  openPolicy,
  openRow,
  policy,
  unparsable,
  unreadPolicy,
} from '../../posture/support/builders.js';

const given: Guarding = {
  target: {
    kind: 'org',
    org: { id: '00D000000000001EAA', username: 'admin@example.com', instanceUrl: '', apiVersion: '67.0' },
    findings: [],
    summary: countFindings([]),
    coverage: [],
  },
  clients: new Map(),
  session: { username: 'admin@example.com', clientId: 'PlatformCLI' },
  waivers: [],
  today: '2026-11-20',
  patterns: ['Billing'],
  includeActive: true,
  allowLockout: true,
};

const NOW = new Date('2026-11-20T12:00:00Z');

const XMLNS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const TEXTS = {
  'ConnectedApp:Billing': `<ConnectedApp ${XMLNS}><label>Billing</label><oauthConfig><isClientCredentialEnabled>true</isClientCredentialEnabled></oauthConfig></ConnectedApp>`,
  'ExtlClntAppOauthConfigurablePolicies:Billing_oauthPlcy': `<ExtlClntAppOauthConfigurablePolicies ${XMLNS}><externalClientApplication>Billing</externalClientApplication><isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled></ExtlClntAppOauthConfigurablePolicies>`,
};

const files = (texts: Record<string, string>): Read['files'] =>
  new Map(
    Object.entries(texts).map(([key, text]) => {
      const [type = '', fullName = ''] = key.split(':');
      return [key, { type, fullName, path: `${fullName}.xml`, text }];
    }),
  );

const findingOf = (subject: Subject): Finding =>
  evaluate(
    subject,
    contextOf(subject, { usage: new Map([[appKey(subject.app), { status: 'no-evidence', windowDays: 180 }]]) }),
    'org:00D',
  );

const draw = (subject: Subject, texts: Record<string, string>, differing: Partial<Finding> = {}): Drawn =>
  drawPlan([{ ...findingOf(subject), ...differing }], { subjects: [subject], files: files(texts) }, given, NOW);

const reasons = ({ skipped }: Drawn): string[] => skipped.map(({ reason }) => reason);

const SUBJECTS: readonly Subject[] = [
  connectedApp(),
  openConnectedApp(),
  openConnectedApp({ managed: true }),
  connectedApp({ read: 'not-returned' }),
  connectedApp({ read: unparsable() }),
  openExternalClientApp(),
  externalClientApp({ policies: [openPolicy(), openPolicy({}, 'Other')] }),
  externalClientApp({ policies: [openPolicy(), unreadPolicy('not-returned', 'Other')] }),
  externalClientApp({ policies: [policy()], crossCheck: known([openRow()]) }),
  externalClientApp({ policies: [unreadPolicy()] }),
];

describe('a plan', () => {
  it('changes an app whose file is there', () => {
    for (const subject of [openConnectedApp(), openExternalClientApp()]) {
      const drawn = draw(subject, TEXTS, { status: 'fail' });
      expect(drawn.attempts).to.have.length(1);
      expect(drawn.skipped).to.deep.equal([]);
    }
  });

  it('calls a risk "at least" what it is exactly where the audit does', () => {
    const risks = [executionUser(), executionUser({ adminProfile: notKnown() })].map((user) => {
      const subject = openConnectedApp();
      const finding = evaluate(subject, contextOf(subject, {}, user), 'org:00D');
      const { attempts } = drawPlan([finding], { subjects: [subject], files: files(TEXTS) }, given, NOW);
      return [isAtLeast(finding, { kind: 'org' }), attempts[0]?.edited.change.atStake?.riskAtLeast];
    });
    expect(risks).to.deep.equal([
      [false, undefined],
      [true, true],
    ]);
  });

  it('tells a certificate that logs nobody in from one that does', () => {
    const at = (certificate: string, now: Date): unknown => {
      const subject = openConnectedApp({ hasCertificate: true });
      const text = TEXTS['ConnectedApp:Billing'].replace(
        '<oauthConfig>',
        `<oauthConfig><certificate>${certificate}</certificate>`,
      );
      const read = { subjects: [subject], files: files({ 'ConnectedApp:Billing': text }) };
      const { atStake } = drawPlan([findingOf(subject)], read, given, now).attempts[0]?.edited.change ?? {};
      return [atStake?.certificate, atStake?.certificateDate?.slice(0, 10)];
    };
    const { certificate } = selfSigned('Client', { from: '260101000000Z', until: '270101000000Z' });
    expect(at(certificate, new Date('2026-06-01'))).to.deep.equal(['in-place', '2027-01-01']);
    expect(at(certificate, new Date('2027-01-01'))).to.deep.equal(['expired', '2027-01-01']);
    expect(at(certificate, new Date('2025-12-31'))).to.deep.equal(['not-yet-valid', '2026-01-01']);
    expect(at('MIIB', NOW)).to.deep.equal(['unreadable', undefined]);
  });

  it('names an app whose file is not there', () => {
    expect(reasons(draw(openConnectedApp(), {}))).to.deep.equal(['not-read']);
  });

  it('names the one of two components whose file is not there', () => {
    const { attempts, skipped } = draw(
      externalClientApp({ policies: [openPolicy(), openPolicy({}, 'Other')] }),
      TEXTS,
      { status: 'fail' },
    );
    expect(attempts).to.have.length(1);
    expect(skipped.map(({ component, reason }) => [component?.fullName, reason])).to.deep.equal([
      ['Other', 'not-read'],
    ]);
  });

  it('names an app that fails and of which nothing that was read is on', () => {
    expect(reasons(draw(connectedApp(), TEXTS, { status: 'fail' }))).to.deep.equal(['not-read']);
  });

  it('speaks of every app that fails, is waived or was not evaluated, whatever was read of it', () => {
    const statuses = ['pass', 'fail', 'waived', 'not-evaluated', 'not-applicable'] as const;
    const texts = fc.subarray(Object.entries(TEXTS)).map((some) => Object.fromEntries(some));
    fc.assert(
      fc.property(
        fc.constantFrom(...SUBJECTS),
        fc.option(fc.constantFrom(...statuses)),
        texts,
        (subject, said, have) => {
          const status = said ?? findingOf(subject).status;
          const { attempts, skipped } = draw(subject, have, { status });
          const isSpokenOf = attempts.length + skipped.length > 0;
          expect(isSpokenOf).to.equal(['fail', 'waived', 'not-evaluated'].includes(status));
        },
      ),
    );
  });
});
