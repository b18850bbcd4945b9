import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { switchOff } from '../../../src/metadata/edit/switchOff.js';
import type { EditableType } from '../../../src/metadata/switches.js';
import type { Attempt } from '../../../src/remediation/edit/edited.js';
import { planRestore, type RestorePlan } from '../../../src/remediation/plan/restorePlan.js';
import type { SnapshotChange, Switch } from '../../../src/remediation/model/saved.js';
import { userLeftOut } from '../../../src/remediation/outcome/notRestored.js';
import { DEMO_ORG } from '../../simulator/connect.js';

type Sample = { type: EditableType; fullName: string; path: string; user: string };

const APP: Sample = {
  type: 'ConnectedApp',
  fullName: 'Order_Sync',
  path: 'connectedApps/Order_Sync.connectedApp',
  user: 'deploy.admin@example.com',
};
const POLICY: Sample = {
  type: 'ExtlClntAppOauthConfigurablePolicies',
  fullName: 'Warehouse_Gateway_oauthPlcy',
  path: 'extlClntAppOauthPolicies/Warehouse_Gateway_oauthPlcy.ecaOauthPlcy',
  user: 'integration.warehouse@example.com',
};

const originalOf = ({ path }: Sample): string => readFileSync(join(DEMO_ORG, path), 'utf8');

const remediated = (sample: Sample, original = originalOf(sample)): string => {
  const off = switchOff(original, sample.type, { removeUser: true });
  if (!off.ok) throw new Error(off.problem);
  return off.text;
};

const changeOf = ({ type, fullName, user }: Sample, after: Switch = { flag: 'false', user: null }): SnapshotChange => ({
  control: type === 'ConnectedApp' ? 'connected-app-client-credentials' : 'eca-client-credentials-policy',
  app: {
    type: type === 'ConnectedApp' ? 'ConnectedApp' : 'ExternalClientApplication',
    name: fullName.replace('_oauthPlcy', ''),
    managed: false,
  },
  component: { type, fullName },
  before: { flag: 'true', user },
  after,
  beforeHash: 'of no interest here',
  original: { file: 'originals/0001.xml', sha256: 'of no interest here' },
});

const plan = (sample: Sample, now: string | undefined, force = false, change = changeOf(sample)): RestorePlan => {
  const { type, fullName, path } = sample;
  const files = new Map(now === undefined ? [] : [[`${type}:${fullName}`, { type, fullName, path, text: now }]]);
  return planRestore({
    changes: [change],
    files,
    broken: new Map(),
    unchanged: new Set(),
    force,
    identities: { keySalt: undefined, ids: new Map() },
  });
};

const attemptIn = ({ attempts: [attempt], skipped }: RestorePlan): Attempt => {
  if (!attempt) throw new Error(`No attempt, but ${JSON.stringify(skipped)}`);
  return attempt;
};

const withoutKey = (text: string): string => text.replace(/\n *<consumerKey>.*<\/consumerKey>/, '');

describe('a plan to restore', () => {
  for (const sample of [APP, POLICY]) {
    describe(`of ${sample.type === 'ConnectedApp' ? 'a connected app' : 'the policy of an external client app'}`, () => {
      it('makes the component as it was before, byte for byte, and sends no key', () => {
        const { edited } = attemptIn(plan(sample, remediated(sample)));
        expect(edited.sent).to.equal(withoutKey(originalOf(sample)));
        expect(edited.meant).to.equal(edited.sent);
        expect(edited.original).to.equal(withoutKey(remediated(sample)));
        expect(edited.change.edits.map(({ before, after }) => [before, after])).to.have.deep.members([
          ['false', 'true'],
          [null, sample.user],
        ]);
      });

      it('keeps what others changed since', () => {
        const edit = (text: string): string =>
          text
            .replace('order-sync.example.com', 'orders.example.com')
            .replace('>Bypass<', '>Enforce<')
            .replace('<label>', '<!-- renamed --><label>New ');
        const { edited } = attemptIn(plan(sample, edit(remediated(sample))));
        expect(edited.sent).to.equal(withoutKey(edit(originalOf(sample))));
      });

      it('has nothing to do where flag and user are back', () => {
        expect(plan(sample, originalOf(sample)).skipped).to.have.nested.property('[0].reason', 'nothing-to-restore');
      });

      it('never creates a component that is gone', () => {
        expect(plan(sample, undefined, true)).to.have.nested.property('skipped[0].reason', 'gone');
      });
    });
  }

  it('takes a flag that is spelled "0" for the one that the remediation left', () => {
    const { edited } = attemptIn(plan(APP, remediated(APP).replace('Enabled>false', 'Enabled>0')));
    expect(edited.sent).to.equal(withoutKey(originalOf(APP)));
  });

  const other = 'somebody.else@example.com';
  const changedAgain: { title: string; now: string }[] = [
    { title: 'the flow is on again, with another user', now: originalOf(APP).replaceAll(APP.user, other) },
    {
      title: 'the flow is off, and another user stands there',
      now: originalOf(APP).replaceAll(APP.user, other).replace('Enabled>true', 'Enabled>false'),
    },
    { title: 'the flag is no boolean', now: remediated(APP).replace('Enabled>false', 'Enabled>maybe') },
  ];
  for (const { title, now } of changedAgain) {
    it(`leaves an app alone where ${title}, unless it is forced`, () => {
      expect(plan(APP, now).skipped).to.have.nested.property('[0].reason', 'changed-again');
      const { edited } = attemptIn(plan(APP, now, true));
      expect(edited.sent).to.equal(withoutKey(originalOf(APP)));
    });
  }

  const halfWay: { title: string; now: string; edits: number }[] = [
    {
      title: 'the flow is on, and the user is missing',
      now: originalOf(APP).replace(/\n *<oauthClientCredentialUser>.*>/, ''),
      edits: 1,
    },
    {
      title: 'the user is there, and the flow is off',
      now: originalOf(APP).replace('Enabled>true', 'Enabled>false'),
      edits: 1,
    },
  ];
  for (const { title, now, edits } of halfWay) {
    it(`goes on where ${title}`, () => {
      const { edited } = attemptIn(plan(APP, now));
      expect(edited.sent).to.equal(withoutKey(originalOf(APP)));
      expect(edited.change.edits).to.have.length(edits);
    });
  }

  it('does not try to do nothing where the user alone is missing and refused', () => {
    const now = originalOf(APP).replace(/\n *<oauthClientCredentialUser>.*>/, '');
    expect(attemptIn(plan(APP, now)).otherwise('Enter a valid execution user.')).to.equal(undefined);
  });

  it('takes a flag that the org no longer writes for one that is off', () => {
    const now = remediated(APP).replace(/\n *<isClientCredentialEnabled>.*>/, '');
    expect(attemptIn(plan(APP, now)).edited.sent).to.equal(withoutKey(originalOf(APP)));
  });

  it('knows an app whose user had to stay, whatever the case of the name', () => {
    const now = originalOf(APP).replace('Enabled>true', 'Enabled>false').replace('deploy.admin', 'Deploy.Admin');
    const change = changeOf(APP, { flag: 'false', user: APP.user });
    expect(attemptIn(plan(APP, now, false, change)).edited.change.edits).to.deep.include({
      path: 'oauthConfig.isClientCredentialEnabled',
      before: 'false',
      after: 'true',
    });
  });

  it('does not touch a file that it cannot edit safely', () => {
    const now = remediated(APP).replace(/<oauthConfig>[\s\S]*<\/oauthConfig>/, '');
    const { attempts, skipped } = plan(APP, now);
    expect(attempts).to.be.empty;
    expect(skipped).to.deep.include({ ...skipped[0], reason: 'not-editable', detail: 'nowhere-to-insert' });
  });

  describe('of a policy that belongs to another app than the snapshot says', () => {
    const named = (app: Partial<SnapshotChange['app']>): SnapshotChange => {
      const change = changeOf(POLICY);
      return { ...change, app: { ...change.app, ...app } };
    };

    it('does nothing, even where it is forced', () => {
      const { attempts, skipped } = plan(POLICY, remediated(POLICY), true, named({ name: 'Order_Gateway' }));
      expect(attempts).to.be.empty;
      expect(skipped).to.have.length(1);
      expect(skipped[0]).to.include({ reason: 'not-editable', detail: 'other-app' });
    });

    it('is not misled by a namespace, nor by letter case', () => {
      const packaged = (text: string): string => text.replace('>Warehouse_Gateway<', '>nova__warehouse_gateway<');
      const app = { name: 'Warehouse_Gateway', namespace: 'nova' };
      expect(plan(POLICY, packaged(remediated(POLICY)), false, named(app)).attempts).to.have.length(1);
    });

    it('goes by the snapshot where the policy names no app', () => {
      const silent = remediated(POLICY).replace(/ *<externalClientApplication>.*\n/, '');
      expect(plan(POLICY, silent).attempts).to.have.length(1);
    });
  });

  describe('that the org refuses', () => {
    const INVALID_USER = 'Enter a valid execution user for the OAuth client credentials flow.';
    const GRANTED = 'profile names are already taken';

    it('goes without the user, and then gives up', () => {
      const attempt = attemptIn(plan(APP, remediated(APP))).otherwise(INVALID_USER);
      if (!attempt) throw new Error('No second attempt');
      expect(attempt.edited.change.edits).to.deep.equal([
        { path: 'oauthConfig.isClientCredentialEnabled', before: 'false', after: 'true' },
      ]);
      expect(attempt.edited.sent).to.not.include('oauthClientCredentialUser');
      expect(userLeftOut(changeOf(APP), attempt.edited)).to.equal(APP.user);
      expect(attempt.otherwise(INVALID_USER)).to.equal(undefined);
    });

    it('leaves out grants that an external client app has already, then the user', () => {
      const granted = (text: string): string =>
        text.replace('<externalClient', '<commaSeparatedProfile>Standard</commaSeparatedProfile>\n    <externalClient');
      const first = attemptIn(plan(POLICY, granted(remediated(POLICY)))).otherwise(GRANTED);
      expect(first?.edited.change.leftOut).to.deep.equal(['commaSeparatedProfile']);
      expect(first?.edited.sent).to.include(POLICY.user).and.not.include('commaSeparatedProfile');
      expect(first?.edited.meant).to.include('commaSeparatedProfile');
      expect(first?.otherwise(GRANTED)).to.equal(undefined);
      const second = first?.otherwise(INVALID_USER);
      expect(second?.edited.sent).to.not.include(POLICY.user).and.not.include('commaSeparatedProfile');
    });

    it('never leaves a list of a connected app out', () => {
      expect(attemptIn(plan(APP, remediated(APP))).otherwise(GRANTED)).to.equal(undefined);
    });
  });

  it('misses no user that is put back', () => {
    const { edited } = attemptIn(plan(APP, remediated(APP)));
    expect(userLeftOut(changeOf(APP), edited)).to.equal(undefined);
  });
});
