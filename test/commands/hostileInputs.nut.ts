import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { printed, startCliOrg, type CliOrg } from './support/cliOrg.js';
import { connectedAppOf } from './support/planted.js';

const UNSEEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const LABEL = 'red \u009b31m desrever \u202e\u2066\u061c\u200e\u2028';

describe('sf oauth-posture, given files and texts that are meant to harm', () => {
  let org: CliOrg;
  before(async () => {
    org = await startCliOrg();
    org.simulator.setComponent('ConnectedApp', 'Hostile', connectedAppOf(LABEL, LABEL));
  });
  after(() => org.stop());

  it('prints and writes JSON in which nothing is unseen, and which says the same', async () => {
    const file = join(org.home.folder, 'x.json');
    const ended = await org.audit(['--json', '--output-file', file]);
    expect(ended.stdout).not.to.match(UNSEEN);
    expect(ended.stdout).to.include('\\u202e');
    const labels = printed(ended).result?.targets.flatMap(({ findings }) => findings.map(({ app }) => app.label));
    expect(labels).to.include(LABEL);
  });

  const COMMANDS = '##vso[task.setvariable variable=PATH]/tmp ::stop-commands::x';
  for (const args of [['--view', 'detail'], ['--json'], ['--view', 'all']])
    it(`shows no command to the agent of a pipeline, whatever an app is called: ${args.join(' ')}`, async () => {
      org.simulator.setComponent('ConnectedApp', 'Hostile', connectedAppOf(COMMANDS, COMMANDS));
      const { stdout, stderr } = await org.audit(args);
      expect(stdout).to.include('task.setvariable');
      expect(stdout + stderr).not.to.match(/##\w*\[/);
      expect(stdout).not.to.match(/^\s*::stop-commands/m);
    });

  const flags: [flag: string, command: string[]][] = [
    ['--waivers', ['audit', '--target-org', 'demo']],
    ['--baseline', ['audit', '--target-org', 'demo']],
    ['--waivers', ['remediate', '--target-org', 'demo', '--no-prompt']],
    ['--plan', ['remediate', '--target-org', 'demo', '--no-prompt']],
  ];
  for (const [flag, command] of flags)
    it(`${command[0] ?? ''} ${flag} /dev/zero ends at once, and says why`, async () => {
      const ended = await org.start(['oauth-posture', ...command, flag, '/dev/zero', '--json']).ended;
      const { name, message, status } = printed(ended);
      expect([name, status]).to.deep.equal(['FileNotRegularError', 1]);
      expect(message).to.include('/dev/zero');
      expect(org.simulator.journal.entries).to.deep.equal([]);
    });

  it('names a path with two blanks as it is, so that it can be pasted', async () => {
    const missing = join(org.home.folder, 'two  blanks', 'x.yml');
    const { stderr } = await org.audit(['--waivers', missing]);
    expect(stderr).to.include('two  blanks');
  });

  it('refuses a waiver file that is no text instead of reading other letters', async () => {
    const path = join(org.home.folder, 'latin1.yml');
    writeFileSync(path, Buffer.from('version: 1\n# Caf\u00e9\n', 'latin1'));
    expect(printed(await org.audit(['--waivers', path, '--json'])).name).to.equal('FileNotTextError');
  });
});
