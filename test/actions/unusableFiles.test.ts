import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { apply } from '../../src/actions/remediate/apply.js';
import { prepareRestore } from '../../src/actions/restore.js';
import type { CraftedEntry } from '../simulator/craftedZip.js';
import { connectedApp } from '../simulator/deploy/samples.js';
import type { FaultRule } from '../simulator/faults.js';
import { failedSteps, findingOf, startAuditedOrg, stepOf, targetOf, type AuditedOrg } from './support/auditedOrg.js';
import { outcomesIn, POLICY, skipsIn, startRemediateOrg, SYNC, type RemediateOrg } from './support/remediateOrg.js';

/** What a wire, a proxy or an org could do to the file of one app. */
const DAMAGES: Record<
  'not UTF-8' | 'twice' | 'a wrong checksum' | 'a wrong size',
  (own: CraftedEntry) => CraftedEntry[]
> = {
  'not UTF-8': ({ path, bytes }) => [
    { path, bytes: Buffer.from(Buffer.from(bytes).toString().replace('<label>', '<label>Caf\u00e9 '), 'latin1') },
  ],
  twice: ({ path, bytes }) => [
    { path, bytes },
    {
      path,
      bytes: Buffer.from(
        Buffer.from(bytes)
          .toString()
          .replace(/(Enabled>)true/g, '$1false'),
      ),
    },
  ],
  'a wrong checksum': ({ path, bytes }) => [{ path, bytes, lie: { checksum: 1 } }],
  'a wrong size': ({ path, bytes }) => [{ path, bytes, lie: { size: bytes.length + 1 } }],
};
type Damage = keyof typeof DAMAGES;
const OF_ONE_FILE: readonly Damage[] = ['not UTF-8', 'twice'];
const OF_THE_ZIP: readonly Damage[] = ['a wrong checksum', 'a wrong size'];

const damaging = (damage: Damage, name: string, more: Partial<FaultRule> = {}): FaultRule => ({
  kind: 'other-zip',
  on: 'retrieve',
  times: Infinity,
  entries: (own) => own.flatMap((entry) => (entry.path.includes(`/${name}.`) ? DAMAGES[damage](entry) : [entry])),
  ...more,
});

describe('audit: the file of an app that cannot be relied on', () => {
  let org: AuditedOrg;
  before(async () => {
    org = await startAuditedOrg();
  });
  after(() => org.stop());
  afterEach(() => org.simulator.clearFaults());

  for (const damage of OF_ONE_FILE)
    it(`${damage}: that app is not evaluated, and the others are`, async () => {
      const before = targetOf(await org.audit()).findings;
      org.simulator.fault(damaging(damage, 'Order_Sync'));
      const report = await org.audit();
      const finding = findingOf(report, 'Order_Sync');
      expect([finding.status, finding.reason]).to.deep.equal(['not-evaluated', 'unreadable']);
      expect(finding.evidence.map(({ value }) => value)).to.include(damage === 'twice' ? 'two-files' : 'not-utf-8');
      const others = targetOf(report).findings.filter(({ id }) => id !== finding.id);
      expect(others.map(({ status }) => status)).to.deep.equal(
        before.filter(({ id }) => id !== finding.id).map(({ status }) => status),
      );
    });

  for (const damage of OF_THE_ZIP) {
    it(`${damage}: what is damaged on its way is asked for once more`, async () => {
      org.simulator.fault(damaging(damage, 'Order_Sync', { times: 1 }));
      const report = await org.audit();
      expect(failedSteps(report)).to.deep.equal([]);
      expect(findingOf(report, 'Order_Sync').status).to.equal('fail');
    });

    it(`${damage}, again and again: the step fails, and no app passes`, async () => {
      org.simulator.fault(damaging(damage, 'Order_Sync'));
      const report = await org.audit();
      expect(failedSteps(report)).to.include('retrieve-apps');
      const { detail } = stepOf(report, 'retrieve-apps') ?? {};
      expect(detail).to.match(/^damaged: WRONG_(CHECKSUM|SIZE): .*Order_Sync/);
      expect(targetOf(report).findings.filter(({ status }) => status === 'pass')).to.deep.equal([]);
    });
  }
});

describe('remediate: the file of an app that cannot be relied on', () => {
  let org: RemediateOrg;
  beforeEach(async () => {
    org = await startRemediateOrg();
  });
  afterEach(() => org.stop());

  const deploys = (): number => org.simulator.journal.entries.filter(({ operation }) => operation === 'deploy').length;

  for (const damage of OF_ONE_FILE) {
    it(`${damage}: the app is left alone and named, another one is changed`, async () => {
      org.simulator.fault(damaging(damage, 'Sync'));
      const result = await org.remediate();
      expect(skipsIn(result)['ConnectedApp:Sync']).to.equal('not-evaluated');
      expect(outcomesIn(result)).to.deep.equal({ [POLICY]: 'verified' });
      expect(org.textOf(SYNC)).to.equal(connectedApp());
    });

    it(`${damage}, of an app that is named: it is not editable, and the run does not end as done`, async () => {
      org.simulator.fault(damaging(damage, 'Sync'));
      const result = await org.remediate({ apps: ['Sync'] });
      expect(skipsIn(result)).to.deep.equal({ 'ConnectedApp:Sync': 'not-editable' });
      expect([org.textOf(SYNC), result.summary.exitCode]).to.deep.equal([connectedApp(), 1]);
    });

    it(`${damage} when it is looked at for the last time: nothing is sent`, async () => {
      const prepared = await org.prepare({ apps: ['Sync'] });
      org.simulator.fault(damaging(damage, 'Sync'));
      const before = deploys();
      const result = await org.apply(prepared);
      expect([deploys() - before, org.textOf(SYNC)]).to.deep.equal([0, connectedApp()]);
      expect(result.summary.exitCode).to.not.equal(0);
    });

    it(`${damage} when it is read back: nothing is told as verified`, async () => {
      const prepared = await org.prepare({ apps: ['Sync'] });
      let isSent = false;
      const door: typeof prepared.door = {
        ...prepared.door,
        startDeploy: async (files, options) => {
          const started = await prepared.door.startDeploy(files, options);
          if (!options.checkOnly && !isSent) org.simulator.fault(damaging(damage, 'Sync'));
          isSent ||= !options.checkOnly;
          return started;
        },
      };
      const result = await org.apply({ ...prepared, door });
      expect(result.outcomes.map(({ result: end, problem }) => [end, problem?.code])).to.deep.equal([
        ['failed', 'not-read-back'],
      ]);
      expect(result.outcomes[0]?.problem?.detail).to.match(/NOT_UTF8|TWO_FILES/);
      expect(result.summary.exitCode).to.equal(32);
    });

    it(`${damage} when it is to be restored: it is left alone and named`, async () => {
      await org.remediate({ apps: ['Sync'] });
      const off = org.textOf(SYNC);
      org.simulator.fault(damaging(damage, 'Sync'));
      const snapshot = join(org.folder, readdirSync(org.folder)[0] ?? 'none');
      const request = { org: org.login.username, snapshot, apps: null, force: true };
      const result = await apply(await prepareRestore(request, org.doors), join(org.folder, 'back'), org.doors);
      expect(skipsIn(result)).to.deep.equal({ 'ConnectedApp:Sync': 'not-read' });
      expect(org.textOf(SYNC)).to.equal(off);
      expect(result.summary.exitCode).to.not.equal(0);
    });
  }
});
