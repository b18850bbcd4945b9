import { expect } from 'chai';
import Audit from '../../../src/commands/oauth-posture/audit.js';
import Remediate from '../../../src/commands/oauth-posture/remediate.js';
import Restore from '../../../src/commands/oauth-posture/restore.js';
import { extensionsOf, FORMAT_NAMES } from '../../../src/reports/formatNames.js';

type Flag = {
  type: string;
  char?: string;
  summary?: string;
  description?: string;
  helpValue?: string;
  options?: readonly string[];
};

const COMMANDS = { audit: Audit, remediate: Remediate, restore: Restore };

describe('the help of the commands', () => {
  for (const [name, command] of Object.entries(COMMANDS)) {
    const flags = Object.entries<Flag>(command.flags as unknown as Record<string, Flag>);

    it(`${name}: each value has a name`, () => {
      const nameless = flags.filter(([, { type, helpValue, options }]) => type === 'option' && !(helpValue ?? options));
      expect(nameless.map(([flag]) => flag)).to.deep.equal([]);
    });

    it(`${name}: no letter stands for two flags`, () => {
      const letters = flags.flatMap(([, { char }]) => char ?? []);
      expect(new Set(letters).size).to.equal(letters.length);
    });

    it(`${name}: no description repeats its summary`, () => {
      const repeating = flags.filter(([, { summary = '', description = '' }]) => description.includes(summary));
      expect(repeating.map(([flag]) => flag)).to.deep.equal([]);
      expect(command.description).not.to.include(command.summary);
    });

    it(`${name}: a usage line can be read at 80 columns`, () => {
      for (const usage of command.usage) {
        const line = `  $ sf ${usage.replace('<%= command.id %>', `oauth-posture ${name}`)}`;
        expect(line.length, line).to.be.at.most(80);
        expect(line).to.match(/ \[FLAGS\]$/);
      }
    });

    it(`${name}: says which exit codes and environment variables there are`, () => {
      expect(command.errorCodes?.header).to.equal('EXIT CODES');
      expect(command.envVariablesSection?.header).to.equal('ENVIRONMENT VARIABLES');
      expect(JSON.stringify(command.envVariablesSection?.body)).to.include('SF_TARGET_ORG');
    });
  }

  it('audit: names each extension that --output-file takes', () => {
    const { description = '' } = Audit.flags['output-file'];
    for (const extension of extensionsOf(FORMAT_NAMES)) expect(description).to.include(extension);
  });
});
