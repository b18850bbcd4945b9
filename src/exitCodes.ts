import { GATE_CODES } from './posture/report/gate.js';

export type CommandName = 'audit' | 'remediate' | 'restore' | 'report' | 'migrate' | 'verify';
export type Row = { name: string; code: number; commands: readonly CommandName[]; text: string };

const JUDGING = ['audit', 'report'] as const;
const CHANGING = ['remediate', 'restore'] as const;
const MIGRATING = ['migrate'] as const;
const VERIFYING = ['verify'] as const;
const ALL = [...JUDGING, ...CHANGING, ...MIGRATING, ...VERIFYING] as const;

/** Every exit code of a run. The CLI uses 3 to 29 itself, and the text of an error can force 10 and 20. */
export const EXIT_CODES = [
  { name: 'clean', code: GATE_CODES.clean, commands: JUDGING, text: 'audit.0' },
  { name: 'done', code: 0, commands: CHANGING, text: 'remediate.0' },
  { name: 'written', code: 0, commands: MIGRATING, text: 'migrate.0' },
  { name: 'moved', code: 0, commands: VERIFYING, text: 'verify.0' },
  { name: 'could-not-run', code: GATE_CODES.couldNotRun, commands: JUDGING, text: 'audit.1' },
  { name: 'nothing-changed', code: 1, commands: CHANGING, text: 'remediate.1' },
  { name: 'nothing-written', code: 1, commands: MIGRATING, text: 'migrate.1' },
  { name: 'not-proven', code: 1, commands: VERIFYING, text: 'verify.1' },
  { name: 'wrong-flags', code: 2, commands: ALL, text: 'any.2' },
  { name: 'findings', code: GATE_CODES.findings, commands: JUDGING, text: 'audit.30' },
  { name: 'incomplete', code: GATE_CODES.incomplete, commands: JUDGING, text: 'audit.31' },
  { name: 'still-used', code: GATE_CODES.findings, commands: VERIFYING, text: 'verify.30' },
  { name: 'left-open', code: GATE_CODES.incomplete, commands: VERIFYING, text: 'verify.31' },
  { name: 'not-confirmed', code: 32, commands: CHANGING, text: 'remediate.32' },
  { name: 'partly', code: 68, commands: CHANGING, text: 'remediate.68' },
  { name: 'partly-written', code: 68, commands: MIGRATING, text: 'migrate.68' },
  { name: 'still-running', code: 69, commands: CHANGING, text: 'remediate.69' },
  { name: 'interrupted', code: 130, commands: ALL, text: 'any.130' },
] as const satisfies readonly Row[];
export type ExitName = (typeof EXIT_CODES)[number]['name'];

const codes = new Map<ExitName, number>(EXIT_CODES.map(({ name, code }) => [name, code]));

export const exitCode = (name: ExitName): number => {
  const code = codes.get(name);
  if (code === undefined) throw new Error(`No exit code is called ${name}`);
  return code;
};
