import { stat } from 'node:fs/promises';
import { CLIError } from '@oclif/core/errors';
import { Flags } from '@salesforce/sf-plugins-core';
import { type ConfigAggregator, OrgConfigProperties } from '@salesforce/core';
import { Messages } from '@salesforce/core/messages';
import type { WaiverChoice } from '../../actions/audit/waiverFile.js';
import { Refusal } from '../../actions/refusal.js';
import { allControls, controls, onlyByName } from '../../posture/controls/all.js';
import type { ControlId } from '../../posture/model.js';
import { HELP_GROUP, VALUE } from './help.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'flags');
const planMessages = Messages.loadMessages('sf-oauth-posture', 'oauth-posture.remediate');
const formats = Messages.loadMessages('sf-oauth-posture', 'formats');

/** Flags that several commands share, with one text each. */

/** A single file is allowed too, because a commit hook names files. */
const sourceDirFor = (summary: 'source-dir.summary' | 'source-dir.summary.edit') =>
  Flags.string({
    char: 'd',
    helpValue: VALUE.path,
    summary: messages.getMessage(summary),
    description: messages.getMessage('source-dir.description'),
    multiple: true,
    parse: async (path) => {
      const found = await stat(path).catch(() => undefined);
      if (found?.isDirectory() || found?.isFile()) return path;
      throw new CLIError(messages.getMessage('source-dir.missing', [path]));
    },
  });

export const sourceDir = sourceDirFor('source-dir.summary');
export const sourceDirToEdit = sourceDirFor('source-dir.summary.edit');

const idsOf = (some: typeof controls): string => some.map(({ id }) => id).join(', ');

type WithControls = 'audit' | 'remediate' | 'migrate' | 'verify';

/** Every control is an option everywhere, so that the error for a control that a command doesn't take can say why. */
const controlOf = (command: WithControls, ...values: string[]) =>
  Flags.option({
    summary: messages.getMessage(`control.${command}.summary`, command === 'audit' ? [idsOf(onlyByName)] : []),
    description: messages.getMessage(`control.${command}.description`, values),
    helpValue: VALUE.control,
    options: allControls.map(({ id }) => id),
    multiple: true,
  })();

export const control = {
  audit: controlOf('audit', idsOf(allControls)),
  remediate: controlOf('remediate', idsOf(controls), idsOf(onlyByName)),
  migrate: controlOf('migrate', idsOf(controls), idsOf(onlyByName)),
  verify: controlOf('verify', idsOf(controls), idsOf(onlyByName)),
};

const appOf = (command: 'audit' | 'remediate') =>
  Flags.string({
    summary: messages.getMessage(`app.${command}.summary`),
    description: messages.getMessage('app.description'),
    helpValue: VALUE.app,
    multiple: true,
  });

export const app = { audit: appOf('audit'), remediate: appOf('remediate') };

export const waivers = Flags.file({
  summary: messages.getMessage('waivers.summary'),
  description: messages.getMessage('waivers.description'),
  helpGroup: HELP_GROUP.policy,
  helpValue: VALUE.file,
  exclusive: ['no-waivers'],
});

export const noWaivers = Flags.boolean({
  summary: messages.getMessage('no-waivers.summary'),
  helpGroup: HELP_GROUP.policy,
});

/** How long to wait for one job of the org by default. */
export const JOB_MINUTES = 30;

export const recordFile = Flags.string({
  summary: formats.getMessage('record.flag.summary'),
  description: formats.getMessage('record.flag.description'),
  helpGroup: HELP_GROUP.output,
  helpValue: VALUE.path,
  char: 'f',
  multiple: true,
});

/** In minutes. Each command waits for something else. */
const waitOf = (command: 'audit' | 'remediate' | 'restore' | 'migrate') =>
  Flags.integer({
    summary: messages.getMessage(`wait.${command}.summary`),
    description: messages.getMessage(`wait.${command}.description`),
    char: 'w',
    helpGroup: HELP_GROUP.org,
    helpValue: VALUE.minutes,
    min: 1,
    default: JOB_MINUTES,
  });

export const wait = {
  audit: waitOf('audit'),
  remediate: waitOf('remediate'),
  restore: waitOf('restore'),
  migrate: waitOf('migrate'),
};

const orgApiVersion = Flags.orgApiVersion();

/** An invalid version is a wrong flag like any other, with the same exit code. */
const apiVersionWith = (description: string): typeof orgApiVersion =>
  Flags.orgApiVersion({
    parse: async (input, context, options) => {
      try {
        return await orgApiVersion.parse(input, context, options);
      } catch (error) {
        throw new CLIError(error instanceof Error ? error.message : String(error));
      }
    },
    summary: messages.getMessage('api-version.summary'),
    description: messages.getMessage(description),
    char: 'a',
    helpGroup: HELP_GROUP.org,
    helpValue: VALUE.version,
  });

export const apiVersion = apiVersionWith('api-version.description');
/** Of the commands that change an org, which must see every setting that a deploy could reset. */
export const apiVersionOf = {
  remediate: apiVersionWith('api-version.remediate.description'),
  restore: apiVersionWith('api-version.restore.description'),
};

/**
 * An org keeps its login history for this long. An audit and a remediation search the same period, so that they agree.
 */
export const LOGIN_HISTORY_DAYS = 180;

export const usageDays = Flags.integer({
  summary: messages.getMessage('usage-days.summary'),
  description: messages.getMessage('usage-days.description'),
  helpGroup: HELP_GROUP.org,
  helpValue: VALUE.days,
  min: 0,
  max: LOGIN_HISTORY_DAYS,
  default: LOGIN_HISTORY_DAYS,
});

/** How a planned change is shown. Its text is in the remediation's messages, with those of the plan. */
export const changeView = Flags.option({
  summary: planMessages.getMessage('view.summary'),
  description: planMessages.getMessage('view.description'),
  options: ['table', 'detail'] as const,
  default: 'table',
})();

/** Where snapshots are saved by default. */
export const SNAPSHOT_DIR = 'oauth-posture-snapshots';

const MS_A_MINUTE = 60_000;
export const waitMs = ({ wait: minutes }: { wait: number }): number => minutes * MS_A_MINUTE;

/** The default file is looked for only in the working directory. */
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

/** An empty variable in a script is a mistake. It must not mean "all" or "the default". */
export const refuseEmpty = (flags: Record<string, unknown>): void => {
  const [empty] = Object.entries(flags).find(([, value]) => [value].flat().includes('')) ?? [];
  if (empty !== undefined) throw new Refusal('flag-empty', [`--${empty}`]);
};

/** A URL with only a host, for a part of a login. */
export const origin =
  (wrong: string) =>
  async (input: string): Promise<string> => {
    const url = URL.parse(input);
    const isLoopback = url !== null && ['127.0.0.1', 'localhost'].includes(url.hostname);
    const isHost = url !== null && [url.origin, `${url.origin}/`].includes(input);
    if (isHost && (url.protocol === 'https:' || isLoopback)) return Promise.resolve(url.origin);
    throw new CLIError(wrong);
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
