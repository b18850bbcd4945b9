import { expect } from 'chai';
import type { CliResult } from '../simulator/cliLogin.js';
import { printed, startCliOrg, type CliOrg } from './support/cliOrg.js';
import { alongLanes } from './support/lanes.js';
import { firstAndLastOfEachKind, strikesOf, type Strike } from './support/strikes.js';

const DEADLINE = { HTTP_TIMEOUT: '60000' };
/** Starting and ending the process, three tries and the pauses between them: far below an endless wait. */
const SOON = 240_000;
/** Nothing but what could not be read keeps these runs from exit code 0. */
const ONLY_GAPS = ['--json', '--fail-on', 'never', '--allow-incomplete'];

describe('sf oauth-posture audit, when the connection is cut inside an answer', () => {
  let lanes: CliOrg[];
  let strikes: Strike[];

  before(async () => {
    lanes = await Promise.all([startCliOrg(), startCliOrg()]);
    const [org] = lanes;
    const good = await org?.audit(ONLY_GAPS);
    expect(good?.exitCode, good?.stdout).to.equal(0);
    strikes = firstAndLastOfEachKind(strikesOf(org?.simulator.journal.entries ?? []));
  });
  after(() => Promise.all(lanes.map((org) => org.stop())));

  // The fault matrix cuts each of them, without a process of its own.
  it('ends at each kind of request in one error or with a failed step, and still prints JSON, in time', async () => {
    expect(strikes.length).to.be.at.least(9);
    const wrong = await alongLanes(lanes, strikes, async (org, { request, rule }) => {
      const { simulator } = org;
      simulator.clearFaults();
      simulator.fault({ kind: 'cut-body', ...rule });
      const began = Date.now();
      const ended = await org.audit(ONLY_GAPS, DEADLINE);
      const problems = [
        ...problemsOf(ended),
        ...(Date.now() - began > SOON ? ['too late'] : []),
        ...(simulator.journal.entries.some(({ fault }) => fault === 'cut-body') ? [] : ['no answer was cut']),
      ];
      return problems.map((problem) => `${request}: ${problem}`);
    });
    expect(wrong.flat()).to.deep.equal([]);
  });

  const problemsOf = (ended: CliResult): string[] => {
    const { status, result, name, actions } = printed(ended);
    if (status !== ended.exitCode) return [`the JSON says ${status}, the process ${ended.exitCode}`];
    if (ended.stderr !== '') return [`on stderr: ${ended.stderr}`];
    if (!result) return status === 1 && name === 'CutError' && actions?.length ? [] : [`${status} ${name}`];
    const failed = result.targets.flatMap(({ coverage }) => coverage.filter((step) => step.status === 'failed'));
    if (failed.length === 0) return ['no step failed'];
    return status === 31 ? [] : [`exit code ${status}`];
  };

  it('says in one clear error, without a stack trace, that every answer was cut', async () => {
    const [org] = lanes;
    org?.simulator.clearFaults();
    org?.simulator.fault({ kind: 'cut-body', on: /./, times: Infinity });
    const ended = await org?.audit([], DEADLINE);
    expect(ended).to.deep.include({ exitCode: 1, stdout: '' });
    expect(ended?.stderr).to.include('The connection to demo was lost in the middle of a response.');
    expect(ended?.stderr).not.to.match(/^\s+at /m);
    expect(ended?.stderr).not.to.include('terminated');
  });
});

describe('sf oauth-posture audit, when the org keeps refusing every session', () => {
  let org: CliOrg;
  before(async () => {
    org = await startCliOrg();
  });
  after(() => org.stop());
  afterEach(() => org.simulator.clearFaults());

  const kinds: Array<[wire: string, on: RegExp]> = [
    ['REST', /^(query|describe)$/],
    ['SOAP', /^listMetadata$/],
  ];
  for (const [wire, on] of kinds)
    it(`over ${wire}: one error that says to log in again, after a handful of requests`, async () => {
      org.simulator.fault({ kind: 'session-expired', on, times: Infinity });
      const ended = await org.audit(['--json'], DEADLINE);
      const { name, message, actions } = printed(ended);
      expect([ended.exitCode, name]).to.deep.equal([1, 'SessionRefusedError']);
      expect(message).to.include('no longer accepts this login');
      expect(actions?.join(' ')).to.include('sf org login');
      expect(org.simulator.journal.entries.length).to.be.at.most(20);
    });
});
