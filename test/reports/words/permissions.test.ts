import { expect } from 'chai';
import { createTexts } from '../../../src/cli/texts.js';
import { factorDetail, stepSentence } from '../../../src/reports/words/finding.js';
import { labelAndName, missingPermissions } from '../../../src/reports/words/permissions.js';

const texts = createTexts();

describe('a permission that is missing', () => {
  it('is shown in the words of Setup', () => {
    expect(missingPermissions('ManageUsers|MonitorLoginHistory, ViewSetup', texts)).to.equal(
      '"Manage Users" or "Monitor Login History", and "View Setup and Configuration"',
    );
  });

  it('has its API name beside it for a reader of details', () => {
    expect(missingPermissions('ManageRemoteAccess', texts, true)).to.equal(
      '"Manage Connected Apps" (ManageRemoteAccess)',
    );
    expect(labelAndName('ModifyAllData', texts)).to.equal('Modify All Data (ModifyAllData)');
  });

  it('keeps what the org said where that is no permission', () => {
    expect(missingPermissions('insufficient access', texts)).to.equal(undefined);
    expect(missingPermissions('ManageUsers, or so', texts)).to.equal(undefined);
    const step = { step: 'list-connected-apps', status: 'failed' as const, detail: 'not-permitted: no access' };
    expect(stepSentence(step, texts)).to.match(/lacks permission \(no access\)$/);
  });

  it('takes no key of the bundle for one', () => {
    expect(missingPermissions('quoted|or', texts)).to.equal(undefined);
  });
});

describe('the detail of a factor', () => {
  it('is shown in words: permissions, the network, and who is missing', () => {
    expect(factorDetail('ModifyAllData, ViewAllData', texts)).to.equal('Modify All Data, View All Data');
    expect(factorDetail('relaxation=BYPASS, no-execution-user', texts)).to.equal(
      'IP relaxation: BYPASS, no Run As user',
    );
  });

  it('stays as it is where it is a name', () => {
    expect(factorDetail('ExternalClientApplication:Billing', texts)).to.equal('ExternalClientApplication:Billing');
    expect(factorDetail('profile Admin', texts)).to.equal('profile Admin');
  });
});
