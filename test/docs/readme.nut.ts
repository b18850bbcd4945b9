import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { DEMO_ORG } from '../simulator/connect.js';
import { startSimulator, type Simulator } from '../simulator/simulator.js';
import { componentsOf, type Components } from '../commands/support/cliOrg.js';
import { machine, OWN_CLI, type Ended, type Machine } from './support/runner.js';

/** A newcomer's path: the commands of the README, copied in order, in an empty folder with an empty home. */

const readme = readFileSync('README.md', 'utf8');

const commands = [...readme.matchAll(/^```\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) => block.trim().split('\n'));

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string; version: string };

/** Without a registry and a browser: what packs makes a file, what installs asks, and what logs in has a refresh token. */
const PROGRAMS = {
  npm: `#!/bin/sh
test "$*" = pack && echo packed > ${name}-${version}.tgz
test "$*" = pack || test "$*" = ci
`,
  sf: `#!/bin/sh
case "$1 $2 $3" in
  'plugins install file:'*) test -f "\${3#file:}" && exit 0; echo "There is no $3" >&2; exit 1 ;;
  'org login web') NODE_ENV=development exec ${OWN_CLI} org login sfdx-url --sfdx-url-file "$HOME/login.txt" "$4" "$5" ;;
esac
exec ${OWN_CLI} "$@"
`,
};

/** How a command ends on the simulated org, and what shows that it did what the README says. */
const ENDS: readonly [RegExp, number, RegExp][] = [
  [/^npm ci && npm pack$/, 0, /^$/],
  [/^sf plugins install /, 0, /^$/],
  [/^sf org login web /, 0, /my-org|Successfully/],
  [/audit --target-org my-org$/, 30, /Order_Sync/],
  [/--view detail$/, 30, /Evidence/i],
  [/--output-file posture\.html/, 30, /posture\.html/],
  [/^sf oauth-posture report --from posture\.json/, 30, /posture\.sarif/],
  [/^sf oauth-posture audit --source-dir force-app$/, 30, /Order_Sync/],
  [/--dry-run --save-plan plan\.json$/, 0, /plan\.json/],
  [/--plan plan\.json --no-prompt$/, 0, /snapshot/i],
  [/^sf oauth-posture restore /, 0, /restored/i],
  [/^sf oauth-posture migrate /, 0, /Order_Sync/],
  [/--harden --dry-run$/, 0, /skip/i],
  [/--source-dir force-app --dry-run$/, 0, /Order_Sync/],
];

describe('the commands of the README', () => {
  let org: Simulator;
  let own: Machine;
  let original: Components;
  before(async () => {
    org = await startSimulator({ folder: DEMO_ORG, pollsUntilDone: 0 });
    original = componentsOf(org);
    own = machine(org, PROGRAMS);
    own.home.write('login.txt', org.login().sfdxAuthUrl);
  });
  after(async () => {
    own.remove();
    await org.stop();
  });

  /** What a reader puts in place of it. */
  const filledIn = (command: string): string => {
    const folder = join(own.checkout, 'oauth-posture-snapshots');
    const [snapshot = ''] = existsSync(folder) ? readdirSync(folder).filter((one) => !one.startsWith('.')) : [];
    return command.replace('<folder>', snapshot);
  };
  const expectEnd = ({ exitCode, output }: Ended, code: number, sign: RegExp): void => {
    expect(exitCode, output).to.equal(code);
    expect(output).to.match(sign);
  };

  it('are all known here', () => {
    expect(commands.filter((command) => !ENDS.some(([pattern]) => pattern.test(command)))).to.deep.equal([]);
    expect(commands.length).to.equal(ENDS.length);
  });

  for (const command of commands)
    it(command, async () => {
      const [, code, sign] = ENDS.find(([pattern]) => pattern.test(command)) ?? [/^/, 0, /^/];
      // The one thing that an empty folder cannot have: metadata to look at.
      if (command.includes('force-app')) cpSync(DEMO_ORG, join(own.checkout, 'force-app'), { recursive: true });
      expectEnd(await own.shell(filledIn(command)), code, sign);
    });

  it('leave the org as it was', () => {
    expect(componentsOf(org)).to.deep.equal(original);
  });
});
