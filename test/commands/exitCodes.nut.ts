import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { exitCode, type ExitName } from '../../src/exitCodes.js';
import { startChangingOrgs, type ChangingOrg } from './support/changingOrg.js';
import { printed } from './support/cliOrg.js';
import { ENDINGS, type Ending, type Seen } from './support/endings.js';
import { interrupt, isStruck } from './support/interrupting.js';
import { alongLanes } from './support/lanes.js';

const cases = Object.entries(ENDINGS).flatMap(([command, endings]) =>
  Object.entries<Ending>(endings).map(([name, ending]) => {
    const code = exitCode(name as ExitName);
    return { title: `${command} ends with ${code}: ${name}`, code, ending };
  }),
);

const see = async (org: ChangingOrg, { args, from, arrange, signal }: Ending): Promise<Seen> => {
  const { simulator } = org;
  org.become(from);
  arrange?.(simulator);
  const run = org.start(args);
  const ended = signal ? (await interrupt(run, () => isStruck(simulator), signal)).ended : await run.ended;
  return {
    ended,
    changed: org.changedSince(from),
    requests: simulator.journal.entries.length,
    isDeploying: simulator.journal.of('deploy').length > 0,
  };
};

describe('the exit codes of the real commands', () => {
  let lanes: ChangingOrg[] = [];
  let seen: Seen[];

  before(async () => {
    lanes = await startChangingOrgs(3);
    seen = await alongLanes(lanes, cases, (org, { ending }) => see(org, ending));
  });
  after(() => Promise.all(lanes.map((org) => org.stop())));

  it('are looked at for every command that there is', () => {
    const commands = readdirSync('src/commands/oauth-posture').map((file) => file.replace('.ts', ''));
    expect(Object.keys(ENDINGS)).to.have.members(commands);
  });

  for (const [index, { title, code, ending }] of cases.entries())
    it(title, () => {
      const one = seen[index];
      if (!one) throw new Error('It was not run.');
      const { exitCode: ended, stderr } = one.ended;
      expect([ended, printed(one.ended).status, stderr], one.ended.stdout).to.deep.equal([code, code, '']);
      ending.proof(one);
    });
});
