import { isLeftUnchanged } from '../leftUnchanged.js';
import type { Notice } from '../posture/model.js';
import type { Outcome, RemediationResult } from '../remediation/model.js';
import { clean } from './clean.js';
import { componentName } from './names.js';
import { commandLines, flag, quoted } from './terminal/commandLine.js';
import { noticeSentence } from './notices.js';
import { heading, paragraph, type Page } from './terminal/page.js';

/** Where what there was before is kept, and the command that puts it back, to be copied whole. */

export const snapshot = (result: RemediationResult, inPipeline: boolean, page: Page): string[] => {
  if (!result.snapshot) return [];
  const where = clean(result.snapshot.directory);
  return [
    ...paragraph(page.texts.say('remediation', 'snapshot.where'), page),
    `  ${where}`,
    ...(inPipeline ? paragraph(page.texts.say('remediation', 'snapshot.keep'), page) : []),
    ...commandToUndo(result, where, page),
    ...byHand(result.outcomes, page),
  ];
};

/** Told with its command. */
export const isToUndo = ({ code }: Notice): boolean => code === 'source-reverse-patch';

/** Runs of which nobody was told what they did, each with the command that undoes it. */
export const unfinishedRuns = (notices: readonly Notice[], page: Page): string[] => {
  const found = notices.filter(isUnfinished);
  if (found.length === 0) return [];
  return [
    ...heading(page.texts.say('remediation', 'unfinished.heading'), page),
    ...found.flatMap((notice) => [
      ...paragraph(noticeSentence(notice, page.texts), page, 2, '- '),
      ...commandLines(wordsToRestore(clean(String(notice.data?.org)), clean(String(notice.data?.snapshot))), page, 4),
    ]),
  ];
};

export const isUnfinished = ({ code }: Notice): boolean => code === 'unfinished-run';

const wordsToRestore = (org: string, where: string): string[] => [
  'sf',
  'oauth-posture',
  'restore',
  ...flag('target-org', [org]),
  ...flag('snapshot', [where]),
];

export const orgOf = ({ org }: RemediationResult['target']): string => clean(org?.alias ?? org?.username ?? '');

const commandToUndo = (result: RemediationResult, where: string, page: Page): string[] => {
  const words = wordsToUndo(result, where);
  if (words.length === 0) return [];
  const key = result.mode === 'in-progress' ? 'snapshot.undo-later' : 'snapshot.undo';
  return [...paragraph(page.texts.say('remediation', key), page), ...commandLines(words, page, 2)];
};

const wordsToUndo = ({ target, outcomes, notices }: RemediationResult, where: string): string[] => {
  const { folder, patch } = notices.find(isToUndo)?.data ?? {};
  if (folder !== undefined && patch !== undefined) {
    const [base, file] = [folder, patch].map((path) => quoted(clean(String(path))));
    return ['git', `-C ${base}`, 'apply', '--whitespace=nowarn', file ?? ''];
  }
  return target.kind === 'org' && !outcomes.every(isLeftUnchanged) ? wordsToRestore(orgOf(target), where) : [];
};

/** What the command that puts everything else back leaves to people, and where they see how it was. */
const byHand = (outcomes: readonly Outcome[], page: Page): string[] => {
  const lines = outcomes.flatMap(({ app, component, original }) =>
    original === undefined
      ? []
      : [...paragraph(componentName(app, component), page, 2, '- '), `    ${clean(original)}`],
  );
  return lines.length === 0 ? [] : [...paragraph(page.texts.say('remediation', 'snapshot.by-hand'), page), ...lines];
};
