import type { AuditReport, Finding } from '../../posture/model.js';
import type { Texts } from '../render.js';
import { countsOf } from '../terminal/audit/result.js';
import { cleanPath } from '../words/safe/clean.js';
import { howItEnded } from '../words/result/ending.js';
import { gapsIn, type Gap } from '../words/result/gaps.js';
import { ofStatus, worstFirst } from '../words/result/order.js';
import { sentencesOf, titleIn } from '../words/sentences.js';

/** Workflow commands. GitHub shows them on a run and, for a source tree, on the line that each is about. */

type Kind = 'error' | 'warning' | 'notice';
type Command = { kind: Kind; file?: string; line?: number; title: string; message: string };

/** GitHub shows no more annotations of each kind for a step, and drops the others silently. */
const MOST = 10;

export const githubReport = (report: AuditReport, texts: Texts): string => {
  const ofAll = (status: Finding['status'], kind: Kind): Command[] =>
    report.targets.flatMap((target) =>
      worstFirst(ofStatus(target.findings, status)).map((finding) => ({
        kind,
        ...lineOf(finding),
        title: titleIn(report, target, finding, texts),
        message: sentencesOf(finding, target, texts).join(' '),
      })),
    );
  const errors = [...gapsIn(report, texts).map(gapCommand), ...ofAll('fail', 'error')];
  const kinds = [errors, ofAll('not-evaluated', 'warning'), ofAll('waived', 'notice')];
  return [...kinds.flatMap((commands) => capped(commands, texts)).map(written), ...lastWords(report, texts)]
    .map((line) => `${line}\n`)
    .join('');
};

const gapCommand = ({ title, afterTitle, todo }: Gap): Command => ({
  kind: 'error',
  title,
  message: [afterTitle, ...todo].join(' '),
});

const lineOf = ({ app }: Finding): Pick<Command, 'file' | 'line'> =>
  app.file === undefined ? {} : { file: app.file, line: app.line ?? 1 };

/** The last annotation counts those that aren't shown. */
const capped = (commands: readonly Command[], texts: Texts): Command[] => {
  const [first] = commands;
  if (!first || commands.length <= MOST) return [...commands];
  const left = commands.length - (MOST - 1);
  const more = texts.say('formats', `github.more.${first.kind}`, left);
  return [
    ...commands.slice(0, MOST - 1),
    { kind: first.kind, title: more, message: texts.say('formats', 'github.more') },
  ];
};

const written = ({ kind, file, line, title, message }: Command): string => {
  const properties = [
    ...(file === undefined ? [] : [`file=${property(cleanPath(file))}`]),
    ...(line === undefined ? [] : [`line=${line}`]),
    `title=${property(title)}`,
  ];
  return `::${kind} ${properties.join(',')}::${data(message)}`;
};

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** For the log, even if there is nothing to annotate. */
const lastWords = (report: AuditReport, texts: Texts): string[] => [
  ...countsOf(report, texts),
  howItEnded(report, texts),
];
