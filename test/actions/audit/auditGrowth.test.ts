import { join } from 'node:path';
import { expect } from 'chai';
import type { AuditReport } from '../../../src/posture/model.js';
import { cpuTime } from '../../cpuTime.js';
import { DEMO_ORG } from '../../simulator/connect.js';
import type { Size } from '../../simulator/generate.js';
import type { JournalEntry } from '../../simulator/journal.js';
import { failedSteps, startAuditedOrg, stepOf, targetOf } from '../support/auditedOrg.js';

const AT_MOST = 18;

type Spent = { report: AuditReport; asked: readonly JournalEntry[] };

/** What connecting costs: the versions, unless a log-in has stored them, and the row of the organization. */
const isConnecting = ({ operation, detail }: JournalEntry): boolean =>
  operation === 'versions' || detail.endsWith('FROM Organization');

const auditOf = async (generate: Size): Promise<Spent> => {
  const org = await startAuditedOrg({ generate: { seed: 7, ...generate }, folder: join(DEMO_ORG, 'settings') });
  try {
    const report = await org.audit();
    const { journal } = org.simulator;
    expect(targetOf(report).requests, 'the count').to.equal(journal.entries.length);
    return { report, asked: journal.withoutPolls().filter((entry) => !isConnecting(entry)) };
  } finally {
    await org.stop();
  }
};

const tally = (asked: readonly JournalEntry[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { operation } of asked) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
};

describe('audit: what an org of any size costs', () => {
  it(`no more than ${AT_MOST} requests beside polls and connecting, while everything fits one page`, async () => {
    const { asked, report } = await auditOf({ connectedApps: 50, externalClientApps: 50, users: 20, logins: 500 });
    expect(failedSteps(report)).to.deep.equal([]);
    expect(asked.length).to.be.at.most(AT_MOST);
  });

  it('as many requests for 5,000 connected apps as for 50 but for further pages, and a verdict for each', async () => {
    const few = await auditOf({ connectedApps: 50, users: 20, logins: 500 });
    const many = await auditOf({ connectedApps: 5000, users: 20, logins: 500 });
    expect(targetOf(many.report).findings).to.have.length(5000);
    expect(tally(many.asked)).to.deep.equal({
      ...tally(few.asked),
      queryMore: further({ of: 5000, by: 2000 }),
    });
  });

  it('for all at once: more for further pages, longer lists and 10,000 files alone, and it takes no minute', async () => {
    const began = cpuTime();
    const { report, asked } = await auditOf({
      connectedApps: 5000,
      externalClientApps: 5000,
      users: 500,
      logins: 100_000,
    });
    expect(cpuTime() - began).to.be.below(60_000);
    expect(targetOf(report).findings).to.have.length(10_000);
    // So many users and applications are more groups than the org gives, and the raw log-ins more than ten pages.
    expect(failedSteps(report)).to.deep.equal(['query-login-history']);
    expect(stepOf(report, 'query-login-history').detail).to.equal('incomplete: 10 pages');
    expect(tally(asked)).to.deep.equal({
      listMetadata: 2,
      describe: 3,
      retrieve: 2 + further({ of: 15_000, by: 10_000 }),
      // Two questions about users need two lists each; the log-ins are asked for in parts, and one of them row by row.
      query: 11 + 2 + 3,
      queryMore: 3 * further({ of: 5000, by: 2000 }) + 9,
    });
  });
});

const further = ({ of, by }: { of: number; by: number }): number => Math.ceil(of / by) - 1;
