import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SfError } from '@salesforce/core';
import { expect } from 'chai';
import type { AppMigration, MigrationResult } from '../../src/migration/model.js';
import type { VerifyResult } from '../../src/migration/verifyResult.js';
import { appIn, migrating } from '../actions/support/migrating.js';
import { CLIENT, moveApps, startMovingOrg, type MovingOrg } from '../actions/support/movingOrg.js';
import type { JournalEntry } from '../simulator/journal.js';
import { FAULTS, type FaultRow } from './support/kinds.js';
import { AUDIT_REQUESTS } from './support/requests.js';

/** What `verify` and `migrate` ask an org for beside what an audit asks. */

type Row = { name: string; on: string | RegExp; nth?: number };

/** Not the one that the command line asks for itself. */
const TOKEN = /jwt-bearer$/;

const VERIFY: readonly Row[] = [
  { name: 'the token of an audience that is refused', on: TOKEN },
  { name: 'the token', on: TOKEN, nth: 2 },
  { name: 'its owner', on: 'userinfo' },
  { name: 'its end', on: 'revoke' },
  { name: 'log-ins lately', on: /LAST_N_DAYS:7 /, nth: 2 },
  { name: 'log-ins ever', on: /LAST_N_DAYS:180 / },
];

const MIGRATE: readonly Row[] = [
  { name: 'the permission set', on: /FROM PermissionSet WHERE Name/ },
  { name: 'the other permission sets', on: /FROM PermissionSet WHERE \(Label/ },
  { name: 'the list of OAuth settings', on: /^ExtlClntAppOauthSettings$/ },
  { name: 'the retrieve of OAuth settings', on: /^ExtlClntAppOauthSettings:\d/ },
  { name: 'log-ins by address', on: /Application, SourceIp, COUNT/ },
];

/** What no row is about: neither of this matrix nor of that of audits. */
const withoutRow = (journal: readonly JournalEntry[], rows: readonly Row[]): string[] => {
  const known = [...AUDIT_REQUESTS, ...rows].map(({ on }) => new RegExp(on));
  return journal
    .filter(({ operation, detail }) => !known.some((on) => on.test(operation) || on.test(detail)))
    .map(({ operation, detail }) => `${operation} ${detail}`);
};

const KINDS = FAULTS.filter(({ ofJobs }) => !ofJobs);
const RECORDED = new URL('./cells.json', import.meta.url);
const recorded = (name: string): number =>
  (JSON.parse(readFileSync(RECORDED, 'utf8')) as Record<string, number>)[name] ?? 0;

/** What comes of a run, or the error that a person sees. */
const ended = async <T>(run: Promise<T>): Promise<T | SfError> => {
  try {
    return await run;
  } catch (error) {
    if (error instanceof SfError) return error;
    throw error;
  }
};

/** Long enough for an answer, and short enough to wait for none. */
const withDeadline = async <T>({ fault }: FaultRow, work: () => Promise<T>): Promise<T> => {
  if (fault.kind === 'never') process.env['HTTP_TIMEOUT'] = '600';
  try {
    return await work();
  } finally {
    delete process.env['HTTP_TIMEOUT'];
  }
};

describe('verify, whatever goes wrong at whichever of its requests', () => {
  let org: MovingOrg;
  let cells = 0;
  before(async () => {
    org = await startMovingOrg({ org: { isSandbox: false } });
    moveApps(org.simulator);
    const { state } = org.simulator;
    const rows = state.rowsOf('LoginHistory').filter(({ Application }) => Application === 'Order Sync');
    for (const row of rows) row['LoginTime'] = new Date(Date.now() - 9 * 86_400_000).toISOString();
    const jwt = { ...rows[0], LoginSubType: null, LoginTime: new Date().toISOString() };
    state.addRow('LoginHistory', { ...jwt, Id: state.nextId('LoginHistory') });
  });
  after(() => org.stop());

  it('ends with 0 when nothing goes wrong, and asks for each of them', async () => {
    expect((await org.verify()).summary.exitCode).to.equal(0);
    const asked = org.simulator.journal.entries.flatMap(({ operation, detail }) => [operation, detail]);
    for (const { on } of VERIFY)
      expect(
        asked.some((text) => new RegExp(on).test(text)),
        String(on),
      ).to.equal(true);
    expect(withoutRow(org.simulator.journal.entries, VERIFY)).to.deep.equal([]);
  });

  const wrongWith = (outcome: VerifyResult | SfError, { name, on }: Row, { isFinal }: FaultRow): string[] => {
    const alive = org.tokens();
    for (const token of alive) org.simulator.state.sessions.delete(token);
    if (outcome instanceof SfError) return [`refused as ${outcome.name}`];
    const { login, flow, summary } = outcome;
    const isOfLogins = name.startsWith('log-ins');
    // What was carried out is done, whatever is said of it.
    const isDone = on === 'revoke' && alive.length === 0;
    const isTold = ['alive', 'unknown'].includes(login.token);
    const wrongs: readonly (readonly [boolean, string])[] = [
      [alive.length > 0 && !isTold, 'left a token alive and did not say so'],
      [alive.length > 0 && summary.exitCode === 0, 'left a token alive and ended with 0'],
      [isFinal && isOfLogins && flow.status !== 'unknown', `took the flow for ${flow.status}`],
      [isFinal && !isDone && summary.exitCode === 0, 'ended as if nothing had happened'],
      [login.proven !== (login.causes.length === 0), 'gives no reason, or one in vain'],
      [!login.proven && summary.exitCode !== 1, `ended with ${summary.exitCode}`],
    ];
    return wrongs.flatMap(([isSo, what]) => (isSo ? [what] : []));
  };

  for (const row of KINDS)
    it(`where a request ${row.name}: no token lives unseen, and nothing is called stopped or proven`, async () => {
      const wrong: string[] = [];
      for (const request of VERIFY) {
        org.simulator.clearFaults();
        org.simulator.fault({ ...row.fault, on: request.on, nth: request.nth ?? 1 });
        const outcome = await withDeadline(row, () => ended(org.verify()));
        cells += 1;
        wrong.push(...wrongWith(outcome, request, row).map((what) => `${request.name}: ${what}`));
      }
      expect(wrong).to.deep.equal([]);
    });

  it('was tried in no fewer ways than before', () => expect(cells).to.be.at.least(recorded('verify')));
});

describe('migrate, whatever goes wrong at whichever of its requests', () => {
  let org: MovingOrg;
  let good: MigrationResult;
  let certificate: string;
  let cells = 0;
  const output = (): string => join(org.folder, 'project', 'out');
  const run = () =>
    migrating(org, output()).migrate({
      apps: ['Order_Sync', 'Warehouse_Gateway'],
      certificate,
      permissionSet: 'Warehouse_Operations',
    });
  before(async () => {
    org = await startMovingOrg({ org: { isSandbox: false } });
    certificate = org.write('cert.pem', CLIENT.certificate);
    good = await run();
  });
  after(() => org.stop());
  beforeEach(() => rmSync(output(), { recursive: true, force: true }));

  it('asks for each of them', () => {
    const asked = org.simulator.journal.entries.flatMap(({ operation, detail }) => [operation, detail]);
    for (const { on } of MIGRATE)
      expect(
        asked.some((text) => new RegExp(on).test(text)),
        String(on),
      ).to.equal(true);
    expect(withoutRow(org.simulator.journal.entries, MIGRATE)).to.deep.equal([]);
  });

  const known = ({ scopes, sources }: AppMigration): unknown[] => [scopes ?? 'unknown', sources ?? 'unknown'];

  const wrongWith = (outcome: MigrationResult | SfError, request: Row, { isFinal }: FaultRow): string[] => {
    const isSet = request.name.includes('permission set');
    if (outcome instanceof SfError) return isFinal && isSet ? [] : [`refused as ${outcome.name}`];
    if (isFinal && isSet) return ['wrote the name of a permission set that it could not check'];
    return ['Order_Sync', 'Warehouse_Gateway'].flatMap((name) => {
      const [before, now] = [appIn(good, name), appIn(outcome, name)];
      const changed = known(now).some((value, at) => {
        const was = known(before)[at];
        return value !== 'unknown' && JSON.stringify(value) !== JSON.stringify(was);
      });
      return [
        ...(changed ? [`${name}: shows something else`] : []),
        ...(JSON.stringify(now.edits) === JSON.stringify(before.edits) ? [] : [`${name}: edits something else`]),
      ];
    });
  };

  for (const row of KINDS)
    it(`where a request ${row.name}: what could not be read is unknown, and no file differs`, async () => {
      const wrong: string[] = [];
      for (const request of MIGRATE) {
        rmSync(output(), { recursive: true, force: true });
        org.simulator.clearFaults();
        org.simulator.fault({ ...row.fault, on: request.on, nth: request.nth ?? 1 });
        const outcome = await withDeadline(row, () => ended(run()));
        cells += 1;
        wrong.push(...wrongWith(outcome, request, row).map((what) => `${request.name}: ${what}`));
      }
      expect(wrong).to.deep.equal([]);
    });

  it('was tried in no fewer ways than before', () => {
    console.log(`      ${cells} cells`);
    expect(cells).to.be.at.least(recorded('migrate'));
  });
});
