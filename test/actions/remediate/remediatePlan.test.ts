import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RemediateRequest } from '../../../src/actions/remediate/prepared.js';
import { savedPlanText } from '../../../src/actions/remediate/savedPlan.js';
import type { SavedPlan } from '../../../src/remediation/model/saved.js';
import { seal } from '../../../src/remediation/saved/seal.js';
import {
  connectedApp,
  externalClientApp,
  HARMLESS_POLICY,
  policy,
  USER,
  type Parts,
} from '../../simulator/deploy/samples.js';
import {
  outcomesIn,
  POLICY,
  skipsIn,
  startRemediateOrg,
  SYNC,
  TOOL,
  type RemediateOrg,
} from '../support/remediateOrg.js';

describe('applying a saved plan', () => {
  let org: RemediateOrg;
  let plan: string;
  beforeEach(async () => {
    org = await startRemediateOrg();
    plan = join(org.folder, 'plan.json');
    await save();
    org.simulator.journal.clear();
  });
  afterEach(() => org.stop());

  const save = async (request: Partial<RemediateRequest> = {}): Promise<void> =>
    writeFileSync(plan, savedPlanText(await org.prepare(request), TOOL));
  const rewrite = (change: (content: SavedPlan) => object): void => {
    const content = JSON.parse(readFileSync(plan, 'utf8')) as SavedPlan & { seal?: string };
    delete content.seal;
    writeFileSync(plan, seal({ ...content, ...change(content) }));
  };
  const refusalOf = async (): Promise<unknown> => {
    let refusal: unknown;
    await org.remediate({ plan }).catch((error: unknown) => (refusal = error));
    return refusal;
  };

  it('does what was approved', async () => {
    const result = await org.remediate({ plan });
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'verified' });
    expect(result.summary.exitCode).to.equal(0);
  });

  it('changes nothing the second time, and is content', async () => {
    await org.remediate({ plan });
    const again = await org.remediate({ plan });
    expect(skipsIn(again)).to.deep.equal({
      'ConnectedApp:Sync': 'already-done',
      'ExternalClientApplication:Gateway': 'already-done',
    });
    expect([again.mode, again.summary.exitCode]).to.deep.equal(['nothing-to-do', 0]);
  });

  it('shows what is at stake on the day it is applied, and compares nothing by what it was', async () => {
    const before = (await org.prepare()).plan.changes.map(({ atStake }) => atStake);
    expect(before).to.have.lengthOf(2);
    for (const atStake of before)
      expect(atStake).to.deep.include({ usage: { status: 'no-evidence', windowDays: 180 }, despite: [] });
    rewrite(({ changes }) => ({
      changes: changes.map((change) => ({ ...change, atStake: { despite: ['in-use'], risk: 'lower' } })),
    }));
    const prepared = await org.prepare({ plan });
    expect(prepared.plan.changes.map(({ atStake }) => atStake)).to.deep.equal(before);
    const result = await org.apply(prepared);
    expect(result.plan.changes.map(({ atStake }) => atStake)).to.have.deep.members(before);
    expect(result.summary.exitCode).to.equal(0);
  });

  it('tells whether a client could log in by a certificate, which an external client app does not show', async () => {
    const { changes } = (await org.prepare()).plan;
    expect(changes.map(({ app, atStake }) => [app.type, atStake?.certificate])).to.deep.equal([
      ['ConnectedApp', 'none'],
      ['ExternalClientApplication', 'unknown'],
    ]);
  });

  it('keeps what is at stake for whoever approves it', () => {
    const { changes } = JSON.parse(readFileSync(plan, 'utf8')) as SavedPlan;
    expect(changes.map(({ atStake }) => atStake?.executionUser)).to.deep.equal([
      { username: USER, state: 'active' },
      { username: USER, state: 'active' },
    ]);
  });

  it('reads with the API version of the plan', async () => {
    rewrite(() => ({ apiVersion: '64.0' }));
    const result = await org.remediate({ plan });
    expect(result.target.org?.apiVersion).to.equal('64.0');
    const paths = org.simulator.journal.of('deploy').map(({ path }) => path);
    expect(paths).to.deep.equal(paths.map(() => '/services/Soap/m/64.0'));
  });

  describe('refuses, before the org is asked for anything,', () => {
    const cases: { title: string; spoil: () => void; code: string }[] = [
      {
        title: 'an edited plan',
        spoil: () => writeFileSync(plan, readFileSync(plan, 'utf8').replaceAll('Sync', 'Other')),
        code: 'plan-edited',
      },
      { title: 'half a plan', spoil: () => writeFileSync(plan, '{"kind":'), code: 'plan-damaged' },
      {
        title: 'another file',
        spoil: () => writeFileSync(plan, '{"kind":"oauth-posture-snapshot"}'),
        code: 'plan-damaged',
      },
      { title: 'no plan', spoil: () => (plan = join(org.folder, 'missing.json')), code: 'cannot-read' },
      {
        title: 'the plan of another version of this tool',
        spoil: () => rewrite(() => ({ tool: { ...TOOL, version: '0.9.0' } })),
        code: 'plan-other-version',
      },
      {
        title: 'a plan in a form that only a newer version knows',
        spoil: () => rewrite(() => ({ tool: { ...TOOL, version: '9.8.7' }, schemaVersion: 99, changes: 'elsewhere' })),
        code: 'plan-other-schema',
      },
      {
        title: 'a plan whose API version leads elsewhere',
        spoil: () => rewrite(() => ({ apiVersion: '67.0/../../elsewhere' })),
        code: 'plan-damaged',
      },
    ];
    for (const { title, spoil, code } of cases) {
      it(title, async () => {
        spoil();
        expect(await refusalOf()).to.include({ code, exitCode: 1 });
        expect(org.simulator.journal.entries).to.deep.equal([]);
      });
    }
  });

  it('refuses the plan of another org, before anything is validated', async () => {
    rewrite(({ org: own }) => ({ org: { ...own, id: '00D000000000009EAA' } }));
    expect(await refusalOf()).to.include({ code: 'plan-other-org', exitCode: 1 });
    expect(org.simulator.journal.of('deploy')).to.deep.equal([]);
    expect(org.simulator.journal.of('retrieve')).to.deep.equal([]);
  });

  describe('shrinks', () => {
    const waive = (): Partial<RemediateRequest> => {
      const path = join(org.folder, 'oauth-posture.yml');
      writeFileSync(path, waiverEnding(30));
      return { waivers: { kind: 'file', path } };
    };
    const use = (): Partial<RemediateRequest> => {
      org.simulator.state.addRow('LoginHistory', {
        UserId: org.simulator.state.user(USER)?.['Id'],
        LoginTime: new Date(Date.now() - 3_600_000).toISOString(),
        LoginType: 'Remote Access Client',
        LoginSubType: 'OauthClientCredentials',
        Application: 'Sync',
        Status: 'Success',
        SourceIp: '192.0.2.1',
      });
      return {};
    };
    const replace = (text: string) => (): Partial<RemediateRequest> => {
      org.simulator.setComponent('ConnectedApp', 'Sync', text);
      return {};
    };
    const cases: { title: string; happen: () => Partial<RemediateRequest>; reason: string }[] = [
      { title: 'was waived since', happen: waive, reason: 'waived' },
      { title: 'is in use now', happen: use, reason: 'in-use' },
      {
        title: 'was changed by another hand',
        happen: replace(connectedApp({ callbackUrl: 'https://elsewhere.example.com/' })),
        reason: 'changed-since-plan',
      },
      {
        title: 'got another execution user',
        happen: replace(connectedApp({ oauthClientCredentialUser: 'admin@example.com' })),
        reason: 'changed-since-plan',
      },
      {
        title: 'was deleted and made anew',
        happen: () => {
          const { state } = org.simulator;
          const before = state.component('ConnectedApp', 'Sync');
          if (before) state.setComponent({ ...before, id: '0H4000000000099AAA' });
          return {};
        },
        reason: 'changed-since-plan',
      },
      {
        title: 'is gone',
        happen: () => {
          org.simulator.removeComponent('ConnectedApp', 'Sync');
          return {};
        },
        reason: 'gone',
      },
    ];
    for (const { title, happen, reason } of cases) {
      it(`by an app that ${title}: the rest is done, and the exit code says that not all was`, async () => {
        const result = await org.remediate({ ...happen(), plan });
        expect(skipsIn(result)).to.deep.equal({ 'ConnectedApp:Sync': reason });
        expect(outcomesIn(result)).to.deep.equal({ [POLICY]: 'verified' });
        expect(result.summary.exitCode).to.equal(68);
      });
    }

    it('to nothing, and ends with 1, where its only app was waived', async () => {
      await save({ apps: ['Sync'] });
      const result = await org.remediate({ ...waive(), plan });
      expect([result.mode, result.summary.exitCode]).to.deep.equal(['nothing-to-do', 1]);
    });
  });

  it('never grows: an app that fails since is named and left alone', async () => {
    const on = org.textOf(POLICY);
    const setPolicy = (text: string): void =>
      void org.simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy', text);
    setPolicy(on.replace('Enabled>true<', 'Enabled>false<'));
    await save();
    setPolicy(on);
    const result = await org.remediate({ plan });
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified' });
    expect(skipsIn(result)).to.deep.equal({ 'ExternalClientApplication:Gateway': 'not-in-plan' });
    expect(result.summary.exitCode).to.equal(0);
    expect(org.textOf(POLICY)).to.equal(on);
  });

  it('counts the policy of a packaged app as done that its subscriber switched off since', async () => {
    const { simulator } = org;
    const HUB = 'Hub_oauth_defaultPolicy';
    const installed = { namespacePrefix: 'nova', manageableState: 'installed' };
    const setPolicy = (parts: Parts) =>
      simulator.setComponent(
        'ExtlClntAppOauthConfigurablePolicies',
        HUB,
        policy({ externalClientApplication: 'nova__Hub', ...parts }),
      );
    simulator.setComponent('ExternalClientApplication', 'nova__Hub', externalClientApp(), installed);
    setPolicy({});
    await save({ apps: ['nova__Hub'] });
    expect((JSON.parse(readFileSync(plan, 'utf8')) as SavedPlan).changes).to.have.length(1);
    setPolicy(HARMLESS_POLICY);
    simulator.journal.clear();
    const { mode, summary, plan: applied } = await org.remediate({ plan });
    expect(
      applied.skipped.map(({ app, component, reason }) => [app.namespace, component?.fullName, reason]),
    ).to.deep.equal([['nova', HUB, 'already-done']]);
    expect([mode, summary.exitCode, simulator.journal.of('deploy')]).to.deep.equal(['nothing-to-do', 0, []]);
  });

  describe('over an app with two policies', () => {
    const SECOND = 'Gateway_second';
    const setPolicy = (fullName: string, parts: Parts = {}) =>
      org.simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', fullName, policy(parts));
    const TWICE = { clientCredentialsFlowUser: [USER, USER] };
    const reasons = async (): Promise<unknown> => {
      const { plan: applied } = await org.remediate({ plan });
      return Object.fromEntries(applied.skipped.map(({ component, reason }) => [component?.fullName, reason]));
    };
    beforeEach(async () => {
      setPolicy(SECOND);
      await save();
    });

    for (const [off, left] of [
      ['Gateway_oauthPlcy', SECOND],
      [SECOND, 'Gateway_oauthPlcy'],
    ] as const)
      it(`counts ${off} as done that is off by now, whatever keeps the other one`, async () => {
        setPolicy(off, HARMLESS_POLICY);
        setPolicy(left, TWICE);
        expect(await reasons()).to.deep.equal({ [off]: 'already-done', [left]: 'not-editable' });
      });

    it('does the one, and tells of the other why it is left', async () => {
      setPolicy(SECOND, TWICE);
      expect(await reasons()).to.deep.equal({ [SECOND]: 'not-editable' });
      expect(org.textOf(POLICY)).to.contain('Enabled>false<');
    });
  });

  it('counts an app whose flag is gone as done', async () => {
    org.simulator.setComponent('ConnectedApp', 'Sync', connectedApp({ isClientCredentialEnabled: undefined }));
    const result = await org.remediate({ plan });
    expect(skipsIn(result)).to.deep.equal({ 'ConnectedApp:Sync': 'already-done' });
    expect(result.summary.exitCode).to.equal(0);
  });

  it('names with its own names an app whose waiver has ended', async () => {
    const path = join(org.folder, 'oauth-posture.yml');
    writeFileSync(path, waiverEnding(-1));
    const waivers = { kind: 'file', path } as const;
    const guarded = await org.prepare({ waivers });
    expect(skipsIn(guarded)).to.deep.equal({ 'ConnectedApp:Sync': 'waiver-expired' });
    await save({ waivers, apps: ['Sync'] });
    expect(outcomesIn(await org.remediate({ plan, waivers }))).to.deep.equal({ [SYNC]: 'verified' });
  });

  it('does not speak of apps that it was never about', async () => {
    await save({ apps: ['Sync'] });
    const result = await org.remediate({ plan });
    expect([outcomesIn(result), skipsIn(result)]).to.deep.equal([{ [SYNC]: 'verified' }, {}]);
  });

  it('says itself whose component it is: a policy that a forged plan gives to another app is left alone', async () => {
    rewrite(({ changes }) => ({
      changes: changes.map((change) =>
        change.component.type === 'ConnectedApp' ? change : { ...change, app: { ...change.app, name: 'Harmless' } },
      ),
    }));
    const result = await org.remediate({ plan });
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified' });
    expect(skipsIn(result)).to.include({ 'ExternalClientApplication:Harmless': 'changed-since-plan' });
    expect(org.textOf(POLICY)).to.contain('<isClientCredentialsFlowEnabled>true<');
  });

  it('takes the label of an app from the org', async () => {
    rewrite(({ changes }) => ({
      changes: changes.map((change) => ({ ...change, app: { ...change.app, label: 'Nothing of importance' } })),
    }));
    const labels = (await org.remediate({ plan })).plan.changes.map(({ app }) => app.label);
    expect(labels).to.have.members(['Sync', 'Gateway']);
  });

  it('deploys nothing that stands in it: an edit that a forged plan names is recomputed and refused', async () => {
    rewrite(({ changes }) => ({
      changes: changes.map((change) => ({
        ...change,
        edits: [...change.edits, { path: 'contactEmail', before: 'owner@example.com', after: 'thief@example.com' }],
      })),
    }));
    const result = await org.remediate({ plan });
    expect(Object.values(skipsIn(result))).to.deep.equal(['changed-since-plan', 'changed-since-plan']);
    expect(org.textOf(SYNC)).not.to.contain('thief');
  });
});

const waiverEnding = (inDays: number): string => {
  const expires = new Date(Date.now() + inDays * 86_400_000).toISOString().slice(0, 10);
  return `version: 1\nwaivers:\n  - control: connected-app-client-credentials\n    app: ConnectedApp:Sync\n    reason: Needed\n    owner: Team\n    expires: ${expires}\n`;
};
