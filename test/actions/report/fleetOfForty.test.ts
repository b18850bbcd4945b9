import { expect } from 'chai';
import type { AuditReport, Target } from '../../../src/posture/model.js';
import { failedHiding } from '../../../src/posture/steps.js';
import { removeTemporaryTrees, temporaryTree } from '../../files/support/temporaryTree.js';
import { errorsOf, startFleet, type Fleet, type FleetOrg } from '../support/fleet.js';
import { mergeOf, save, without } from './support/saving.js';

/** Forty orgs of all kinds in one run, and the forty files of forty runs. */

const KINDS = ['healthy', 'large', 'empty', 'expired', 'no-permission', 'slow', 'failing', 'spent'] as const;
type Kind = (typeof KINDS)[number];
const ORGS = 40;
const kindOf = (at: number): Kind => KINDS[at % KINDS.length] ?? 'healthy';

const OPTIONS: Record<Kind, FleetOrg> = {
  healthy: { generate: { connectedApps: 4, externalClientApps: 3, users: 2, on: 0.5 } },
  large: { generate: { connectedApps: 150, externalClientApps: 50, users: 5, logins: 200, on: 0.3 } },
  empty: {},
  expired: { generate: { connectedApps: 2, on: 1 } },
  'no-permission': { generate: { connectedApps: 2, on: 1 }, listWithoutPermission: 'fault' },
  slow: { generate: { connectedApps: 2, on: 1 }, latency: 60 },
  failing: { generate: { connectedApps: 2, on: 1 } },
  spent: { generate: { connectedApps: 2, on: 1 }, apiUsage: [14_999, 15_000] },
};

const breakOrgs = (fleet: Fleet): void =>
  fleet.orgs.forEach((org, at) => {
    org.clearFaults();
    const kind = kindOf(at);
    if (kind === 'expired') {
      org.fault({ kind: 'session-expired', times: Infinity });
      org.fault({ kind: 'error', on: 'token', status: 400, code: 'invalid_grant', times: Infinity });
    }
    if (kind === 'no-permission')
      org.fault({ kind: 'error', on: 'listMetadata', code: 'INSUFFICIENT_ACCESS', times: Infinity });
    if (kind === 'failing') org.fault({ kind: 'server-error', on: 'retrieve', times: Infinity });
  });

const REFUSED: Partial<Record<Kind, string>> = {
  expired: 'SessionRefusedError',
  'no-permission': 'NotPermittedError',
  spent: 'AllowanceUsedError',
};

/**
 * Without times and what tells of files. The command line asks an org for its newest API version once and keeps it, so
 * that a later run needs a request less.
 */
const bare = ({ targets, summary, scope, notices }: AuditReport): unknown => ({
  targets: targets.map((target) => without(target, 'startedAt', 'requests')),
  summary,
  scope,
  notices: notices.filter(({ code }) => code !== 'saved-results-merged'),
});

describe('a fleet of 40 orgs', () => {
  let fleet: Fleet;
  let report: AuditReport;
  let memory = 0;
  before(async () => {
    fleet = await startFleet(Array.from({ length: ORGS }, (_, at) => OPTIONS[kindOf(at)]));
    breakOrgs(fleet);
    const before = process.memoryUsage().rss;
    report = await fleet.audit();
    memory = (process.memoryUsage().rss - before) / 1024 / 1024;
  });
  after(async () => {
    await fleet.stop();
    removeTemporaryTrees();
  });

  const targetsOf = (kind: Kind): Target[] =>
    report.targets.filter(({ org, name }) => kindOf(Number((org?.alias ?? name ?? '').split('-')[1]) - 1) === kind);

  it('has every org, once', () => {
    expect(report.targets).to.have.length(ORGS);
  });

  it('tells the orgs that could not be audited, and why', () => {
    const expected = fleet.names.flatMap((name, at) => {
      const error = REFUSED[kindOf(at)];
      return error === undefined ? [] : [[name, error]];
    });
    expect(errorsOf(report)).to.deep.equal(Object.fromEntries(expected));
  });

  for (const [kind, is] of Object.entries({
    healthy: ({ findings, coverage }) => findings.length === 7 && failedHiding(coverage, 'apps').length === 0,
    large: ({ findings }) => findings.length === 200,
    empty: ({ findings }) => findings.length === 0,
    slow: ({ findings }) => findings.length === 2 && findings.every(({ status }) => status === 'fail'),
    failing: ({ summary }) => summary.notEvaluated === 2,
  } satisfies Partial<Record<Kind, (target: Target) => boolean>>))
    it(`has the right result for each that is ${kind}`, () => {
      const targets = targetsOf(kind as Kind);
      expect(targets).to.have.length(ORGS / KINDS.length);
      for (const target of targets) expect(is(target), JSON.stringify(target.coverage)).to.equal(true);
    });

  it('keeps what was read of no org', () => {
    expect(memory).to.be.below(300);
  });

  it('is the same by `report` over the files of 40 runs, times aside', async () => {
    breakOrgs(fleet);
    const folder = temporaryTree();
    const files: string[] = [];
    for (const name of fleet.names) {
      // A lone org that cannot be audited ends its run, so there is a second one beside it.
      const other = 'nobody';
      const one = await fleet.audit({ orgs: [name, other] });
      const targets = one.targets.filter((target) => target.name !== other);
      files.push(save(folder, `${name}.json`, { ...one, targets }));
    }
    const merged = await mergeOf(files.sort(), { waivers: { kind: 'off' } }, { now: () => new Date() });
    expect(bare(merged)).to.deep.equal(bare(report));
    expect(merged.gate).to.deep.equal(report.gate);
  });
});
