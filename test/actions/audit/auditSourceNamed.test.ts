import { expect } from 'chai';
import { auditSource } from '../../../src/actions/audit/auditSource.js';
import type { ControlId } from '../../../src/posture/model.js';
import { gate } from '../../../src/posture/report/gate.js';
import { removeTemporaryTrees, temporaryTree } from '../../files/support/temporaryTree.js';
import { sourceDoors } from '../../inventory/support/sourceDoors.js';

/** A template names no app, so its file can be that of the app that was asked for. */

const file = (type: string, app: string, flag: string): string =>
  `<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${app
    .split(',')
    .map((name) => `<externalClientApplication>${name}</externalClientApplication>`)
    .join('')}<isClientCredentialsFlowEnabled>${flag}</isClientCredentialsFlowEnabled></${type}>`;
const policy = (app: string, flag: string): string => file('ExtlClntAppOauthConfigurablePolicies', app, flag);
const settings = (app: string, flag: string): string => file('ExtlClntAppGlobalOauthSettings', app, flag);

type Seen = { findings: string[]; exit: number; detail: string | undefined };

const audited = async (files: Record<string, string>, apps: string[], control: ControlId): Promise<Seen> => {
  const scope = { directories: ['.'], root: temporaryTree(files), controls: [control], apps, usageDays: 0 };
  const { target } = await auditSource(scope, sourceDoors);
  return {
    findings: target.findings.map(({ app, reason }) => `${app.name}: ${reason}`),
    exit: gate([target], { failOn: 'high', allowIncomplete: true, baselineUsed: false }),
    detail: target.coverage.find(({ step }) => step === 'read-files')?.detail,
  };
};

const POLICY: ControlId = 'eca-client-credentials-policy';
const SETTINGS: ControlId = 'eca-flow-enablement';

describe('an app that is named, beside files that do not say whose they are', () => {
  afterEach(removeTemporaryTrees);

  const OWN = { 'A.ecaOauthPlcy': policy('Courier', 'false'), 'A.ecaGlblOauth': settings('Courier', 'false') };
  const found = { findings: ['Courier: flow-disabled'] };

  for (const [what, control, more] of [
    ['a policy of a template', POLICY, { 'T.ecaOauthPlcy': policy('{{APP}}', 'true') }],
    ['a policy of two apps', POLICY, { 'T.ecaOauthPlcy': policy('Courier,Other', 'true') }],
    ['a policy that was not fetched', POLICY, { 'T.ecaOauthPlcy': 'version https://git-lfs.github.com/spec/v1' }],
    ['settings of a template', SETTINGS, { 'T.ecaGlblOauth': settings('{{APP}}', 'true') }],
  ] as const)
    it(`does not pass: ${what}`, async () => {
      const [path] = Object.keys(more);
      expect(await audited({ ...OWN, ...more }, ['Courier'], control)).to.deep.include({
        ...found,
        exit: 31,
        detail: `app-not-told: ${path}`,
      });
    });

  it('passes where the flow is off in them, where they are of another app, and where they are selected too', async () => {
    for (const other of [policy('{{APP}}', 'false'), policy('Other', 'true')])
      expect(await audited({ ...OWN, 'T.ecaOauthPlcy': other }, ['Courier'], POLICY)).to.deep.equal({
        ...found,
        exit: 0,
        detail: undefined,
      });
    const all = await audited({ ...OWN, 'T.ecaOauthPlcy': policy('{{APP}}', 'true') }, ['*'], POLICY);
    expect(all).to.deep.include({ exit: 30, detail: undefined });
  });

  it('leaves a connected app alone, which has no such files', async () => {
    const app = '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><label>Feed</label></ConnectedApp>';
    const files = { 'Feed.connectedApp': app, 'T.ecaOauthPlcy': policy('{{APP}}', 'true') };
    const scope = { directories: ['.'], root: temporaryTree(files), usageDays: 0 };
    const controls: ControlId[] = ['connected-app-client-credentials', POLICY];
    const { target } = await auditSource({ ...scope, controls, apps: ['Feed'] }, sourceDoors);
    expect(gate([target], { failOn: 'high', allowIncomplete: false, baselineUsed: false })).to.equal(0);
  });
});
