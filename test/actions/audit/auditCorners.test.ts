import { expect } from 'chai';
import type { Finding } from '../../../src/posture/model.js';
import type { Simulator, SimulatorOptions } from '../../simulator/simulator.js';
import { failedSteps, findingOf, namesOf, startAuditedOrg, type AuditedOrg } from '../support/auditedOrg.js';

/** An org whose answers are odd in one place each, around an app that would pass as hardened. */

const METADATA = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const POLICY = 'ExtlClntAppOauthConfigurablePolicies';
const HARDENED = 'Catalogue_Publisher';
const ITS_POLICY = 'Catalogue_Publisher_OauthSettings_defaultPolicy';

const USER = 'integration.catalogue@example.com';
const ADMIN = 'deploy.admin@example.com';

type Elements = Record<string, string>;

const policy = (differing: Elements = {}): string => {
  const elements: Elements = {
    externalClientApplication: `<externalClientApplication>${HARDENED}</externalClientApplication>`,
    clientCredentialsFlowUser: `<clientCredentialsFlowUser>${USER}</clientCredentialsFlowUser>`,
    ipRelaxationPolicyType: '<ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType>',
    isClientCredentialsFlowEnabled: '<isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>',
    ...differing,
  };
  return `<${POLICY} ${METADATA} ${XSI}>${Object.values(elements).join('')}<label>Odd</label></${POLICY}>`;
};

const profile = (inside: string): string => `<Profile ${METADATA}>${inside}</Profile>`;
const range = (end: string, name = 'loginIpRanges', start = '198.51.100.8'): string =>
  `<${name}><endAddress>${end}</endAddress><startAddress>${start}</startAddress></${name}>`;
const EVERYWHERE = (name: string): string => range('255.255.255.255', name, '0.0.0.0');

const header = `<ExternalClientApplication ${METADATA}><label>Hub</label></ExternalClientApplication>`;
const switchedOff = (app: string): string =>
  `<ExtlClntAppConfigurablePolicies ${METADATA}><externalClientApplication>${app}</externalClientApplication>` +
  '<isEnabled>false</isEnabled></ExtlClntAppConfigurablePolicies>';

describe('audit: an org that says more than one thing in one place', () => {
  let org: AuditedOrg | undefined;
  afterEach(() => org?.stop());

  const audited = async (change: (simulator: Simulator) => void, options: SimulatorOptions = {}) => {
    org = await startAuditedOrg(options);
    change(org.simulator);
    return org.audit();
  };
  const verdictOf = async (
    change: (simulator: Simulator) => void,
    { app = HARDENED, ...options }: SimulatorOptions & { app?: string } = {},
  ): Promise<Pick<Finding, 'status' | 'reason'>> => {
    const { status, reason } = findingOf(await audited(change, options), app);
    return { status, reason };
  };
  const withPolicy =
    (differing: Elements) =>
    (simulator: Simulator): void =>
      void simulator.setComponent(POLICY, ITS_POLICY, policy(differing));
  const withProfile =
    (inside: string) =>
    (simulator: Simulator): void =>
      void simulator.setComponent('Profile', 'Integration%3A Catalogue', profile(inside));

  /** SOQL contradicts nothing, so that what the file says is all there is. */
  const SILENT_ROW = {
    [`ExtlClntAppOauthPlcyCnfg:${ITS_POLICY}`]: { ClientCredentialsFlowUser: null, IpRelaxationPolicyType: null },
  };

  it('passes the app as hardened where nothing is odd', async () => {
    const verdict = await verdictOf(withPolicy({}), { overrides: SILENT_ROW });
    expect(verdict).to.deep.equal({ status: 'pass', reason: 'hardened' });
  });

  const notHardened: Array<[name: string, change: (simulator: Simulator) => void, reason: string]> = [
    [
      'an administrator inside the element of the user',
      withPolicy({
        clientCredentialsFlowUser: `<clientCredentialsFlowUser>${USER}<also>${ADMIN}</also></clientCredentialsFlowUser>`,
      }),
      'not-hardened',
    ],
    [
      'a user who is nil and named all the same',
      withPolicy({
        clientCredentialsFlowUser: `<clientCredentialsFlowUser xsi:nil="true">${USER}</clientCredentialsFlowUser>`,
      }),
      'hardening-unknown',
    ],
    [
      'a relaxation inside the element of the relaxation',
      withPolicy({
        ipRelaxationPolicyType: '<ipRelaxationPolicyType>Enforce<also>Bypass</also></ipRelaxationPolicyType>',
      }),
      'hardening-unknown',
    ],
    [
      'a relaxation that is nil and given all the same',
      withPolicy({ ipRelaxationPolicyType: '<ipRelaxationPolicyType xsi:nil="1">Enforce</ipRelaxationPolicyType>' }),
      'hardening-unknown',
    ],
    [
      'a login IP range of everywhere in another case',
      withProfile(range('198.51.100.11') + EVERYWHERE('LoginIpRanges')),
      'hardening-unknown',
    ],
    [
      'a login IP range of everywhere in another place',
      withProfile(`${range('198.51.100.11')}<more>${EVERYWHERE('loginIpRanges')}</more>`),
      'hardening-unknown',
    ],
    [
      'an address inside the address of a login IP range',
      withProfile(range('198.51.100.11<also>255.255.255.255</also>')),
      'hardening-unknown',
    ],
  ];
  for (const [name, change, reason] of notHardened) {
    it(`does not pass an app as hardened by ${name}`, async () => {
      expect(await verdictOf(change, { overrides: SILENT_ROW })).to.deep.equal({ status: 'fail', reason });
    });
  }

  it('believes SOQL that says "Enabled" of a flow where the metadata says off', async () => {
    const overrides = { 'ExtlClntAppOauthPlcyCnfg:Ticket_Bridge': { IsClientCredentialsFlowEnabled: 'Enabled' } };
    expect(await verdictOf(() => undefined, { overrides, app: 'Ticket_Bridge' })).to.deep.equal({
      status: 'fail',
      reason: 'enabled-by-query',
    });
  });

  it('does not pass an app as switched off that SOQL calls "Enabled"', async () => {
    const overrides = { 'ExtlClntAppPlcyCnfg:Catalogue_Publisher_plcy': { IsEnabled: 'Enabled' } };
    const { reason } = await verdictOf(
      (simulator) =>
        void simulator.setComponent(
          'ExtlClntAppConfigurablePolicies',
          'Catalogue_Publisher_plcy',
          switchedOff(HARDENED),
        ),
      { overrides },
    );
    expect(reason).to.equal('hardened');
  });

  const hub = { externalClientApplication: '<externalClientApplication>Hub</externalClientApplication>' };

  it('finds the packaged app of a policy where SOQL alone gives its namespace, and makes no phantom of it', async () => {
    const report = await audited(
      (simulator) => {
        simulator.setComponent('ExternalClientApplication', 'zed__Hub', header);
        simulator.setComponent(POLICY, 'Hub_oauth_defaultPolicy', policy(hub));
      },
      { overrides: { 'ExternalClientApplication:zed__Hub': { DeveloperName: 'Hub', NamespacePrefix: 'zed' } } },
    );
    expect(namesOf(report)).to.include('zed__Hub').and.not.include('Hub');
    expect(findingOf(report, 'zed__Hub')).to.deep.include({ status: 'fail', reason: 'not-hardened' });
    expect(findingOf(report, 'zed__Hub').app).to.include({ name: 'Hub', namespace: 'zed' });
  });

  it('does not take SOQL without a column for SOQL that contradicts nothing', async () => {
    const report = await audited(
      (simulator) =>
        void simulator.fault({
          kind: 'answer',
          on: /ExtlClntAppOauthPlcyCnfg/,
          times: Infinity,
          body: ({ body }) => body.toString().replaceAll('ClientCredentialsFlowUser', 'clientcredentialsflowuser'),
        }),
    );
    expect(failedSteps(report)).to.deep.equal(['query-oauth-policies']);
    expect(findingOf(report, HARDENED)).to.include({ status: 'fail', reason: 'hardening-unknown' });
  });

  it('takes an app whose name has a prefix for one that may be installed, though the list says nothing of it', async () => {
    const name = 'acme__Bare';
    const app = `<ConnectedApp ${METADATA}><label>Bare</label></ConnectedApp>`;
    const listed = (state: string) =>
      verdictOf((simulator) => void simulator.setComponent('ConnectedApp', name, app, { manageableState: state }), {
        app: name,
      });
    expect(await listed('')).to.deep.equal({ status: 'not-evaluated', reason: 'managed-not-shown' });
    await org?.stop();
    expect(await listed('unmanaged')).to.deep.equal({ status: 'not-applicable', reason: 'no-oauth' });
  });

  /** An app and a packaged one, and a policy that names them both. */
  const namesakes = (row: SimulatorOptions['overrides'] = {}): Promise<Awaited<ReturnType<AuditedOrg['audit']>>> =>
    audited(
      (simulator) => {
        const add: Simulator['setComponent'] = (...component) => simulator.setComponent(...component);
        const installed = { namespacePrefix: 'zed', manageableState: 'installed' };
        add('ExternalClientApplication', 'Hub', header);
        const { id } = add('ExternalClientApplication', 'zed__Hub', header, installed);
        for (const fields of Object.values(row)) if (fields !== 'absent') fields.ExternalClientApplicationId = id;
        add(POLICY, 'Hub_oauth_defaultPolicy', policy(hub));
        add('ExtlClntAppConfigurablePolicies', 'Hub_plcy', switchedOff('Hub'));
      },
      { overrides: row },
    );
  const ROW = 'ExtlClntAppOauthPlcyCnfg:Hub_oauth_defaultPolicy';

  it('takes a policy that names two apps without the prefix for that of the app whose row it is', async () => {
    const report = await namesakes({ [ROW]: { IsClientCredentialsFlowEnabled: false } });
    expect(findingOf(report, 'zed__Hub')).to.deep.include({ status: 'fail', reason: 'not-hardened' });
    expect(findingOf(report, 'Hub').status).to.equal('not-applicable');
  });

  it('takes a policy that names two apps without the prefix for nobody’s where no row tells, and passes none of them', async () => {
    const report = await namesakes({ [ROW]: 'absent' });
    expect(findingOf(report, 'Hub_oauth_defaultPolicy (policy)').status).to.equal('fail');
    for (const app of ['Hub', 'zed__Hub'])
      expect(findingOf(report, app)).to.deep.include({ status: 'not-evaluated', reason: 'policy-not-readable' });
  });

  for (const [flag, status, reason] of [
    ['true', 'fail', 'not-hardened'],
    ['false', 'not-evaluated', 'policy-not-readable'],
  ] as const)
    it(`takes a policy that names two packaged apps without the prefix for nobody’s, and makes no phantom of it: ${flag}`, async () => {
      const report = await audited(
        (simulator) => {
          for (const namespacePrefix of ['zed', 'yam']) {
            const name = `${namespacePrefix}__Hub`;
            simulator.setComponent('ExternalClientApplication', name, header, {
              namespacePrefix,
              manageableState: 'installed',
            });
          }
          simulator.setComponent(POLICY, 'Hub_oauth_defaultPolicy', policy(hub).replace('>true<', `>${flag}<`));
        },
        { overrides: { [ROW]: 'absent' } },
      );
      expect(namesOf(report)).to.include('Hub_oauth_defaultPolicy (policy)').and.not.include('Hub');
      expect(findingOf(report, 'Hub_oauth_defaultPolicy (policy)')).to.deep.include({ status, reason });
      for (const app of ['zed__Hub', 'yam__Hub']) expect(findingOf(report, app).status).to.equal('not-evaluated');
    });

  it('switches no app off by a switch that may be that of a packaged app of its name', async () => {
    const report = await namesakes();
    expect(findingOf(report, 'Hub').reason).to.equal('not-hardened');
  });
});
