import { Messages } from '@salesforce/core/messages';
import type { AuditReport } from '../../posture/model.js';
import { isForMachines, type Format } from '../../reports/formatNames.js';
import { viewFor, type View } from '../../reports/render.js';
import type { Run } from '../run.js';
import { harmless } from '../texts.js';
import { notWritten, page, screen, showResult, writeOutputFiles, type OutputFile } from './output.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'oauth-posture.audit');

export type Delivery = {
  files: readonly OutputFile[];
  format: Format;
  view: View | undefined;
  /** The command line prints the result itself. */
  isJson: boolean;
  tell: (line: string) => void;
};

const saved = ({ path, format }: OutputFile): string => messages.getMessage('output.saved', [harmless(path), format]);

/** Writes the files, shows the result, and sets the exit code that the findings ask for. */
export const deliver = async (report: AuditReport, { texts, shown }: Run, how: Delivery): Promise<AuditReport> => {
  const { files, format, view, isJson, tell } = how;
  const [{ FORMATS }, { explained }] = await Promise.all([
    import('../../reports/formats.js'),
    import('../../reports/machine/explained.js'),
  ]);
  const problems = await writeOutputFiles(files, async (name) =>
    (await FORMATS[name]())(report, texts, page(view ?? 'table')),
  );
  if (!isJson) showResult((await FORMATS[format]())(report, texts, screen(view ?? viewFor(report))));
  if (problems.length > 0) throw notWritten(problems);
  if (!isJson && !isForMachines(format)) for (const file of files) shown.attempt('stderr', () => tell(saved(file)));
  process.exitCode = report.gate.exitCode;
  return explained(report, texts);
};
