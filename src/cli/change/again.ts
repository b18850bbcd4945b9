import { flag } from '../../reports/words/safe/commandLine.js';

type Parsed = {
  /** The command line as entered, in its order. */
  raw: ReadonlyArray<{ type: string; flag?: string; input: string }>;
  flags: Readonly<Record<string, unknown>>;
};

export type Again = {
  command: 'remediate' | 'restore';
  /** The org of this run. It may be the default org, but the command names it so that it works anywhere. */
  org?: string;
  savedPlan?: string;
};

/** Flags that belong to a dry run or to its output. */
const ONLY_OF_A_DRY_RUN: readonly string[] = ['dry-run', 'save-plan', 'json', 'target-org'];
/** The CLI adds the flags from this folder to the others. Read again, it would add those of a dry run, too. */
const ADDED_ALREADY = 'flags-dir';
/** A saved plan contains these, and the command rejects them together with a plan. */
const IN_THE_PLAN: readonly string[] = ['control', 'app', 'api-version', 'plan', 'harden', 'execution-user'];

/** The command of this run, with the flags as they were entered, for the record of a change. */
export const commandGiven = ({ raw, flags }: Parsed, command: Again['command']): string[] => [
  ...['sf', 'oauth-posture', command],
  ...raw.flatMap((token) => givenFlag(token, flags)),
];

const givenFlag = ({ type, flag: name, input }: Parsed['raw'][number], flags: Parsed['flags']): string[] => {
  if (type !== 'flag' || name === undefined) return [];
  return flags[name] === true ? [`--${name}`] : flag(name, [input]);
};

/** The command that makes the changes that this dry run has shown: the same flags, without those of a dry run. */
export const commandAgain = ({ raw, flags }: Parsed, { command, org, savedPlan }: Again): string[] => {
  const left = [...ONLY_OF_A_DRY_RUN, ADDED_ALREADY, ...(savedPlan === undefined ? [] : IN_THE_PLAN)];
  const given = raw.flatMap((token) => (left.includes(token.flag ?? '') ? [] : givenFlag(token, flags)));
  return [
    ...['sf', 'oauth-posture', command],
    ...flag('target-org', org === undefined ? [] : [org]),
    ...flag('plan', savedPlan === undefined ? [] : [savedPlan]),
    ...given,
  ];
};
