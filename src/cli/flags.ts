import { stat } from 'node:fs/promises';
import { CLIError } from '@oclif/core/errors';
import { Flags } from '@salesforce/sf-plugins-core';
import { type ConfigAggregator, OrgConfigProperties } from '@salesforce/core';
import { Messages } from '@salesforce/core/messages';
import type { WaiverChoice } from '../actions/audit/waiverFile.js';
import { Refusal } from '../actions/refusal.js';
import { allControls, controls, onlyByName } from '../posture/controls/all.js';
import type { ControlId } from '../posture/model.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'flags');

/** Flags that several commands share, with one text each. */

/** A commit hook names the single files that it is about. */
export const sourceDir = Flags.string({
  char: 'd',
  summary: messages.getMessage('source-dir.summary'),
  description: messages.getMessage('source-dir.description'),
  multiple: true,
  parse: async (path) => {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory() || found?.isFile()) return path;
    throw new CLIError(messages.getMessage('source-dir.missing', [path]));
  },
});

export const control = Flags.option({
  summary: messages.getMessage('control.summary'),
  description: messages.getMessage('control.description'),
  options: allControls.map(({ id }) => id),
  multiple: true,
})();

export const app = Flags.string({
  summary: messages.getMessage('app.summary'),
  description: messages.getMessage('app.description'),
  multiple: true,
});

export const waivers = Flags.file({
  summary: messages.getMessage('waivers.summary'),
  description: messages.getMessage('waivers.description'),
  exclusive: ['no-waivers'],
});

export const noWaivers = Flags.boolean({
  summary: messages.getMessage('no-waivers.summary'),
});

/** In minutes. */
export const wait = Flags.integer({
  summary: messages.getMessage('wait.summary'),
  description: messages.getMessage('wait.description'),
  min: 1,
  default: 30,
});

const orgApiVersion = Flags.orgApiVersion();

/** What is no version is a wrong flag like any other, with the exit code of one. */
export const apiVersion = Flags.orgApiVersion({
  parse: async (input, context, options) => {
    try {
      return await orgApiVersion.parse(input, context, options);
    } catch (error) {
      throw new CLIError(error instanceof Error ? error.message : String(error));
    }
  },
  summary: messages.getMessage('api-version.summary'),
  description: messages.getMessage('api-version.description'),
});

/** As long as an org keeps its login history. An audit and a remediation look equally far back, so that they agree. */
const LOGIN_HISTORY_DAYS = 180;

export const usageDays = Flags.integer({
  summary: messages.getMessage('usage-days.summary'),
  description: messages.getMessage('usage-days.description'),
  min: 0,
  max: LOGIN_HISTORY_DAYS,
  default: LOGIN_HISTORY_DAYS,
});

const MS_A_MINUTE = 60_000;
export const waitMs = ({ wait: minutes }: { wait: number }): number => minutes * MS_A_MINUTE;

/** The usual file is looked for in the working folder alone. */
export const waiverChoice = (flags: { waivers?: string | undefined; 'no-waivers': boolean }): WaiverChoice => {
  if (flags['no-waivers']) return { kind: 'off' };
  return flags.waivers === undefined
    ? { kind: 'byDefault', folder: process.cwd() }
    : { kind: 'file', path: flags.waivers };
};

export const orgOrDefault = (named: string | undefined, configuration: ConfigAggregator): string => {
  const target = named ?? configuration.getPropertyValue<string>(OrgConfigProperties.TARGET_ORG);
  if (!target) throw new Refusal('no-target-org');
  return target;
};

export const controlsOf = (named: readonly ControlId[] | undefined): ControlId[] => [
  ...new Set(named ?? controls.map(({ id }) => id)),
];

/** An empty variable in a script is a mistake, and never "all" or "the default". */
export const refuseEmpty = (flags: Record<string, unknown>): void => {
  if (Object.values(flags).flat().includes('')) throw new Refusal('flag-empty');
};

/** A control whose findings this tool changes nothing about is refused by name: to leave it out unsaid would look like success. */
export const controlsToRemediate = (named: readonly ControlId[] | undefined): ControlId[] => {
  const refused = onlyByName.find(({ id }) => named?.includes(id));
  if (refused) throw new Refusal('control-not-remediated', [refused.id], { bundle: 'ecaFlowEnablement' });
  return controlsOf(named);
};

const HARDENED: ControlId = 'eca-client-credentials-policy';

/** Connected apps have no policy that a deploy can set a user in. */
export const controlsToHarden = (named: readonly ControlId[] | undefined): ControlId[] => {
  const other = named?.find((id) => id !== HARDENED);
  if (other) throw new Refusal('control-not-hardened', [other], { bundle: 'hardening' });
  return [HARDENED];
};
