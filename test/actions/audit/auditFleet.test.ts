import { expect } from 'chai';
import { SfError } from '@salesforce/core';
import type { Reads } from '../../../src/actions/doors.js';
import type { StoredLogin } from '../../../src/org/logins.js';
import { comesToBe } from '../../commands/support/interrupting.js';
import { mergeOf, save } from '../report/support/saving.js';
import { auditedIn, errorsOf, startFleet, type Fleet } from '../support/fleet.js';

const APPS = { generate: { connectedApps: 3, on: 1 } };

describe('audit: a fleet of orgs', () => {
  let fleet: Fleet;
  before(async () => {
    fleet = await startFleet([
      APPS,
      APPS,
      { ...APPS, stored: { isScratch: true, devHubUsername: 'hub@example.com' } },
      { ...APPS, stored: { isScratch: true, expirationDate: '2020-01-01' } },
    ]);
  });
  after(() => fleet.stop());
  beforeEach(() => fleet.orgs.forEach((org) => org.journal.clear()));
  afterEach(() => fleet.orgs.forEach((org) => org.clearFaults()));

  describe('--all-orgs', () => {
    it('audits every org of a login, without scratch orgs, and tells how many', async () => {
      const report = await fleet.audit({ allOrgs: { includeScratch: false } });
      expect(auditedIn(report)).to.deep.equal(['org-1', 'org-2']);
      expect(report.notices).to.deep.include({ code: 'scratch-orgs-left-out', data: { orgs: 2 } });
      expect(fleet.orgs[2]?.journal.entries).to.deep.equal([]);
    });

    it('audits scratch orgs when asked to, and tells those that have expired', async () => {
      const report = await fleet.audit({ allOrgs: { includeScratch: true } });
      expect(auditedIn(report)).to.deep.equal(['org-1', 'org-2', 'org-3']);
      expect(report.notices).to.deep.include({ code: 'scratch-org-expired', target: 'org-4' });
    });

    it('is refused where there is no org', async () => {
      const ended: unknown = await fleet
        .audit({ allOrgs: { includeScratch: false } }, { storedLogins: () => Promise.resolve([]) })
        .catch((error: unknown) => error);
      expect(ended).to.be.instanceOf(SfError).with.property('name', 'NoLoginsError');
    });
  });

  it('saves when each org was audited, so that a run of one org that began meanwhile is the older result', async () => {
    const hour = (at: number): Date => new Date(Date.UTC(2026, 10, 28, at));
    let hours = 0;
    const now = (): Date => hour((hours += 1));
    const whole = await fleet.audit({ orgs: ['org-1', 'org-2'], concurrency: 1 }, { now });
    const [first, last] = whole.targets.map(({ startedAt }) => startedAt);
    expect([whole.startedAt, first, last]).to.deep.equal([1, 2, 3].map((at) => hour(at).toISOString()));

    const meanwhile = new Date(hour(2).getTime() + 60_000);
    const alone = await fleet.audit({ orgs: ['org-2'] }, { now: () => meanwhile });
    expect(alone.targets[0]).not.to.have.property('startedAt');
    const files = [save(fleet.folder, 'whole.json', whole), save(fleet.folder, 'alone.json', alone)];
    const merged = await mergeOf(files);
    expect(merged.targets.map(({ startedAt }) => startedAt)).to.deep.equal([first, last]);
    expect(merged.notices).to.deep.include({
      code: 'saved-result-older',
      target: 'org-2',
      data: { file: files[1] ?? '', startedAt: meanwhile.toISOString() },
    });
  });

  it('lets an expired login sink nothing, and ends with 31 where nothing fails', async () => {
    fleet.orgs[0]?.fault({ kind: 'session-expired', times: Infinity });
    fleet.orgs[0]?.fault({ kind: 'error', on: 'token', status: 400, code: 'invalid_grant', times: Infinity });
    const report = await fleet.audit({ orgs: ['org-1', 'org-2'], failOn: 'never' });
    expect(errorsOf(report)).to.deep.equal({ 'org-1': 'SessionRefusedError' });
    expect([auditedIn(report), report.gate.exitCode]).to.deep.equal([['org-2'], 31]);
  });

  it("saves whose login it was that an org could not be opened by, because an alias can be another org's elsewhere", async () => {
    const openOrg: Reads['openOrg'] = () => Promise.resolve({ ok: false, problem: { code: 'network', detail: '' } });
    let asked = 0;
    const storedLogins = (): Promise<StoredLogin[]> => {
      asked += 1;
      return Promise.resolve(
        ['org-1', 'org-2'].map((alias) => ({
          alias,
          username: `${alias}@example.com`,
          isScratch: false,
          isExpired: false,
        })),
      );
    };
    const orgs = ['org-1', 'nobody', 'ORG-2@example.com'];
    const { targets } = await fleet.audit({ orgs }, { openOrg, storedLogins });
    // Once to choose the orgs, and once for all that couldn't be opened.
    expect(asked).to.equal(2);
    expect(targets.map(({ name, username }) => [name, username])).to.deep.equal([
      ['ORG-2@example.com', 'org-2@example.com'],
      ['nobody', undefined],
      ['org-1', 'org-1@example.com'],
    ]);
  });

  it('ends with 1 where none could be audited', async () => {
    for (const org of fleet.orgs) org.fault({ kind: 'request-limit', times: Infinity });
    const report = await fleet.audit({ orgs: ['org-1', 'org-2'] });
    expect(report.gate.exitCode).to.equal(1);
  });

  it('reads as many at a time as it is told', async () => {
    let open = 0;
    let most = 0;
    const lanes = async (concurrency: number): Promise<number> => {
      most = 0;
      await fleet.audit(
        { orgs: ['a', 'b', 'c', 'd', 'e', 'f', 'org-1'], concurrency },
        {
          openOrg: async () => {
            most = Math.max(most, (open += 1));
            await new Promise((done) => setTimeout(done, 20));
            open -= 1;
            return { ok: false, problem: { code: 'network', detail: '' } };
          },
        },
      );
      return most;
    };
    expect([await lanes(1), await lanes(3)]).to.deep.equal([1, 3]);
  });

  describe('one org by two names', () => {
    before(() => fleet.logInAgain(0, 'again'));

    it('is audited once, and told', async () => {
      const report = await fleet.audit({ orgs: ['org-1', 'again', 'org-2'] });
      expect(auditedIn(report)).to.deep.equal(['org-1', 'org-2']);
      expect(report.notices).to.deep.include({ code: 'target-given-twice', target: 'again' });
    });

    it('is audited by the login that works, and the other is told', async () => {
      await fleet.logInAgain(0, 'dead', { accessToken: 'wrong', refreshToken: 'wrong' });
      const replaced = await fleet.audit({ orgs: ['dead', 'org-1', 'org-2'] });
      expect(auditedIn(replaced)).to.deep.equal(['org-1', 'org-2']);
      expect(replaced.notices).to.deep.include({
        code: 'login-replaced',
        target: 'dead',
        data: { login: 'org-1', why: 'session-refused' },
      });
    });
  });

  describe('logins that were stored for one org, and one of them leads to another org by now', () => {
    const stored = { orgId: '00D000000000001EAA' };
    before(() => fleet.logInAgain(1, 'moved', stored));

    it('audits both orgs', async () => {
      const report = await fleet.audit({ orgs: ['moved', 'org-1'] });
      expect(auditedIn(report)).to.deep.equal(['moved', 'org-1']);
      expect(report.notices.map(({ code }) => code)).not.to.include('target-given-twice');
    });

    for (const orgs of [
      ['lost', 'moved'],
      ['moved', 'lost'],
      ['org-2', 'lost', 'moved'],
    ])
      it(`does not take the other org for that of a login that failed: ${orgs.join(', ')}`, async () => {
        await fleet.logInAgain(0, 'lost', { accessToken: 'wrong', refreshToken: 'wrong' });
        const report = await fleet.audit({ orgs, concurrency: 1, failOn: 'never' });
        expect(errorsOf(report)).to.deep.equal({ lost: 'SessionRefusedError' });
        expect([auditedIn(report).length, report.gate.exitCode]).to.deep.equal([1, 31]);
        expect(report.notices.map(({ code }) => code)).not.to.include('login-replaced');
      });
  });

  describe('interrupted in the middle', () => {
    it('reports what was read, names what was not, and ends with 130', async () => {
      fleet.orgs[1]?.fault({ kind: 'never', on: 'retrieve' });
      const auditing = fleet.audit({ orgs: ['org-1', 'org-2', 'org-3'], concurrency: 1 });
      expect(await comesToBe(() => fleet.orgs[1]?.journal.entries.some(({ fault }) => fault) ?? false)).to.equal(true);
      process.emit('SIGINT');
      const report = await auditing;
      expect(auditedIn(report)).to.deep.equal(['org-1']);
      expect(errorsOf(report)).to.deep.equal({ 'org-2': 'InterruptedError', 'org-3': 'InterruptedError' });
      expect(report.gate.exitCode).to.equal(130);
    });
  });

  describe('an org that never ends', () => {
    const LIMIT = { orgLimitMs: 3_000, concurrency: 2, failOn: 'never' } as const;

    for (const on of ['retrieve', /FROM Organization/] as const)
      it(`is a target with an error, and the others are reported: ${String(on)}`, async () => {
        fleet.orgs[0]?.fault({ kind: 'never', on, times: Infinity });
        const report = await fleet.audit({ ...LIMIT, orgs: ['org-1', 'org-2', 'org-3'] });
        expect(errorsOf(report)).to.deep.equal({ 'org-1': 'OrgWaitEndedError' });
        expect([auditedIn(report), report.gate.exitCode]).to.deep.equal([['org-2', 'org-3'], 31]);
        const [lost] = report.targets.filter(({ error }) => error);
        expect(lost?.findings).to.deep.equal([]);
        expect(lost?.error?.message).to.include('org-1');
      });

    it('keeps its requests from going on after it has been given up', async () => {
      fleet.orgs[0]?.fault({ kind: 'never', on: 'checkRetrieveStatus', times: Infinity });
      await fleet.audit({ ...LIMIT, orgs: ['org-1', 'org-2'] });
      const sent = fleet.orgs[0]?.journal.entries.length;
      await new Promise((done) => setTimeout(done, 200));
      expect(fleet.orgs[0]?.journal.entries.length).to.equal(sent);
    });

    it('has all the time that its jobs get where it is the only one', async () => {
      const report = await fleet.audit({ orgs: ['org-1'], orgLimitMs: 1 });
      expect(auditedIn(report)).to.deep.equal(['org-1']);
    });
  });

  describe('API requests of a day', () => {
    afterEach(() => {
      const [first] = fleet.orgs;
      if (first) first.state.settings = { ...first.state.settings, apiUsage: [18, 15_000] };
    });
    const use = (used: number): void => {
      const [first] = fleet.orgs;
      if (first) first.state.settings = { ...first.state.settings, apiUsage: [used, 100] };
    };

    for (const [used, ignores, isLeftOut] of [
      [94, false, false],
      [95, false, true],
      [120, false, true],
      [95, true, false],
    ] as const)
      it(`${used} % used${ignores ? ', which --ignore-api-limit ignores' : ''}: ${isLeftOut ? 'left out' : 'audited'}`, async () => {
        use(used);
        const report = await fleet.audit({ orgs: ['org-1', 'org-2'], sparesSpent: !ignores });
        expect(errorsOf(report)).to.deep.equal(isLeftOut ? { 'org-1': 'AllowanceUsedError' } : {});
        if (isLeftOut)
          expect(report.targets.find(({ error }) => error)?.error?.actions[0]).to.include(`${used} of 100`);
      });
  });
});
