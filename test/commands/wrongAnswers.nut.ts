import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { connectedApp, USER } from '../simulator/deploy/samples.js';
import type { FaultRule } from '../simulator/faults.js';
import { faultWith200, WRONG_SOAP_ANSWERS } from '../simulator/wrongAnswers.js';
import { printed, resultOf, startCliOrg, type CliOrg } from './support/cliOrg.js';

/** What stood for an empty list each, of an org whose one app can be logged in to without a person. */
const LISTS: Readonly<Record<string, Omit<FaultRule, 'on' | 'times'> | undefined>> = {
  'a fault that says 200': faultWith200('UNKNOWN_EXCEPTION', 'An unexpected error occurred.'),
  ...Object.fromEntries(
    [
      'a 204',
      'a page that says 202',
      'a page that says 203',
      'an empty Body',
      'the response of another operation',
      'rows with a prefix',
    ].map((title) => [title, WRONG_SOAP_ANSWERS[title]]),
  ),
  'a response without rows': {
    kind: 'answer',
    body: ({ body }) => body.toString().replace(/<result>.*<\/result>/s, ''),
  },
};

const ORGANIZATION_IDS = ['../../escaped/evil', '00D000000000001\n\u001b[2J', '', 1234567890];

describe('an org whose answers are none', () => {
  let org: CliOrg;
  before(async () => {
    const person = { Username: USER, Name: 'Sync', IsActive: true, UserType: 'Standard', ProfileId: '@Profile:Admin' };
    org = await startCliOrg({ isBare: true, rows: { User: [person] } });
    org.simulator.setComponent('ConnectedApp', 'Sync', connectedApp());
  });
  afterEach(() => org.simulator.clearFaults());
  after(() => org.stop());

  const remediate = (...args: string[]): ReturnType<CliOrg['audit']> =>
    org.start(['oauth-posture', 'remediate', '--target-org', 'demo', '--no-prompt', '--json', ...args]).ended;

  it('is an org with one failure when nothing is in between', async () => {
    const { targets } = resultOf(await org.audit(['--json']));
    expect(targets[0]?.findings.map(({ app, status }) => [app.name, status])).to.deep.equal([['Sync', 'fail']]);
    const { plan } = resultOf<RemediationResult>(await remediate('--dry-run', '--include-active'));
    expect(plan.changes).to.have.length(1);
  });

  for (const [title, wrong] of Object.entries(LISTS))
    it(`${title} in the place of each list is no clean org, and not nothing to do`, async () => {
      if (wrong === undefined) throw new Error('There is no such answer.');
      org.simulator.fault({ ...wrong, on: 'listMetadata', times: Infinity });
      const audit = await org.audit(['--json', '--fail-on', 'never']);
      expect(audit.exitCode).to.equal(31);
      const failed = resultOf(audit).targets[0]?.coverage.flatMap(({ step, status }) =>
        status === 'failed' ? step : [],
      );
      expect(failed).to.include('list-profiles');
      const { exitCode, ...rest } = await remediate('--include-active');
      expect(exitCode, rest.stdout).to.equal(1);
      expect(org.simulator.journal.of('deploy')).to.deep.equal([]);
    });

  for (const id of ORGANIZATION_IDS)
    it(`${JSON.stringify(id)} in the place of its id is told, before anything is written`, async () => {
      const body: FaultRule['body'] = ({ body: truth }) =>
        truth.toString().replace(/"Id":"00D\w+"/, `"Id":${JSON.stringify(id)}`);
      org.simulator.fault({ kind: 'answer', on: /FROM Organization$/, times: Infinity, body });
      const ended = await remediate('--include-active', '--snapshot-dir', 'kept');
      const { name, message, exitCode } = printed(ended);
      expect([name, exitCode]).to.deep.equal(['UnexpectedAnswerError', 1]);
      expect(message).to.equal("demo returned a response that doesn't fit the request.");
      expect(existsSync(join(org.home.folder, 'kept'))).to.equal(false);
      expect(org.simulator.journal.of('deploy')).to.deep.equal([]);
      expect(ended.stdout + ended.stderr).not.to.include('\u001b');
    });
});
