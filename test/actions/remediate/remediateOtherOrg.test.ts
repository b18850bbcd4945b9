import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { prepare } from '../../../src/actions/remediate/prepare.js';
import type { Prepared } from '../../../src/actions/remediate/prepared.js';
import { outcomesIn, POLICY, skipsIn, startRemediateOrg, SYNC, type RemediateOrg } from '../support/remediateOrg.js';

describe('a remediation whose ground changes while it is approved', () => {
  let org: RemediateOrg;
  beforeEach(async () => {
    org = await startRemediateOrg();
  });
  afterEach(() => org.stop());

  const deploys = (): string[] => org.simulator.journal.of('deploy').map(({ detail }) => detail);
  const becomeAnotherOrg = (): void => {
    const [organization = {}] = org.simulator.state.rowsOf('Organization');
    Object.assign(organization, { Id: '00D000000000009EAA' });
  };
  /** Under the same name, with the same settings. */
  const makeAnew = (id: string | undefined, key: string): void => {
    const { state } = org.simulator;
    const before = state.component('ConnectedApp', 'Sync');
    if (!before) throw new Error('No app');
    const text = before.text.replace(/(?<=<consumerKey>)[^<]*/, key);
    state.setComponent({ ...before, text, ...(id !== undefined && { id }) });
  };
  const apply = (prepared: Prepared, happens: () => void) =>
    org.apply(prepared, { approve: () => Promise.resolve((happens(), true)) });

  it('does nothing where the login leads to another org by now, and leaves nothing behind, 1', async () => {
    const refusal: unknown = await apply(await org.prepare(), becomeAnotherOrg).catch((error: unknown) => error);
    expect(refusal).to.include({ code: 'other-org', exitCode: 1 });
    expect([deploys().includes('for good'), readdirSync(org.folder)]).to.deep.equal([false, []]);
  });

  it('does nothing where the org cannot say who it is, 1', async () => {
    const prepared = await org.prepare();
    org.simulator.fault({ kind: 'server-error', on: /FROM Organization$/, times: Infinity });
    const refusal: unknown = await org.apply(prepared).catch((error: unknown) => error);
    expect(refusal).to.include({ code: 'org-failed', exitCode: 1 });
    expect(deploys()).not.to.include('for good');
  });

  describe('because the session has ended, and the library logs in to another org of that username', () => {
    const renewed = (on: string | RegExp): void => {
      org.simulator.fault({ kind: 'session-expired', on });
      becomeAnotherOrg();
    };
    const doors = (on: string | RegExp): typeof org.doors => ({
      ...org.doors,
      openOrg: async (target, apiVersion) => {
        const opened = await org.doors.openOrg(target, apiVersion);
        renewed(on);
        return opened;
      },
    });

    for (const on of ['retrieve', /LoginHistory/])
      it(`reports nothing that was read there as that of the first org: ${String(on)}`, async () => {
        const refusal: unknown = await prepare(org.request(), doors(on)).catch((error: unknown) => error);
        expect(refusal).to.include({ code: 'other-org', exitCode: 1 });
        expect(deploys()).to.deep.equal([]);
      });

    it('does not call validated what was validated there', async () => {
      const refusal: unknown = await prepare(org.request(), doors('deploy')).catch((error: unknown) => error);
      expect(refusal).to.include({ code: 'other-org', exitCode: 1 });
    });

    it('goes on where it is the same org', async () => {
      org.simulator.fault({ kind: 'session-expired', on: 'retrieve' });
      expect((await org.remediate()).summary).to.include({ verified: 2, exitCode: 0 });
    });

    it('does not call verified what was read back there, 32', async () => {
      const prepared = await org.prepare();
      const awaitDeploy: Prepared['door']['awaitDeploy'] = async (id, isEnough) => {
        const ended = await prepared.door.awaitDeploy(id, isEnough);
        renewed('retrieve');
        return ended;
      };
      const { outcomes, summary } = await org.apply({ ...prepared, door: { ...prepared.door, awaitDeploy } });
      expect(outcomes.map(({ problem }) => problem?.code)).to.deep.equal(['not-read-back', 'not-read-back']);
      expect(summary.exitCode).to.equal(32);
    });
  });

  it('asks who it is before each further deploy, too', async () => {
    const prepared = await org.prepare();
    const packages = prepared.packages.flat().map((edited) => [edited]);
    const awaitDeploy: Prepared['door']['awaitDeploy'] = async (id, isEnough) => {
      const ended = await prepared.door.awaitDeploy(id, isEnough);
      becomeAnotherOrg();
      return ended;
    };
    const { outcomes } = await org.apply({ ...prepared, packages, door: { ...prepared.door, awaitDeploy } });
    expect(outcomes.map(({ result, problem }) => [result, problem?.reason])).to.deep.equal([
      ['verified', undefined],
      ['not-attempted', 'other-org'],
    ]);
  });

  it('leaves an app alone that was deleted and made anew since the plan', async () => {
    const before = org.textOf(SYNC);
    const result = await apply(await org.prepare(), () => makeAnew('0H4000000000099AAA', 'anew'));
    expect(skipsIn(result)).to.deep.equal({ 'ConnectedApp:Sync': 'changed-since-plan' });
    expect(outcomesIn(result)).to.deep.equal({ [POLICY]: 'verified' });
    expect(org.textOf(SYNC)).to.equal(before.replace(/(?<=<consumerKey>)[^<]*/, 'anew'));
  });

  it('does what was planned where an app only got another key', async () => {
    const result = await apply(await org.prepare({ apps: ['Sync'] }), () => makeAnew(undefined, 'rotated'));
    expect([outcomesIn(result), result.summary.exitCode]).to.deep.equal([{ [SYNC]: 'verified' }, 0]);
  });

  for (const id of ['', '000000000000000AAA'])
    it(`goes by the key in an org that gives no ids, or all the same one: "${id}"`, async () => {
      const given = `<id>${id}</id>`;
      org.simulator.fault({
        kind: 'answer',
        on: 'checkRetrieveStatus',
        times: Infinity,
        body: ({ body }) => body.toString().replaceAll(/<id>(?!09S)\w+<\/id>(?=.{0,400}<lastModified)/gs, given),
      });
      const result = await apply(await org.prepare({ apps: ['Sync'] }), () => makeAnew(undefined, 'anew'));
      expect(skipsIn(result)).to.deep.equal({ 'ConnectedApp:Sync': 'changed-since-plan' });
    });
});
