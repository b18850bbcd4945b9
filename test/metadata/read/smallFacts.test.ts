import { expect } from 'chai';
import { decode } from '../../../src/metadata/decode.js';
import { certificateIn } from '../../../src/metadata/read/certificate.js';
import { ecaScopeFacts } from '../../../src/metadata/read/ecaScopes.js';
import {
  ecaGlobalSettingsFacts,
  ecaHeaderFacts,
  ecaPluginFacts,
  ecaPolicyFacts,
  ecaSatelliteFacts,
} from '../../../src/metadata/read/externalClientApp.js';
import { connectedAppFacts } from '../../../src/metadata/read/connectedApp.js';
import { permittedUsersIn } from '../../../src/metadata/read/permittedUsers.js';
import {
  externalClientAppSettingsFacts,
  securitySettingsFacts,
} from '../../../src/metadata/read/profileAndSettings.js';
import { readsOff, readsOn } from '../../../src/metadata/read/values.js';
import { connectedApp, file, policy } from '../support/samples.js';

const parent = '<externalClientApplication>Billing</externalClientApplication>';
const GLOBAL = 'ExtlClntAppGlobalOauthSettings';

describe('the certificate of a connected app', () => {
  it('is the first that is not empty, in its place', () => {
    const twice = '<certificate/><certificate>MIIB</certificate><certificate>MIIC</certificate>';
    expect(certificateIn(connectedApp(twice))).to.equal('MIIB');
    expect(certificateIn(connectedApp('<certificate></certificate>'))).to.equal(undefined);
    expect(certificateIn(connectedApp('', '<certificate>MIIB</certificate>'))).to.equal(undefined);
  });

  it('is none in a file of another type, or in none that can be read', () => {
    expect(certificateIn(file('Profile', '<oauthConfig><certificate>MIIB</certificate></oauthConfig>'))).to.equal(
      undefined,
    );
    expect(certificateIn('<ConnectedApp>')).to.equal(undefined);
  });
});

describe('the scopes of an external client app', () => {
  const settings = (inside: string): string => file('ExtlClntAppOauthSettings', inside);

  it('are each of the list, without blanks', () => {
    const list = '<commaSeparatedOauthScopes> Api, RefreshToken ,,Web</commaSeparatedOauthScopes>';
    expect(ecaScopeFacts(settings(list + parent))).to.deep.equal({
      externalClientApplication: 'Billing',
      scopes: ['Api', 'RefreshToken', 'Web'],
    });
  });

  it('are none where there are none, or where the file is another', () => {
    expect(ecaScopeFacts(settings(''))).to.deep.equal({ scopes: [] });
    expect(ecaScopeFacts(file(GLOBAL, parent))).to.deep.equal({ scopes: [] });
    expect(ecaScopeFacts('x')).to.deep.equal({ scopes: [] });
  });
});

describe('the users that an administrator approved', () => {
  it('for a connected app stand beside its oauthConfig', () => {
    const text = connectedApp(
      '',
      '<permissionSetName>A</permissionSetName><permissionSetName/><profileName>P</profileName>',
    );
    expect(permittedUsersIn(text, 'ConnectedApp')).to.deep.equal({
      ...{ isAdminApproved: false, permissionSets: ['A'], profiles: ['P'] },
    });
    const approved = text.replace('<isAdminApproved>false', '<isAdminApproved>true');
    expect(permittedUsersIn(approved, 'ConnectedApp')?.isAdminApproved).to.equal(true);
    const twice = approved.replace('</oauthConfig>', '<isAdminApproved>false</isAdminApproved></oauthConfig>');
    expect(permittedUsersIn(twice, 'ConnectedApp')?.isAdminApproved).to.equal(true);
  });

  const TYPE = 'ExtlClntAppOauthConfigurablePolicies';

  it('for an external client app are lists in its policy', () => {
    const inside =
      '<commaSeparatedProfile> P , Q,</commaSeparatedProfile><permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>';
    expect(permittedUsersIn(policy(inside), TYPE)).to.deep.equal({
      ...{ isAdminApproved: true, permissionSets: ['Billing'], profiles: ['P', 'Q'] },
    });
    const all = inside.replace('AdminApprovedPreAuthorized', 'AllSelfAuthorized');
    expect(permittedUsersIn(policy(all), TYPE)?.isAdminApproved).to.equal(false);
    expect(permittedUsersIn(policy(''), TYPE)?.isAdminApproved).to.equal(false);
  });

  it('are not known from another file', () => {
    expect(permittedUsersIn(policy(''), 'ConnectedApp')).to.equal(undefined);
    expect(permittedUsersIn(connectedApp(''), TYPE)).to.equal(undefined);
  });
});

describe('files beside an external client app', () => {
  it('a header tells whom to ask', () => {
    const facts = ecaHeaderFacts(file('ExternalClientApplication', '<contactEmail>a@example.com</contactEmail>'));
    expect(facts).to.deep.equal({ kind: 'ExternalClientApplication', contact: 'a@example.com' });
    const app = connectedAppFacts(connectedApp(''));
    expect(app).to.include({ contact: 'owner@example.com', hasOauthConfig: true });
    expect(connectedAppFacts(file('ConnectedApp', ''))).to.include({ hasOauthConfig: false });
  });

  it('a policy tells whom it admits, if anybody', () => {
    const admitted = (inside: string): unknown => {
      const facts = ecaPolicyFacts(file('ExtlClntAppOauthConfigurablePolicies', inside));
      return 'flow' in facts ? [facts.admitted, facts.permittedUsers] : facts;
    };
    expect(admitted('')).to.deep.equal([undefined, undefined]);
    expect(admitted('<commaSeparatedProfile> , </commaSeparatedProfile>')).to.deep.equal([undefined, undefined]);
    expect(
      admitted(
        '<commaSeparatedProfile>P, Q</commaSeparatedProfile><commaSeparatedPermissionSet>A</commaSeparatedPermissionSet><permittedUsersPolicyType>X</permittedUsersPolicyType>',
      ),
    ).to.deep.equal([{ profiles: ['P', 'Q'], permissionSets: ['A'] }, 'X']);
    expect(
      admitted(
        '<commaSeparatedProfile>P</commaSeparatedProfile><commaSeparatedPermissionSet>A</commaSeparatedPermissionSet>',
      ),
    ).to.deep.equal([{ profiles: ['P'], permissionSets: ['A'] }, undefined]);
  });

  it('app policies tell their kind and whose they are', () => {
    expect(ecaPluginFacts(file('ExtlClntAppConfigurablePolicies', parent))).to.include({
      ...{ kind: 'ExtlClntAppConfigurablePolicies', externalClientApplication: 'Billing' },
    });
    expect(ecaSatelliteFacts('ExtlClntAppOauthSettings')(file('ExtlClntAppOauthSettings', parent))).to.deep.equal({
      ...{ kind: 'ExtlClntAppOauthSettings', externalClientApplication: 'Billing' },
    });
  });

  it('app policies and settings tell where a secret stands in them', () => {
    const inside = `${parent}<consumerSecret>0123456789ABCDEF0123456789ABCDEF</consumerSecret>`;
    for (const [type, read] of [
      ['ExtlClntAppConfigurablePolicies', ecaPluginFacts],
      ['ExtlClntAppOauthSettings', ecaSatelliteFacts('ExtlClntAppOauthSettings')],
    ] as const) {
      const text = file(type, inside);
      expect(read(text)).to.include({ secretOffset: text.indexOf('<consumerSecret>') });
      expect(read(file(type, parent))).not.to.have.property('secretOffset');
    }
  });

  it('global settings tell the flag, whose they are, and whether a secret or a key is there', () => {
    const inside = `<isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>${parent}`;
    const none = ecaGlobalSettingsFacts(file(GLOBAL, inside));
    expect(none).to.deep.include({ kind: GLOBAL, hasSecretElement: false, externalClientApplication: 'Billing' });
    expect('enablement' in none && none.enablement.state).to.equal('on');
    expect(none).not.to.have.any.keys('keyOffset', 'secretOffset');
    const key = `${inside}<consumerKey>3MVG9abcdefghijklmnop</consumerKey>`;
    const text = file(GLOBAL, `${key}<consumerSecret>0123456789ABCDEF0123456789ABCDEF</consumerSecret>`);
    expect(ecaGlobalSettingsFacts(text)).to.deep.include({
      ...{ hasSecretElement: true, keyOffset: text.indexOf('<consumerKey>') },
      secretOffset: text.indexOf('<consumerSecret>'),
    });
    const held = file(GLOBAL, `${inside}<consumerKey>\${KEY}</consumerKey><consumerSecret/>`);
    expect(ecaGlobalSettingsFacts(held))
      .to.include({ hasSecretElement: true })
      .and.not.have.any.keys('keyOffset', 'secretOffset');
  });

  it('settings of the org tell their flags', () => {
    const text = file(
      'ExternalClientAppSettings',
      '<enableConsumerSecretApiAccess>true</enableConsumerSecretApiAccess>',
    );
    const facts = externalClientAppSettingsFacts(text);
    expect(facts.kind).to.equal('ExternalClientAppSettings');
    expect('secretAccess' in facts && facts.secretAccess.state).to.equal('on');
    expect(securitySettingsFacts(file('SecuritySettings', '')).kind).to.equal('SecuritySettings');
  });
});

describe('a value of a flag', () => {
  it('is on, off, or neither', () => {
    expect([...['true', '1', ' true '].map(readsOn), ...['false', '0', 'x', '', null].map(readsOn)]).to.deep.equal([
      ...[true, true, true],
      ...[false, false, false, false, false],
    ]);
    expect([...['false', '0', ' false ', null].map(readsOff), ...['true', '1', 'x', ''].map(readsOff)]).to.deep.equal([
      ...[true, true, true, true],
      ...[false, false, false, false],
    ]);
  });
});

describe('the mark of an encoding', () => {
  it('has two bytes, and one of them alone is none', () => {
    const encodingOf = (...bytes: number[]): string => {
      const decoded = decode(Buffer.from(bytes));
      return decoded.ok ? decoded.encoding : 'none';
    };
    expect([encodingOf(0xff, 0xfe), encodingOf(0xfe, 0xff)]).to.deep.equal(['utf-16le', 'utf-16be']);
    for (const other of [
      [0xff, 0x00],
      [0x41, 0xfe],
      [0xfe, 0x00],
      [0x41, 0xff],
      [0xff, 0xff],
      [0xfe, 0xfe],
    ])
      expect(encodingOf(...other), String(other)).to.equal('none');
  });
});
