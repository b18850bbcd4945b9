import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { EXIT_CODES, exitCode } from '../src/exitCodes.js';
import { exitCodesHelp } from '../src/cli/command.js';
import { createTexts } from '../src/cli/texts.js';

const COMMANDS = ['audit', 'remediate', 'restore', 'report', 'migrate', 'verify'] as const;
type CommandName = (typeof COMMANDS)[number];

const texts = createTexts();

const codesOf = (command: CommandName): number[] =>
  EXIT_CODES.filter(({ commands }) => (commands as readonly CommandName[]).includes(command)).map(({ code }) => code);

describe('exit codes', () => {
  const promised: Record<CommandName, number[]> = {
    audit: [0, 1, 2, 30, 31, 130],
    report: [0, 1, 2, 30, 31, 130],
    remediate: [0, 1, 2, 32, 68, 69, 130],
    restore: [0, 1, 2, 32, 68, 69, 130],
    migrate: [0, 1, 2, 68, 130],
    verify: [0, 1, 2, 30, 31, 130],
  };
  for (const command of COMMANDS) {
    it(`of ${command} are those that it promises, each once`, () => {
      expect(codesOf(command)).to.deep.equal(promised[command]);
    });
  }

  it('leave 3 to 29 to the CLI', () => {
    expect(EXIT_CODES.filter(({ code }) => code > 2 && code < 30)).to.be.empty;
  });

  it('have names of their own', () => {
    expect(new Set(EXIT_CODES.map(({ name }) => name))).to.have.property('size', EXIT_CODES.length);
  });

  it('are found by name', () => {
    expect(EXIT_CODES.map(({ name }) => exitCode(name))).to.deep.equal(EXIT_CODES.map(({ code }) => code));
  });

  it('are explained in the help', () => {
    expect(exitCodesHelp('restore', texts)).to.deep.equal({
      header: 'EXIT CODES',
      body: [
        {
          name: 'done (0)',
          description: 'Every planned change was verified (in a dry run: validated), or there was nothing to change.',
        },
        {
          name: 'nothing-changed (1)',
          description:
            "Nothing was changed. Either the run couldn't start, you answered no, the org rejected every change or differs from the plan, the run skipped an app that --app names exactly, a restore leaves out an app or its Run As user, or something couldn't be read.",
        },
        { name: 'wrong-flags (2)', description: 'A flag is unknown, is missing, or has an invalid value.' },
        {
          name: 'not-confirmed (32)',
          description:
            "A change was sent, but reading it back or auditing again doesn't confirm it, or something else changed as well.",
        },
        {
          name: 'partly (68)',
          description:
            "Some changes were made, but others weren't, the run skipped an app that --app names exactly, a restore leaves out an app or its Run As user, or something couldn't be read.",
        },
        {
          name: 'still-running (69)',
          description: 'A deploy is still running: --wait ended, or the run was interrupted.',
        },
        { name: 'interrupted (130)', description: 'The run was interrupted. Nothing was changed.' },
      ],
    });
  });

  it('have each its text, and no text is left over', () => {
    const written = [...readFileSync('messages/exitCodes.md', 'utf8').matchAll(/^# (.+)$/gm)].map(([, key]) => key);
    expect(written).to.have.members(['header', ...EXIT_CODES.map(({ text }) => text)]);
  });
});
