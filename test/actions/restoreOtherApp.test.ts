import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { sha256 } from '../../src/remediation/edit/fingerprint.js';
import { seal } from '../../src/remediation/saved/seal.js';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { startUndoing, type Undoing } from './support/undoing.js';

const APP = 'ConnectedApp:Order_Sync';
const POLICY = 'ExtlClntAppOauthConfigurablePolicies:Warehouse_Gateway_oauthPlcy';

type Fields = Record<string, unknown>;

describe('restoring an app that may be another one by now', () => {
  let undoing: Undoing;
  before(async () => (undoing = await startUndoing()));
  beforeEach(() => undoing.reset());
  after(() => undoing.stop());

  const components = () => undoing.org.simulator.state.components;
  const stored = (key: string) => {
    const component = components().get(key);
    if (!component) throw new Error(`The org has no ${key}.`);
    return component;
  };
  const setId = (key: string, id: string): void => undoing.org.simulator.state.setComponent({ ...stored(key), id });
  const setKey = (key: string, consumerKey: string): void =>
    undoing.edit(key, (text) => text.replace(/<consumerKey>[^<]*</, `<consumerKey>${consumerKey}<`));
  const skipped = ({ plan }: RemediationResult): string[] => plan.skipped.map(({ reason }) => reason);
  const restore = (key: string, force = false): Promise<RemediationResult> =>
    undoing.restore({ apps: [key === POLICY ? 'Warehouse_Gateway' : 'Order_Sync'], force });
  const rewrite = (change: (content: Fields & { changes: Fields[] }) => void): void => {
    const file = join(undoing.snapshot, 'before.json');
    const content = JSON.parse(readFileSync(file, 'utf8')) as Fields & { changes: Fields[] };
    delete content['seal'];
    change(content);
    writeFileSync(file, seal(content));
  };

  const others: [name: string, key: string, change: () => void, reason: string][] = [
    ['a connected app with another id', APP, () => setId(APP, '0H4000000000777AAA'), 'made-anew'],
    ['a policy with another id', POLICY, () => setId(POLICY, '0xx000000000777AAA'), 'made-anew'],
    ['a connected app with another consumer key', APP, () => setKey(APP, '3MVG9.of.another.app'), 'key-changed'],
    [
      'a connected app with another consumer key, in an org that names no ids',
      APP,
      () => {
        setId(APP, '');
        setKey(APP, '3MVG9.of.another.app');
      },
      'made-anew',
    ],
  ];
  for (const [name, key, change, reason] of others) {
    it(`leaves ${name} alone: ${reason}`, async () => {
      change();
      const result = await restore(key);
      expect([skipped(result), result.summary.exitCode, undoing.deploys()]).to.deep.equal([[reason], 1, []]);
      expect(stored(key).text).not.to.equal(undoing.original[key]);
    });

    it(`restores ${name} where somebody insists`, async () => {
      change();
      const result = await restore(key, true);
      expect([result.summary.exitCode, result.summary.verified]).to.deep.equal([0, 1]);
    });
  }

  for (const id of ['000000000000000AAA', '000000000000000', '-'])
    it(`tells that only the name is known of a policy, in an org that gives every policy the id ${id}`, async () => {
      setId(POLICY, id);
      rewrite(({ changes }) => changes.forEach((change) => change['id'] !== undefined && (change['id'] = id)));
      const { notices } = await restore(POLICY);
      expect(notices.map(({ code }) => code)).to.include('identity-unknown');
    });

  it('leaves a connected app with another consumer key alone, in an org that gives every app the same id', async () => {
    setId(APP, '000000000000000AAA');
    setKey(APP, '3MVG9.of.another.app');
    expect(skipped(await restore(APP))).to.deep.equal(['made-anew']);
  });

  it('takes an id of 15 characters for the same as that of 18', async () => {
    setId(APP, stored(APP).id.slice(0, 15));
    expect((await restore(APP)).summary).to.include({ exitCode: 0, verified: 1 });
  });

  it('takes the id that the org had given by the end of the remediation for that of the app', async () => {
    const file = join(undoing.snapshot, 'after.json');
    const after = JSON.parse(readFileSync(file, 'utf8')) as { components: Fields[] };
    for (const one of after.components) one['id'] = '0H4000000000888AAA';
    writeFileSync(file, JSON.stringify(after));
    setId(APP, '0H4000000000888AAA');
    expect((await restore(APP)).summary).to.include({ exitCode: 0, verified: 1 });
  });

  it('tells that nothing but the name is known of it, and restores it', async () => {
    setId(APP, '');
    rewrite((content) => {
      delete content['keySalt'];
      for (const change of content.changes) {
        delete change['keyMark'];
        delete change['id'];
      }
    });
    const { summary, notices } = await restore(APP);
    expect(summary).to.include({ exitCode: 0, verified: 1 });
    expect(notices.map(({ code, app }) => [code, app])).to.deep.include(['identity-unknown', APP]);
  });

  it('says nothing of the kind where id or key is the same', async () => {
    setId(APP, '');
    const { notices } = await restore(APP);
    expect(notices.map(({ code }) => code)).not.to.include('identity-unknown');
  });

  it('leaves one alone that takes the place of the app while somebody looks at the plan', async () => {
    const approve = (): boolean => {
      setId(APP, '0H4000000000777AAA');
      return true;
    };
    const result = await undoing.restore({ apps: ['Order_Sync'], approve });
    expect(skipped(result)).to.deep.equal(['changed-since-plan']);
  });

  it('keeps no key in the snapshot, nor a hash that could be looked up', () => {
    const text = readFileSync(join(undoing.snapshot, 'before.json'), 'utf8');
    const [, key = ''] = /<consumerKey>([^<]+)</.exec(undoing.original[APP] ?? '') ?? [];
    expect(key).not.to.equal('');
    expect(text).to.include('"keySalt"').and.to.include('"keyMark"');
    for (const lookedUp of [key, sha256(key), sha256(JSON.stringify([key]))]) expect(text).not.to.include(lookedUp);
  });
});
