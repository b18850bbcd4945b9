import { expect } from 'chai';
import { createTexts } from '../../../src/cli/texts.js';
import { factorDetail } from '../../../src/reports/words/factorDetail.js';
import { stepSentence } from '../../../src/reports/words/finding.js';
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
      'IP relaxation "Relax IP restrictions", no Run As user',
    );
  });

  it('puts a label with commas in quotation marks, so that it is one entry of its list', () => {
    expect(factorDetail('ExternalClientAppAdmin, ManageUsers', texts)).to.equal(
      '"View all External Client Apps, view their settings, and edit their policies", Manage Users',
    );
  });

  it('has the labels of Setup for an IP relaxation, whether it is from metadata or from SOQL', () => {
    expect(factorDetail('relaxation=0, ranges=1, addresses=16, every-request=true', texts)).to.equal(
      'IP relaxation "Enforce IP restrictions", 1 login IP range with 16 addresses, enforced on every request',
    );
    expect(factorDetail('relaxation=Sometimes, ranges=0, addresses=0, every-request=true', texts)).to.equal(
      'IP relaxation Sometimes, no login IP ranges (unrestricted)',
    );
    expect(factorDetail('ranges=2, addresses=unknown, every-request=unknown', texts)).to.equal(
      '2 login IP ranges with unknown addresses, unknown whether they are enforced on every request',
    );
    expect(factorDetail('sources-disagree; relaxation=Enforce, no-execution-user; relaxation=2', texts)).to.equal(
      'SOQL and metadata disagree; IP relaxation "Enforce IP restrictions", no Run As user; IP relaxation "Relax IP restrictions"',
    );
  });

  it('says of a bare value what it is', () => {
    expect(factorDetail('Salesforce', texts, 'person')).to.equal('license: Salesforce');
    expect(factorDetail('15', texts, 'session-timeout')).to.equal('15 minutes');
    expect(factorDetail('16', texts, 'monitoring')).to.equal('16');
  });

  it('stays as it is where it is a name', () => {
    expect(factorDetail('ExternalClientApplication:Billing', texts)).to.equal('ExternalClientApplication:Billing');
    expect(factorDetail('profile Admin', texts)).to.equal('profile Admin');
  });
});
