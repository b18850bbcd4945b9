import { ux } from '@oclif/core/ux';
import type { SfCommand } from '@salesforce/sf-plugins-core';
import type { HelpSection } from '@oclif/core/help';
import { type CommandName, EXIT_CODES, type Row } from '../exitCodes.js';
import type { Texts } from '../reports/render.js';
import { visibleJson } from '../values.js';
import type { Confirmation } from './change/confirmation.js';
import { waitMs } from './flags/flags.js';
import type { RunOptions } from './run.js';
import { TOOL } from './tool.js';

/** The parts of a command that other files need, so that they don't depend on the framework. */

type Command = SfCommand<unknown>;

type RunFlags = { 'api-version': string | undefined; wait: number };

export const runOptions = (command: Command, flags: RunFlags, forMachines = command.jsonEnabled()): RunOptions => ({
  forMachines,
  errorsTo: command.jsonEnabled() ? 'stdout' : 'stderr',
  tool: TOOL,
  spinner: command.spinner,
  writeLine: (line) => command.logToStderr(line),
  apiVersion: flags['api-version'],
  waitMs: waitMs(flags),
});

type ChangeFlags = { 'no-prompt': boolean; 'dry-run': boolean };

/** A dry run changes nothing, so there is nothing to confirm. */
export const confirmationOf = (command: Command, flags: ChangeFlags): Confirmation => ({
  noPrompt: flags['no-prompt'] || flags['dry-run'],
  forMachines: command.jsonEnabled(),
  confirm: (question) => command.confirm(question),
});

/**
 * Prints results and errors for `--json`, with texts of an org unchanged. Coloring takes longer than evaluating a large
 * org, so it's only for a terminal.
 */
export const showJson = (json: unknown, { theme }: Command['config']): void =>
  ux.stdout(visibleJson(process.stdout.isTTY ? colored(json, theme?.json) : plainJson(json)));

type JsonTheme = NonNullable<Command['config']['theme']>['json'];

const colored = (json: unknown, theme?: JsonTheme): string =>
  ux.colorizeJson(json, { pretty: true, ...(theme && { theme }) });

/** An error can contain itself. Only the framework's own output handles that. */
const plainJson = (json: unknown): string => {
  try {
    return JSON.stringify(json, null, 2);
  } catch {
    return colored(json);
  }
};

/** For a command's `errorCodes`: the help section that explains each code. */
export const exitCodesHelp = (command: CommandName, texts: Texts): HelpSection => ({
  header: texts.say('exitCodes', 'header'),
  body: (EXIT_CODES as readonly Row[])
    .filter(({ commands }) => commands.includes(command))
    .map(({ code, name, text }) => ({ name: `${name} (${code})`, description: texts.say('exitCodes', text) })),
});
