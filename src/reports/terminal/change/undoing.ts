import type { Notice } from '../../../posture/model.js';
import { isLeftUnchanged } from '../../../remediation/model/meaning.js';
import type { Outcome, RemediationResult } from '../../../remediation/model/result.js';
import type { Texts } from '../../render.js';
import { clean } from '../../words/safe/clean.js';
import { flag, pathWord, shownPath } from '../../words/safe/commandLine.js';
import { componentName } from '../../words/names.js';
import { noticeSentence } from '../../words/notices.js';
import { commandLines, heading, paragraph, type Page } from '../page/page.js';

/** The snapshot folder, and the complete command that restores it. */

export const snapshot = (result: RemediationResult, inPipeline: boolean, page: Page): string[] => {
  if (!result.snapshot) return [];
  const where = result.snapshot.directory;
  return [
    ...paragraph(page.texts.say('remediation', 'snapshot.where'), page),
    `  ${shownPath(where)}`,
    ...(inPipeline ? paragraph(page.texts.say('remediation', 'snapshot.keep'), page) : []),
    ...commandToUndo(result, where, page),
    ...byHand(result.outcomes, page),
  ];
};

/** Shown together with its command. */
export const isToUndo = ({ code }: Notice): boolean => code === 'source-reverse-patch';

/** Runs that ended without a result, each with the command that undoes it. */
export const unfinishedRuns = (notices: readonly Notice[], page: Page): string[] => {
  const found = notices.filter(isUnfinished);
  if (found.length === 0) return [];
  return [
    ...heading(page.texts.say('remediation', 'unfinished.heading'), page),
    ...found.flatMap((notice) => [
      ...paragraph(noticeSentence(notice, page.texts), page, 2, '- '),
      ...commandLines(wordsToRestore(String(notice.data?.org), String(notice.data?.snapshot)), page, 4),
    ]),
  ];
};

export const isUnfinished = ({ code }: Notice): boolean => code === 'unfinished-run';

export const wordsToRestore = (org: string, where: string): string[] => [
  'sf',
  'oauth-posture',
  'restore',
  ...flag('target-org', [org]),
  ...flag('snapshot', [where]),
];

export const orgOf = (target: RemediationResult['target']): string => clean(nameToPaste(target));

/** Exact: in a name with two spaces, the CLI finds no other one. */
export const nameToPaste = ({ org }: RemediationResult['target']): string => org?.alias ?? org?.username ?? '';

const commandToUndo = (result: RemediationResult, where: string, page: Page): string[] => {
  const commands = commandsToUndo(result, where);
  if (commands.length === 0) return [];
  const key = result.mode === 'in-progress' ? 'snapshot.undo-later' : 'snapshot.undo';
  return [
    ...paragraph(page.texts.say('remediation', key), page),
    ...commands.flatMap((words) => commandLines(words, page, 2)),
  ];
};

export const commandsToUndo = ({ target, outcomes, notices }: RemediationResult, where: string): string[][] => {
  const patches = notices.filter(isToUndo);
  if (patches.length > 0)
    return patches.map(({ data }) => byPatches(String(data?.folder), String(data?.attributes), [String(data?.patch)]));
  return target.kind === 'org' && !outcomes.every(isLeftUnchanged) ? [wordsToRestore(nameToPaste(target), where)] : [];
};

/**
 * The command ignores any repository around the files, because its configuration can name programs, which must not run
 * for this. The attributes file turns off the conversion of line ends, whichever settings or attributes of the user or of
 * git's installation ask for it: git would convert the whole file.
 */
const byPatches = (base: string, attributes: string, patches: readonly string[]): string[] => [
  'git',
  `-c core.attributesFile=${pathWord(attributes)}`,
  '--git-dir=/dev/null',
  `-C ${pathWord(base)}`,
  'apply',
  '--whitespace=nowarn',
  ...patches.map((patch) => pathWord(patch)),
];

/** The text next to the patches, for a person who finds a run that was killed. */
export const undoNote = (base: string, attributes: string, patches: readonly string[], texts: Texts): string => {
  const key = patches.length === 1 ? 'snapshot.note' : 'snapshot.note-unfinished';
  return `${texts.say('remediation', key)}\n\n${byPatches(base, attributes, patches).join(' ')}\n`;
};

/** What the restore command doesn't set, and the files that show the earlier state. */
const byHand = (outcomes: readonly Outcome[], page: Page): string[] => {
  const lines = outcomes.flatMap(({ app, component, original }) =>
    original === undefined
      ? []
      : [...paragraph(componentName(app, component), page, 2, '- '), `    ${shownPath(original)}`],
  );
  return lines.length === 0 ? [] : [...paragraph(page.texts.say('remediation', 'snapshot.by-hand'), page), ...lines];
};
