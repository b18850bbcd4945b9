import { spawnSync } from 'node:child_process';
import { Flags, type Interfaces, Parser } from '@oclif/core';
import { expect } from 'chai';
import { commandAgain, commandGiven } from '../../../src/cli/change/again.js';
import Remediate from '../../../src/commands/oauth-posture/remediate.js';

const CONTROL = 'connected-app-client-credentials';

const parse = (argv: readonly string[]) => {
  const { flags, baseFlags } = Remediate;
  return Parser.parse([...argv], {
    flags: { ...baseFlags, ...flags, json: Flags.boolean() } as Interfaces.FlagInput,
    strict: true,
    '--': false,
  });
};

/** The words that a shell gives to the program. */
const wordsInShell = (command: string): string[] =>
  spawnSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
    .stdout.trimEnd()
    .split('\n');

const token = (flag: string, input: string) => ({ type: 'flag', flag, input });

describe('the command that makes what a dry run has shown', () => {
  const raw = [
    token('dry-run', '--dry-run'),
    token('app', 'Order Sync'),
    token('app', 'Billing'),
    token('include-active', '--include-active'),
    token('save-plan', 'plan.json'),
    token('wait', '5'),
  ];
  const parsed = { raw, flags: { 'dry-run': true, 'include-active': true, app: ['Order Sync', 'Billing'] } };

  it('names the org, keeps the flags that were given, and leaves out those of a dry run', () => {
    expect(commandAgain(parsed, { command: 'remediate', org: 'prod' }).join(' ')).to.equal(
      "sf oauth-posture remediate --target-org prod --app 'Order Sync' --app Billing --include-active --wait 5",
    );
  });

  it('applies a saved plan, which brings its own scope', () => {
    const words = commandAgain(parsed, { command: 'remediate', org: 'prod', savedPlan: 'plan.json' });
    expect(words.join(' ')).to.equal(
      'sf oauth-posture remediate --target-org prod --plan plan.json --include-active --wait 5',
    );
  });

  it('applies a saved plan of a hardening, which brings what it sets', () => {
    const given = ['harden', 'app', 'execution-user'].map((name) => token(name, name === 'harden' ? '--harden' : 'x'));
    const hardening = { raw: [...given, token('save-plan', 'p.json')], flags: { harden: true } };
    expect(commandAgain(hardening, { command: 'remediate', org: 'prod', savedPlan: 'p.json' }).join(' ')).to.equal(
      'sf oauth-posture remediate --target-org prod --plan p.json',
    );
  });

  it('does not read the folder of flags again, which the CLI has added to the others', () => {
    const added = { ...parsed, raw: [token('flags-dir', 'my-flags'), ...raw] };
    expect(commandAgain(added, { command: 'remediate', org: 'prod' }).join(' ')).to.equal(
      "sf oauth-posture remediate --target-org prod --app 'Order Sync' --app Billing --include-active --wait 5",
    );
  });

  const given: Record<string, readonly string[]> = {
    'of a hardening': ['--harden', '--dry-run', '--app', 'Gateway', '--execution-user', 'a@example.com'],
    'of some apps': ['--dry-run', '-f', 'a b.html', '-f', 'c.md', '-w', '5', '--app', 'A', 'B', '--control', CONTROL],
    'of a hardening, with a plan': ['--harden', '--dry-run', '--app', 'Gateway', '--save-plan', 'p.json', '-a', '68.0'],
    'that leaves no app out': ['--dry-run', '--no-waivers', '--allow-lockout', '--usage-days=0', '--view', 'detail'],
    'of an approved plan': ['--plan', 'p q.json', '--dry-run', '--include-active', '--flags-dir', 'x', '--json'],
    'of files': ['-d', 'src', '-d', 'test', '--dry-run', '--no-prompt'],
  };
  for (const [story, argv] of Object.entries(given))
    it(`is one that the command takes, after a dry run ${story}`, async () => {
      const { raw: tokens, flags } = await parse(argv);
      const org = argv.includes('-d') ? {} : { org: 'my prod' };
      const plan = flags['save-plan'] === undefined ? {} : { savedPlan: String(flags['save-plan']) };
      const words = commandAgain({ raw: tokens, flags }, { command: 'remediate', ...org, ...plan });
      const again = await parse(wordsInShell(words.join(' ')).slice(3));
      expect(again.flags).to.not.have.any.keys('save-plan', 'flags-dir');
      expect([again.flags['dry-run'], again.flags['json']].filter(Boolean)).to.deep.equal([]);
    });

  it('names no org where files are edited without one', () => {
    const files = {
      raw: [token('source-dir', 'force-app'), token('dry-run', '--dry-run')],
      flags: { 'dry-run': true },
    };
    expect(commandAgain(files, { command: 'remediate' }).join(' ')).to.equal(
      'sf oauth-posture remediate --source-dir force-app',
    );
  });

  it('is another one than the command that was entered, which a record names with all of its flags', () => {
    expect(commandGiven(parsed, 'remediate').join(' ')).to.equal(
      "sf oauth-posture remediate --dry-run --app 'Order Sync' --app Billing --include-active --save-plan plan.json --wait 5",
    );
  });
});
