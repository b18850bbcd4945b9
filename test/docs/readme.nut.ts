import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { DEMO_ORG } from '../simulator/connect.js';
import { startSimulator, type Simulator } from '../simulator/simulator.js';
import { componentsOf, type Components } from '../commands/support/cliOrg.js';
import { endOf, filledIn, KNOWN_ENDS, README_COMMANDS } from './support/readmeCommands.js';
import { machine, OWN_CLI, type Ended, type Machine } from './support/runner.js';

/** A newcomer's path: the commands of the README, copied in order, in an empty folder with an empty home. */

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string; version: string };

/** `npm run test:real-cli` runs the same with the real CLI. Here, without a registry and a browser: what packs makes a file, what installs asks, and what logs in has a refresh token. */
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

  const expectEnd = ({ exitCode, output }: Ended, code: number, sign: RegExp): void => {
    expect(exitCode, output).to.equal(code);
    expect(output).to.match(sign);
  };

  it('are all known here', () => {
    expect(README_COMMANDS.filter((command) => endOf(command) === undefined)).to.deep.equal([]);
    expect(README_COMMANDS.length).to.equal(KNOWN_ENDS);
  });

  for (const command of README_COMMANDS)
    it(command, async () => {
      const { code, sign } = endOf(command) ?? { code: 0, sign: /^/ };
      // The one thing that an empty folder cannot have: metadata to look at.
      if (command.includes('force-app')) cpSync(DEMO_ORG, join(own.checkout, 'force-app'), { recursive: true });
      expectEnd(await own.shell(filledIn(command, own.checkout)), code, sign);
    });

  it('leave the org as it was', () => {
    expect(componentsOf(org)).to.deep.equal(original);
  });
});
