import { Refusal } from '../actions/refusal.js';
import { exitCode } from '../exitCodes.js';
import type { Notice } from '../posture/model.js';
import type { RemediationResult } from '../remediation/model/result.js';
import { approvalOf, type ChangeRecord } from '../reports/change/record.js';
import type { RecordFormat } from '../reports/formatNames.js';
import { RECORDS } from '../reports/records.js';
import type { Texts } from '../reports/render.js';
import { writeOutputFiles, type OutputFile } from './output.js';
import type { Shown } from './signals.js';

export type Recording = {
  files: readonly OutputFile<RecordFormat>[];
  command: ChangeRecord['command'];
  planText: string;
  noPrompt: boolean;
  savedPlan?: string | undefined;
};

/**
 * Writes what is kept of a change. By now it is done: a file that cannot be written is told of in the result, and
 * takes nothing away from it.
 */
export const keepRecords = async (
  result: RemediationResult,
  recording: Recording,
  texts: Texts,
  shown: Pick<Shown, 'isChanging'>,
): Promise<RemediationResult> => {
  const { files, command, planText } = recording;
  const record: ChangeRecord = { command, result, planText, approval: approvalOf(result, recording) };
  const problems = await writeOutputFiles(files, async (format) => (await RECORDS[format]())(record, texts));
  if (problems.length === 0) return result;
  const { summary, notices } = result;
  return {
    ...result,
    notices: [...notices, ...problems.map(noticeOf)],
    summary: { ...summary, exitCode: codeWithout(summary.exitCode, shown) },
  };
};

const noticeOf = (problem: unknown): Notice => {
  const [file = '', code = ''] = problem instanceof Refusal ? problem.values : ['', String(problem)];
  return { code: 'record-not-written', data: { file, problem: code } };
};

/** A code that says more than "done" is kept. Nothing says "nothing changed" where something may have been. */
const codeWithout = (code: number, { isChanging }: Pick<Shown, 'isChanging'>): number => {
  if (code !== exitCode('done')) return code;
  return exitCode(isChanging ? 'not-confirmed' : 'nothing-changed');
};
