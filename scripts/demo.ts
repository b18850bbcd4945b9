import { parseArgs } from 'node:util';
import { askForToken, readUsers } from './demo/attack.js';
import { say, type Stage, WITHOUT_PLAN, withStage } from './demo/stage.js';
import { ROOT } from './proof/child.js';

/**
 * `npm run demo`: an attack, what an audit says of it, how it is stopped and undone. The commands, the requests and the
 * answers are real; only the org is simulated. `npm run demo -- --keep` leaves the org running.
 */

const APP = 'Order_Sync';
const FINDINGS = 30;

const { values } = parseArgs({ options: { keep: { type: 'boolean', default: false } } });

const heading = (text: string): void => say(`\n${text}\n`);

const story = async (stage: Stage): Promise<number> => {
  const { org, command } = stage;
  const wrong: string[] = [];
  const expect = (isTrue: boolean, what: string): void => void (isTrue || wrong.push(what));
  say(`A simulated org runs at ${org.url}. Its alias is "demo". No other org is contacted.`);

  heading(`1. THE ATTACK: an attacker found the client ID and secret of ${APP} in a repository`);
  const token = await askForToken(org, APP);
  expect(token !== undefined && (await readUsers(org, token)), 'the attack works');

  heading('2. AUDIT: which apps can log in this way');
  const audit = await command(['audit', '--target-org', 'demo'], (section) => /^Fail, critical|^Result/.test(section));
  expect(audit.exitCode === FINDINGS, `the audit ends with ${FINDINGS}`);

  heading(`3. DRY RUN: what would change for ${APP}. The app is in use, so it takes --include-active`);
  const change = ['remediate', '--target-org', 'demo', '--app', APP, '--include-active'];
  expect((await command([...change, '--dry-run'])).exitCode === 0, 'the dry run ends with 0');

  heading('4. REMEDIATE: turn off the flow');
  const remediated = await command([...change, '--no-prompt'], WITHOUT_PLAN);
  expect(remediated.exitCode === 0, 'the remediation ends with 0');
  const snapshot = /--snapshot (\S+)/.exec(remediated.stdout)?.[1];

  heading('5. THE SAME ATTACK AGAIN');
  expect((await askForToken(org, APP)) === undefined, 'no token is issued');
  if (token !== undefined && (await readUsers(org, token)))
    say(
      '  No client gets a new token. The one from step 1 works until it expires, or until you end its session in Setup.',
    );

  heading('6. RESTORE: a team still needs the app, so the change is undone');
  const restore = ['restore', '--target-org', 'demo', '--snapshot', snapshot ?? '', '--no-prompt'];
  const restored = await command(restore, WITHOUT_PLAN);
  expect(restored.exitCode === 0, 'the restore ends with 0');
  say('');
  expect((await askForToken(org, APP)) !== undefined, 'the app gets tokens again');

  if (wrong.length > 0) console.error(`\nThe demo didn't go as expected. What should be true: ${wrong.join('; ')}.`);
  else if (values.keep) await keepRunning(stage);
  else say(AFTERWARDS);
  return wrong.length === 0 ? 0 : 1;
};

const AFTERWARDS = `
To try the commands on this org: npm run demo -- --keep
To audit an org of your own (an audit only reads):

  npm run compile && sf plugins link .
  sf org login web --alias my-org
  sf oauth-posture audit --target-org my-org
`;

const keepRunning = ({ org }: Stage): Promise<never> => {
  say(`
The simulated org keeps running until you press Ctrl-C. To log in, paste this into another terminal:

  alias sf='env NODE_ENV=development "${process.execPath}" "${ROOT}/bin/run.js"'
  export SF_ACCESS_TOKEN='${org.login().accessToken}'
  sf org login access-token --instance-url ${org.url} --alias demo --no-prompt

Then the commands above work there, for example:

  sf oauth-posture audit --target-org demo --view detail

To remove the login afterwards: sf org logout --target-org demo --no-prompt
`);
  return new Promise(() => setInterval(() => undefined, 60_000));
};

process.exitCode = await withStage(story);
