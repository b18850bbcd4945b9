import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import type { CliResult } from '../simulator/cliLogin.js';
import type { StoredComponent } from '../simulator/state.js';
import { AT_ONCE, CHANGED, RESTORE, RUNS, startChangingOrgs, type ChangingOrg } from './support/changingOrg.js';
import { resultOf } from './support/cliOrg.js';

const [REPORTING, SYNC] = CHANGED;

const skips = (ended: CliResult): string[][] =>
  resultOf<RemediationResult>(ended).plan.skipped.map(({ app, reason }) => [app.name, reason]);

describe('an org is to be changed back by the real command line', () => {
  let org: ChangingOrg;
  before(async () => {
    [org] = (await startChangingOrgs(1)) as [ChangingOrg];
  });
  after(() => org.stop());

  describe('a restore is restored in its turn, which turns flows off', () => {
    let args: string[];
    before(async () => {
      org.become('remediated');
      const { snapshot } = resultOf<RemediationResult>(await org.start(RUNS.restore.args).ended);
      args = [...RESTORE, '--snapshot', snapshot?.directory ?? '', ...AT_ONCE];
    });
    beforeEach(() => org.become('original'));

    it('leaves an app alone whose flow is in use, closes the other one, and does not end as done, 68', async () => {
      const ended = await org.start(args).ended;
      expect([ended.exitCode, skips(ended)]).to.deep.equal([68, [['Order_Sync', 'in-use']]]);
      expect(org.changedSince('original')).to.deep.equal([REPORTING]);
    });

    for (const [name, force] of [
      ['sends nothing where that app is the only one, 1', []],
      ['does not take --force for leave to close it, 1', ['--force']],
    ] as const)
      it(name, async () => {
        const ended = await org.start([...args, '--app', 'Order_Sync', ...force]).ended;
        expect([ended.exitCode, skips(ended)]).to.deep.equal([1, [['Order_Sync', 'in-use']]]);
        expect([org.simulator.journal.of('deploy'), org.changedSince('original')]).to.deep.equal([[], []]);
      });

    it('closes it with --include-active, 0', async () => {
      const ended = await org.start([...args, '--include-active']).ended;
      expect([ended.exitCode, skips(ended), org.changedSince('remediated')]).to.deep.equal([0, [], []]);
    });
  });

  describe('an app has another consumer key by now', () => {
    let remediated: StoredComponent;
    before(() => {
      org.become('remediated');
      const component = org.simulator.state.component('ConnectedApp', 'Order_Sync');
      if (!component) throw new Error('The demo org has no Order_Sync.');
      remediated = { ...component };
    });
    beforeEach(() => org.become('remediated'));

    const textOf = (): string => org.simulator.state.component('ConnectedApp', 'Order_Sync')?.text ?? '';
    const withAnotherKey = (): string => remediated.text.replace(/(<consumerKey>)[^<]*/, '$13MVG9.of.another.app');

    const changes: [name: string, reason: string, change: () => void][] = [
      [
        'under the id it had',
        'key-changed',
        () => org.simulator.state.setComponent({ ...remediated, text: withAnotherKey() }),
      ],
      [
        'because it was deleted and made anew',
        'made-anew',
        () => {
          org.simulator.removeComponent('ConnectedApp', 'Order_Sync');
          org.simulator.setComponent('ConnectedApp', 'Order_Sync', withAnotherKey());
        },
      ],
    ];
    for (const [name, reason, change] of changes) {
      it(`${name}: it is left alone and named, the other one is put back, 68`, async () => {
        change();
        const ended = await org.start(RUNS.restore.args).ended;
        expect([ended.exitCode, skips(ended)]).to.deep.equal([68, [['Order_Sync', reason]]]);
        expect([textOf(), org.changedSince('original')]).to.deep.equal([withAnotherKey(), [SYNC]]);
      });

      it(`${name}: it is put back with --force, and keeps the key that it has by now, 0`, async () => {
        change();
        const ended = await org.start([...RUNS.restore.args, '--app', 'Order_Sync', '--force']).ended;
        expect([ended.exitCode, skips(ended)]).to.deep.equal([0, []]);
        expect(textOf()).to.include('of.another.app').and.to.include('<isClientCredentialEnabled>true<');
      });
    }
  });
});
