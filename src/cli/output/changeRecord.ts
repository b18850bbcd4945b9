import { Refusal } from '../../actions/refusal.js';
import { exitCode } from '../../exitCodes.js';
import { disarmed } from '../../org/redact.js';
import type { Notice } from '../../posture/model.js';
import type { RemediationResult } from '../../remediation/model/result.js';
import { approvalOf, type ChangeRecord } from '../../reports/change/record.js';
import type { RecordFormat } from '../../reports/formatNames.js';
import { RECORDS } from '../../reports/records.js';
import type { Texts } from '../../reports/render.js';
import type { Shown } from '../signals.js';
import { harmless } from '../texts.js';
import { writeOutputFiles, type OutputFile } from './output.js';

export type Recording = {
  files: readonly OutputFile<RecordFormat>[];
  command: ChangeRecord['command'];
  /** The command with its flags, as entered. */
  given?: readonly string[];
  planText: string;
  skippedByPlan: ChangeRecord['skippedByPlan'];
  noPrompt: boolean;
  savedPlan?: string | undefined;
};

/**
 * Writes the records of a change. The change is already made, so a file that can't be written is reported in the result
 * and doesn't affect the change.
 */
export const keepRecords = async (
  result: RemediationResult,
  recording: Recording,
  texts: Texts,
  shown: Pick<Shown, 'isChanging'>,
): Promise<RemediationResult> => {
  const { files, command, given, planText, skippedByPlan } = recording;
  const record: ChangeRecord = {
    command,
    // A flag of these commands holds no secret, but a token may be in place of a name.
    ...(given && { commandLine: disarmed(given.join(' ')) }),
    result,
    planText,
    skippedByPlan,
    approval: approvalOf(result, recording),
  };
  const problems = await writeOutputFiles(files, async (format) => (await RECORDS[format]())(record, texts));
  if (problems.length === 0) return result;
  const { summary, notices } = result;
  return {
    ...result,
    notices: [...notices, ...problems.map(noticeOf)],
    summary: { ...summary, exitCode: codeWithout(summary.exitCode, shown) },
  };
};

/** A line for each record that was written. */
export const savedRecords = (
  files: Recording['files'],
  { notices }: Pick<RemediationResult, 'notices'>,
  texts: Texts,
): string[] =>
  files
    .filter(({ path }) => !notices.some(({ code, data }) => code === 'record-not-written' && data?.file === path))
    .map(({ path, format }) => texts.say('remediation', 'record.saved', `${harmless(path)}`, format));

const noticeOf = (problem: unknown): Notice => {
  const [file = '', code = ''] = problem instanceof Refusal ? problem.values : ['', String(problem)];
  return { code: 'record-not-written', data: { file, problem: code } };
};

/** A code other than 0 is kept. If something may have been changed, the code must not mean that nothing was. */
const codeWithout = (code: number, { isChanging }: Pick<Shown, 'isChanging'>): number => {
  if (code !== exitCode('done')) return code;
  return exitCode(isChanging ? 'not-confirmed' : 'nothing-changed');
};
