import { isNotDone } from '../../../remediation/model/meaning.js';
import type { Skip, SkipReason } from '../../../remediation/model/result.js';
import type { Texts } from '../../render.js';
import { clean } from '../../words/safe/clean.js';
import { factorDetail } from '../../words/factorDetail.js';
import { componentName, day, thousands } from '../../words/names.js';
import { shortened } from '../page/longList.js';
import { heading, paragraph, type Page } from '../page/page.js';

/**
 * One section for each reason, which says once what it means and what to do. Apps that couldn't be changed are listed
 * in full.
 */
export const skipSections = (skipped: readonly Skip[], page: Page): string[][] => {
  if (skipped.length === 0) return [];
  const alike = [...Map.groupBy(skipped.toSorted(byKind), kindOf).values()];
  return [
    [
      ...heading(page.texts.say('remediation', 'plan.skipped', skippedApps(skipped)), page),
      ...alike.flatMap((skips) => sectionOf(skips, page)),
    ],
  ];
};

/** An app that hardening skips has a row for each condition that it doesn't meet. */
export const skippedApps = (skipped: readonly Skip[]): number =>
  new Set(skipped.map(({ app, component }) => componentName(app, component))).size;

/** Apps that couldn't be changed come first. */
export const byKind = (one: Skip, other: Skip): number =>
  rank(one) < rank(other) ? -1 : Number(rank(one) > rank(other));

const rank = (skip: Skip): string => `${isNotDone(skip.reason) ? 0 : 1} ${kindOf(skip)}`;

/** Apps that couldn't be evaluated are grouped by the cause, because that decides what to do. */
const kindOf = ({ reason, detail }: Skip): string => (reason === 'not-evaluated' ? `${reason}.${detail}` : reason);

const sectionOf = (skips: readonly Skip[], page: Page): string[] => {
  const [first] = skips;
  if (!first) return [];
  const { texts } = page;
  const lines = (skip: Skip): string[] => paragraph(skipWords(skip, texts), page, 4, '- ');
  return [
    ...paragraph(skipMeaning(first, texts), page, 2),
    ...(isNotDone(first.reason)
      ? skips.flatMap(lines)
      : shortened({ items: skips, lines, indent: 4, rest: 'more' }, page)),
    ...paragraph(texts.say('remediation', todoKey(first, texts)), page, 4, '> '),
  ];
};

export const skipMeaning = ({ reason, detail }: Skip, texts: Texts): string => {
  const said = texts.say('remediation', `skip.${reason}`);
  if (reason !== 'not-evaluated' || detail === undefined) return said;
  const why = texts.has('reasons', detail) ? texts.say('reasons', detail) : clean(detail);
  return texts.say('remediation', 'skip.not-evaluated.because', said, why);
};

export const todoKey = (skip: Skip, texts: Texts): string => {
  const own = `skip.${kindOf(skip)}.todo`;
  return texts.has('remediation', own) ? own : `skip.${skip.reason}.todo`;
};

const skipWords = (skip: Skip, texts: Texts): string => {
  const name = componentName(skip.app, skip.component);
  const words = detailOf(skip, texts);
  return words === undefined ? name : texts.say('remediation', 'skip.with-detail', name, words);
};

/** What an app that couldn't be evaluated has is a part of its reason. */
export const detailOf = ({ reason, detail }: Skip, texts: Texts): string | undefined =>
  detail === undefined || detail === '' || reason === 'not-evaluated' ? undefined : detailWords(reason, detail, texts);

const saidOf = (reason: SkipReason, detail: string, texts: Texts): string => {
  if (reason === 'in-use') return day(detail);
  if (reason === 'harden-broad') return factorDetail(detail, texts);
  return reason === 'harden-ranges-not-strict' ? thousands(clean(detail)) : clean(detail);
};

/** Text from others is shown unchanged. */
const detailWords = (reason: SkipReason, detail: string, texts: Texts): string => {
  if (reason === 'not-editable') return texts.say('remediation', `edit.${detail}`);
  const said = saidOf(reason, detail, texts);
  const key = `skip.${reason}.detail`;
  return texts.has('remediation', key) ? texts.say('remediation', key, said) : said;
};
