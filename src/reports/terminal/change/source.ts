import type { Notice } from '../../../posture/model.js';
import type { NoticeCode } from '../../../posture/notices.js';
import type { Plan } from '../../../remediation/model/result.js';
import type { RenderOptions, Texts } from '../../render.js';
import { clean } from '../../words/safe/clean.js';
import { joined, pageOf, heading, type Page } from '../page/page.js';
import { notices, notReadSection } from '../page/sections.js';
import { overriding } from './bundles.js';
import { nothingKey } from './plan.js';
import { skipSections } from './skips.js';

/** A remediation of files uses the words of one of an org unless it has its own. */
export const sourceTexts = (texts: Texts): Texts => overriding(texts, 'remediation', 'source');

export type SourcePlan = {
  plan: Plan;
  source: { directories: readonly string[] };
  diff: string;
  notices?: readonly Notice[];
};

/** Notices that the user needs to see before they confirm. */
export const isToldWithPlan = ({ code }: Notice): boolean => TOLD_WITH_PLAN.includes(code);

const TOLD_WITH_PLAN: readonly NoticeCode[] = [
  'deploy-stops-clients',
  'waiver-file-applied',
  'waiver-file-not-found',
  'waivers-switched-off',
];

/** The edits as a diff, and the skipped apps with their reasons, before the user confirms. */
export const sourcePlanReport = (
  { plan, source, diff, notices: told = [] }: SourcePlan,
  texts: Texts,
  options: RenderOptions,
): string => {
  const page = pageOf(sourceTexts(texts), options);
  const where = source.directories.map(clean).join(', ');
  const count = plan.changes.length;
  const title =
    count === 0
      ? page.texts.say('source', nothingKey(plan), where)
      : page.texts.count('source', 'plan.some', count, where);
  return joined([
    heading(title, page),
    diffLines(diff, page),
    notReadSection(plan.notRead, page),
    ...skipSections(plan.skipped, page),
    notices(told.filter(isToldWithPlan), page),
  ]);
};

/** Lines aren't wrapped, because the columns of a diff matter. */
const diffLines = (diff: string, { paint }: Page): string[] =>
  diff
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [mark = '', indent = ''] = /^([ +-]?)([ \t]*)/.exec(line)?.slice(1) ?? [];
      const shown = mark + indent.replaceAll('\t', '    ') + clean(line.slice(mark.length + indent.length));
      if (mark === '-') return paint.red(shown);
      return mark === '+' ? paint.green(shown) : shown;
    });

export const sourceQuestion = ({ plan, source }: Pick<SourcePlan, 'plan' | 'source'>, texts: Texts): string =>
  texts.say('source', 'question', countWords(plan, texts), source.directories.map(clean).join(', '));

const countWords = ({ changes }: Plan, texts: Texts): string => texts.count('source', 'files', changes.length);
