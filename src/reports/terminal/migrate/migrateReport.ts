import type { AppMigration, MigrationResult } from '../../../migration/model.js';
import { appName } from '../../../posture/names.js';
import type { RenderOptions, Texts } from '../../render.js';
import { clean, cleanPath } from '../../words/safe/clean.js';
import { certificateWords } from '../../words/certificate.js';
import { useWords } from '../../words/finding.js';
import { tableOrBlocks } from '../page/blocks.js';
import { heading, joined, pageOf, paragraph, type Page } from '../page/page.js';
import { exitSection, failedStepLines } from '../page/sections.js';

/**
 * The apps with written files, and those without. `problemWords`: the sentence that says why a file couldn't be
 * prepared.
 */
export const migrateReport = (
  result: MigrationResult,
  problemWords: (problem: string) => string,
  texts: Texts,
  options: RenderOptions,
): string => {
  const page = pageOf(texts, options);
  return joined([
    written(result, page),
    others(result, page, problemWords),
    failedStepLines(result.failedSteps, page),
    next(result, page),
    exit(result, page),
  ]);
};

const written = ({ apps, outputDir }: MigrationResult, page: Page): string[] => {
  const { texts, paint } = page;
  const rows = apps.filter(({ status }) => status === 'written');
  if (rows.length === 0) return heading(texts.say('migrate', 'report.no-folder'), page);
  const head = heading(texts.count('migrate', 'report.heading', rows.length, cleanPath(outputDir)), page);
  const cells = ({ app, usage, parts, certificateDate, folder = '' }: AppMigration): string[] => [
    clean(appName(app)),
    useWords(usage, texts),
    certificateWords('certificate.short', parts?.certificate ?? 'unknown', certificateDate, texts),
    texts.say('migrate', `users.${parts?.['pre-authorization'] ?? 'unknown'}`),
    cleanPath(folder),
  ];
  const titles = texts.say('migrate', 'report.columns').split('|');
  const table = {
    titles,
    titleInk: paint.dim,
    rows: rows.map((row) => cells(row).map((text) => ({ text, whole: true }))),
  };
  return [...head, ...tableOrBlocks(table, titles.slice(1), page)];
};

const others = ({ apps }: MigrationResult, page: Page, problemWords: (problem: string) => string): string[] => {
  const named = (status: AppMigration['status']): string =>
    apps
      .filter((app) => app.status === status)
      .map(({ app }) => clean(appName(app)))
      .join(', ');
  const line = (key: string, names: string): string[] =>
    names === '' ? [] : paragraph(page.texts.say('migrate', key, names), page, 0);
  return [
    ...line('report.off', named('flow-off')),
    ...line('report.open', named('not-evaluated')),
    ...apps.flatMap(({ app, problem }) =>
      problem === undefined
        ? []
        : paragraph(page.texts.say('migrate', 'report.problem', clean(appName(app)), problemWords(problem)), page, 0),
    ),
  ];
};

const next = ({ summary, outputDir, certificate }: MigrationResult, page: Page): string[] =>
  summary.written === 0
    ? []
    : [
        ...(certificate === undefined ? paragraph(page.texts.say('migrate', 'report.next.certificate'), page) : []),
        ...paragraph(page.texts.say('migrate', 'report.next', cleanPath(`${outputDir}/README.md`)), page),
      ];

const exit = ({ summary }: MigrationResult, page: Page): string[] => {
  const { texts } = page;
  const { written, notEvaluated, withoutFile, exitCode } = summary;
  const missing = [
    ...(notEvaluated === 0 ? [] : [texts.count('migrate', 'exit.not-evaluated', notEvaluated)]),
    ...(withoutFile === 0 ? [] : [texts.count('migrate', 'exit.without-file', withoutFile)]),
  ];
  if (exitCode !== 0)
    return exitSection(exitCode, missing.length > 0 ? missing : [texts.say('migrate', 'exit.hidden')], page);
  return exitSection(exitCode, [texts.say('migrate', written > 0 ? 'exit.complete' : 'exit.nothing-to-move')], page);
};
