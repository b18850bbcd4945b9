import { flag } from '../reports/words/commandLine.js';

type Parsed = {
  /** What was given on the command line, in its order. */
  raw: ReadonlyArray<{ type: string; flag?: string; input: string }>;
  flags: Readonly<Record<string, unknown>>;
};

export type Again = {
  command: 'remediate' | 'restore';
  /** The org of this run, which may be the default org: the command has to name it wherever it is pasted. */
  org?: string;
  savedPlan?: string;
};

/** What makes a run a rehearsal, or belongs to its output. */
const ONLY_OF_A_DRY_RUN: readonly string[] = ['dry-run', 'save-plan', 'json', 'target-org'];
/** A saved plan brings these itself, and the command refuses them beside it. */
const IN_THE_PLAN: readonly string[] = ['control', 'app', 'api-version', 'plan'];

/** The words of the command that makes what this dry run has shown: the same flags, without those of a dry run. */
export const commandAgain = ({ raw, flags }: Parsed, { command, org, savedPlan }: Again): string[] => {
  const left = [...ONLY_OF_A_DRY_RUN, ...(savedPlan === undefined ? [] : IN_THE_PLAN)];
  const given = raw.flatMap(({ type, flag: name, input }) => {
    if (type !== 'flag' || name === undefined || left.includes(name)) return [];
    return flags[name] === true ? [`--${name}`] : flag(name, [input]);
  });
  return [
    ...['sf', 'oauth-posture', command],
    ...flag('target-org', org === undefined ? [] : [org]),
    ...flag('plan', savedPlan === undefined ? [] : [savedPlan]),
    ...given,
  ];
};
