import { expect } from 'chai';
import { dryRun } from '../../../src/actions/remediate/apply.js';
import { storeLogin } from '../../org/support/homeFolder.js';
import { setDeployRules, type DeployRules } from '../../simulator/deploy/rules.js';
import { connectedApp, policy, USER } from '../../simulator/deploy/samples.js';
import type { RemediateRequest } from '../../../src/actions/remediate/prepared.js';
import { AUDITOR, auditorWith, FOR_CONNECTED_APPS } from '../support/auditor.js';
import { outcomesIn, POLICY, skipsIn, startRemediateOrg, SYNC, type RemediateOrg } from '../support/remediateOrg.js';

const changed = ({ plan }: { plan: { changes: { component: { type: string; fullName: string } }[] } }): string[] =>
  plan.changes.map(({ component }) => `${component.type}:${component.fullName}`);

describe('preparing a remediation', () => {
  let org: RemediateOrg;
  beforeEach(async () => {
    org = await startRemediateOrg();
  });
  afterEach(() => org.stop());

  it('asks for validation only', async () => {
    const before = [...org.simulator.state.components.values()].map(({ text }) => text);
    const { deploys, plan } = await org.prepare();
    expect(changed({ plan })).to.have.members([SYNC, POLICY]);
    expect(deploys.map(({ checkOnly }) => checkOnly)).to.deep.equal(deploys.map(() => true));
    expect([...org.simulator.state.components.values()].map(({ text }) => text)).to.deep.equal(before);
  });

  describe('finds the variant that the org takes', () => {
    type Case = { title: string; rules: Partial<DeployRules>; edits: Record<string, string[]>; leftOut: boolean };
    const FLAG = 'oauthConfig.isClientCredentialEnabled';
    const USER_OF_APP = 'oauthConfig.oauthClientCredentialUser';
    const cases: Case[] = [
      {
        title: 'users go, grants stay in the file',
        rules: { regrant: 'accept', userWhileOff: 'must-go' },
        edits: {
          [SYNC]: [FLAG, USER_OF_APP],
          [POLICY]: ['isClientCredentialsFlowEnabled', 'clientCredentialsFlowUser'],
        },
        leftOut: false,
      },
      {
        title: 'users go, grants are left out',
        rules: { regrant: 'refuse', userWhileOff: 'must-go' },
        edits: {
          [SYNC]: [FLAG, USER_OF_APP],
          [POLICY]: ['isClientCredentialsFlowEnabled', 'clientCredentialsFlowUser'],
        },
        leftOut: true,
      },
      {
        title: 'users have to stay, grants stay in the file',
        rules: { regrant: 'accept', userWhileOff: 'must-stay' },
        edits: { [SYNC]: [FLAG], [POLICY]: ['isClientCredentialsFlowEnabled'] },
        leftOut: false,
      },
      {
        title: 'users have to stay, grants are left out',
        rules: { regrant: 'refuse', userWhileOff: 'must-stay' },
        edits: { [SYNC]: [FLAG], [POLICY]: ['isClientCredentialsFlowEnabled'] },
        leftOut: true,
      },
    ];
    for (const { title, rules, edits, leftOut } of cases) {
      it(`${title}, and applies that very one`, async () => {
        setDeployRules(org.simulator.state, rules);
        const prepared = await org.prepare();
        const found = prepared.plan.changes.map(({ component, edits: made }) => [
          `${component.type}:${component.fullName}`,
          made.map(({ path }) => path),
        ]);
        expect(Object.fromEntries(found)).to.deep.equal(edits);
        const lists = prepared.plan.changes.flatMap((change) => change.leftOut ?? []);
        expect(lists).to.deep.equal(leftOut ? ['commaSeparatedPermissionSet', 'commaSeparatedProfile'] : []);
        const result = await org.apply(prepared);
        expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'verified' });
        expect(org.textOf(POLICY)).to.contain('<commaSeparatedProfile>Admin, Integration</commaSeparatedProfile>');
      });
    }
  });

  it('takes out the app that the org refuses, names it with its words, and goes on', async () => {
    setDeployRules(org.simulator.state, { refuses: ({ fullName }) => (fullName === 'Sync' ? 'No way.' : undefined) });
    const prepared = await org.prepare();
    expect(changed(prepared)).to.deep.equal([POLICY]);
    expect(prepared.plan.skipped).to.have.lengthOf(1);
    expect(prepared.plan.skipped[0]).to.include({ reason: 'refused', detail: 'No way.' });
    expect((await org.apply(prepared)).summary.exitCode).to.equal(68);
  });

  it('tells apart what the caller is not permitted to change, so that they can be permitted to', async () => {
    await org.stop();
    const rows = auditorWith(...FOR_CONNECTED_APPS, 'ExternalClientAppViewer', 'ManageUsers', 'ViewSetup');
    org = await startRemediateOrg({ rows });
    await storeLogin(org.simulator.login(AUDITOR));
    const prepared = await org.prepare({ org: AUDITOR, includeActive: true, apps: ['Sync', 'Gateway'] });
    expect(changed(prepared)).to.deep.equal([SYNC]);
    expect(skipsIn(prepared)).to.deep.equal({ 'ExternalClientApplication:Gateway': 'not-permitted' });
    expect(dryRun(prepared, org.doors).summary.exitCode).to.equal(1);
  });

  it('ends in a refusal, and nothing is changed, where the validation cannot be asked for', async () => {
    org.simulator.fault({ kind: 'request-limit', on: 'deploy' });
    let refusal: unknown;
    await org.prepare().catch((error: unknown) => (refusal = error));
    expect(refusal).to.include({ code: 'request-limit', exitCode: 1 });
  });

  describe('leaves alone', () => {
    type Case = {
      title: string;
      reason: string;
      arrange: () => void;
      request?: Partial<RemediateRequest>;
      unless: Partial<RemediateRequest>;
    };
    const login = (application: string, userId = org.simulator.state.user(USER)?.['Id']): void => {
      org.simulator.state.addRow('LoginHistory', {
        UserId: userId,
        LoginTime: new Date(Date.now() - 86_400_000).toISOString(),
        LoginType: 'Remote Access Client',
        LoginSubType: 'OauthClientCredentials',
        Application: application,
        Status: 'Success',
        SourceIp: '192.0.2.1',
      });
    };
    const cases: Case[] = [
      { title: 'an app in use', reason: 'in-use', arrange: () => login('Sync'), unless: { includeActive: true } },
      {
        title: 'an app in use by the user that it had before',
        reason: 'in-use',
        arrange: () => login('Sync', org.simulator.state.addRow('User', { Username: 'before@example.com' })['Id']),
        unless: { includeActive: true },
      },
      {
        title: 'an app whose use is not known',
        reason: 'use-unknown',
        arrange: () => undefined,
        request: { usageDays: 0 },
        unless: { usageDays: 0, includeActive: true },
      },
      {
        title: 'an app that may be the one of this session',
        reason: 'own-session-suspected',
        arrange: () =>
          org.simulator.setComponent(
            'ConnectedApp',
            'Sync',
            connectedApp({ consumerKey: undefined, oauthClientCredentialUser: org.login.username }),
          ),
        unless: { allowLockout: true },
      },
    ];
    for (const { title, reason, arrange, request, unless } of cases) {
      it(`${title}, unless told otherwise`, async () => {
        if (reason.startsWith('own')) org.doors.openOrg = withoutClientId(org.doors.openOrg);
        arrange();
        const guarded = await org.prepare({ apps: ['Sync'], ...request });
        expect(skipsIn(guarded)).to.deep.equal({ 'ConnectedApp:Sync': reason });
        expect(guarded.deploys).to.deep.equal([]);
        const told = await org.prepare({ apps: ['Sync'], ...unless });
        expect(changed(told)).to.deep.equal([SYNC]);
      });
    }

    it('the app that this very session is logged in with', async () => {
      const open = org.doors.openOrg;
      org.doors.openOrg = async (target, version) => {
        const answer = await open(target, version);
        return answer.ok ? { ok: true, value: { ...answer.value, clientId: '3MVG9.key.of.Sync' } } : answer;
      };
      const guarded = await org.prepare();
      expect(skipsIn(guarded)).to.deep.equal({ 'ConnectedApp:Sync': 'own-session' });
      expect(changed(guarded)).to.deep.equal([POLICY]);
      expect(changed(await org.prepare({ allowLockout: true }))).to.have.members([SYNC, POLICY]);
    });

    it('an installed connected app, but not the policy of a packaged external client app', async () => {
      org.simulator.setComponent('ConnectedApp', 'Sync', connectedApp(), {
        namespacePrefix: 'acme',
        manageableState: 'installed',
      });
      org.simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy', policy());
      const prepared = await org.prepare({ apps: ['Sync', 'Gateway'] });
      expect(skipsIn(prepared)).to.deep.equal({ 'ConnectedApp:Sync': 'managed' });
      expect(changed(prepared)).to.deep.equal([POLICY]);
    });
  });
});

const withoutClientId =
  (open: RemediateOrg['doors']['openOrg']): RemediateOrg['doors']['openOrg'] =>
  async (target, version) => {
    const answer = await open(target, version);
    if (!answer.ok) return answer;
    const door = { ...answer.value };
    delete door.clientId;
    return { ok: true, value: door };
  };
