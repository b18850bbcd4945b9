import { expect } from 'chai';
import { evaluate } from '../../src/posture/evaluate.js';
import { FACTORS, REASONS, type Finding } from '../../src/posture/model.js';
import { contextOf } from './support/builders.js';
import type { Case } from './cases/case.js';
import { connectedAppRisks, connectedAppRules } from './cases/connectedApps.js';
import { externalClientAppRules } from './cases/externalClientApps.js';
import { hardeningCases } from './cases/hardening.js';
import { settingsCases } from './cases/settings.js';
import { sourceTrees } from './cases/source.js';

const tables: Array<readonly [string, Case[]]> = [
  ['connected apps: rules', connectedAppRules],
  ['connected apps: risk', connectedAppRisks],
  ['external client apps: rules', externalClientAppRules],
  ['external client apps: hardening and risk', hardeningCases],
  ['source trees', sourceTrees],
  ['settings of external client apps', settingsCases],
];
const all = tables.flatMap(([, cases]) => cases);

const findingOf = ({ subject, around, user }: Case): Finding =>
  evaluate(subject, contextOf(subject, around, user), '00D000000000001EAA');

const statesOf = ({ risk }: Finding): Record<string, string> =>
  Object.fromEntries((risk?.factors ?? []).map(({ factor, state }) => [factor, state]));

const hardeningThat = (finding: Finding, result: string): string[] =>
  finding.evidence
    .filter(({ path, value }) => path.startsWith('hardening.') && value?.split(':')[0] === result)
    .map(({ path }) => path.slice('hardening.'.length))
    .sort();

const check = (one: Case): void => {
  const finding = findingOf(one);
  expect({ status: finding.status, reason: finding.reason }).to.deep.equal({ status: one.status, reason: one.reason });
  expect(finding.risk !== undefined, 'risk on failures alone').to.equal(one.status === 'fail');
  expect(finding.cvss.estimate !== undefined, 'estimate on failures alone').to.equal(one.status === 'fail');
  expect(finding.evidence, 'evidence for every verdict').not.to.be.empty;
  if (one.level) expect(finding.risk?.level).to.equal(one.level);
  if (one.factors) expect(statesOf(finding)).to.include(one.factors);
  if (one.missing) expect(hardeningThat(finding, 'failed'), 'missing').to.have.members(one.missing);
  if (one.unproven) expect(hardeningThat(finding, 'unknown'), 'unproven').to.have.members(one.unproven);
  if (one.remediation) expect(finding.remediation).to.deep.equal(one.remediation);
};

describe('posture: what becomes of an app', () => {
  for (const [title, cases] of tables) {
    describe(title, () => {
      for (const one of cases) it(`${one.name}: ${one.status}, ${one.reason}`, () => check(one));
    });
  }
});

describe('posture: the tables as a whole', () => {
  it('holds at least 80 cases, each with a name of its own', () => {
    expect(all.length).to.be.at.least(80);
    for (const [title, cases] of tables) {
      expect(new Set(cases.map(({ name }) => name)).size, title).to.equal(cases.length);
    }
  });

  it('produces every reason', () => {
    expect([...new Set(all.map((one) => findingOf(one).reason))]).to.have.members([...REASONS]);
  });

  it('produces every factor in every state that it can have', () => {
    const seen = new Set(all.flatMap((one) => Object.entries(statesOf(findingOf(one))).map((pair) => pair.join(' '))));
    const never = new Set(
      ['rate-limiting', 'secret-age'].flatMap((factor) => [`${factor} present`, `${factor} absent`]),
    );
    const possible = FACTORS.flatMap((factor) => ['present', 'absent', 'unknown'].map((state) => `${factor} ${state}`));
    expect([...seen]).to.have.members(possible.filter((pair) => !never.has(pair)));
  });

  it('puts every failure inside its severity range', () => {
    for (const one of all.filter(({ status }) => status === 'fail')) {
      const { low, high, estimate } = findingOf(one).cvss;
      expect(estimate).to.be.within(low, high);
    }
  });
});
