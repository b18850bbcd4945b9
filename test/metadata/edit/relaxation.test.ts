import { expect } from 'chai';
import { restoreFlag } from '../../../src/metadata/edit/restoreFlag.js';
import { connectedApp, policy } from '../support/samples.js';

const TYPE = 'ExtlClntAppOauthConfigurablePolicies';
const POLICY = policy('    <isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>\n');
const BEFORE = { flag: 'true', user: null };

describe('restoreFlag, of a relaxation', () => {
  it('puts it back', () => {
    const back = restoreFlag(POLICY, TYPE, { ...BEFORE, relaxation: ' Bypass ' });
    expect(back.ok && back.text).to.equal(POLICY.replace('>Enforce<', '>Bypass<'));
  });

  it('takes it out where there was none', () => {
    const back = restoreFlag(POLICY, TYPE, { ...BEFORE, relaxation: null });
    expect(back.ok && back.text).to.equal(
      POLICY.replace('    <ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType>\n', ''),
    );
  });

  it('leaves it where a snapshot says nothing of it, and in a connected app', () => {
    const same = restoreFlag(POLICY, TYPE, BEFORE);
    expect(same.ok && same.text).to.equal(POLICY);
    const app = connectedApp('        <isClientCredentialEnabled>true</isClientCredentialEnabled>\n');
    const back = restoreFlag(app, 'ConnectedApp', { flag: null, user: null, relaxation: 'Bypass' });
    expect(back.ok && back.text.includes('Bypass')).to.equal(false);
  });
});
