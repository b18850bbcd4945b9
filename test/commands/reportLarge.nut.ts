import { expect } from 'chai';
import { failing, orgAt, save, savedAt, THEN } from '../actions/report/support/saving.js';
import { startCliOrg, type CliOrg } from './support/cliOrg.js';

const FILES = 200;
const FINDINGS = 100;

/** What the process took in all, start-up included: on a busy machine the clock says nothing of it. */
const MEASURED = `process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write(\`MEASURED \${maxRSS / 1024} \${(userCPUTime + systemCPUTime) / 1_000_000}\\n\`);
});`;

const measuring = ([node = '', ...rest]: readonly string[]): string[] => [
  node,
  '--import',
  `data:text/javascript,${encodeURIComponent(MEASURED)}`,
  ...rest,
];

describe('sf oauth-posture report, of 200 files', () => {
  let org: CliOrg;
  before(async () => {
    org = await startCliOrg({ isBare: true });
    const findings = Array.from({ length: FINDINGS }, (_, at) => failing(`App_${at}`));
    for (let at = 0; at < FILES; at += 1)
      save(org.home.folder, `runs/${at}.json`, savedAt(THEN, [orgAt(at, findings)]));
  });
  after(() => org.stop());

  it('takes less than 400 MB and 3 seconds of computing', async () => {
    const args = ['oauth-posture', 'report', '--from', 'runs/*.json', '--view', 'summary'];
    const { exitCode, stdout, stderr } = await org.start(args, { within: measuring }).ended;
    expect(exitCode, stderr).to.equal(30);
    expect(stdout).to.include('200');
    const [, memory, seconds] = /MEASURED ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
    expect(Number(memory), 'MB').to.be.within(20, 400);
    expect(Number(seconds), 'seconds').to.be.within(0.1, 3);
  });
});
