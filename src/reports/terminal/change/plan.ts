import type { Edit } from '../../../metadata/edit/proven.js';
import type { Notice, OrgIdentity } from '../../../posture/model.js';
import { appKey } from '../../../posture/names.js';
import { isNotDone } from '../../../remediation/model/meaning.js';
import type { Change, Plan, SkipReason } from '../../../remediation/model/result.js';
import type { RenderOptions, Texts, View } from '../../render.js';
import { clean } from '../../words/safe/clean.js';
import { componentName, kindOfOrg } from '../../words/names.js';
import { shortened } from '../page/longList.js';
import { heading, joined, type Page, pageOf, paragraph, subheading } from '../page/page.js';
import { notices, notReadSection } from '../page/sections.js';
import { shortChanges } from './shortChanges.js';
import { skipSections } from './skips.js';
import { certificateLines, despiteLines, networkLines, stakeWords } from './stake.js';
import { isUnfinished, unfinishedRuns } from './undoing.js';

export type PlanShown = {
  plan: Plan;
  org: OrgIdentity;
  notices: readonly Notice[];
  /** Confirmed in advance, so the result and the snapshot folder show every change. */
  isApproved: boolean;
};

/**
 * The planned changes with their values, the skipped apps with their reasons, and what else to know before confirming.
 */
export const planReport = (shown: PlanShown, texts: Texts, options: RenderOptions): string => {
  const page = pageOf(texts, options);
  const { plan, notices: told } = shown;
  return joined([
    changesSection(shown, page, options.view),
    notReadSection(plan.notRead, page),
    ...skipSections(plan.skipped, page),
    notices(
      told.filter((notice) => !isUnfinished(notice)),
      page,
    ),
    unfinishedRuns(told, page),
  ]);
};

/** More changes than this are shown with one line each. Another view shows their exact values. */
const MOST_IN_FULL = 10;

const changesSection = ({ plan, org, isApproved }: PlanShown, page: Page, view: View): string[] => {
  const { changes } = plan;
  const { texts } = page;
  const name = clean(org.alias ?? org.username);
  const kind = texts.say('report', `org.${kindOfOrg(org)}`);
  const lines = (change: Change): string[] => changeLines(change, page);
  if (changes.length === 0) return heading(texts.say('remediation', nothingKey(plan), name, kind), page);
  const title = heading(texts.count('remediation', 'plan.heading', changes.length, name, kind), page);
  if (view !== 'detail' && changes.length > MOST_IN_FULL) return [...title, ...shortChanges(changes, isApproved, page)];
  return [
    ...title,
    ...(isApproved
      ? shortened({ items: changes, lines, indent: 2, rest: 'more.will-be-kept' }, page)
      : changes.flatMap(lines)),
  ];
};

/** Skipped because it's already as wanted. */
const IS_DONE: readonly SkipReason[] = ['already-done', 'nothing-to-restore'];

/** Whether nothing had to be changed, or something is left as it was. */
export const nothingKey = ({ notRead, skipped }: Plan): string => {
  if (notRead.length > 0) return 'plan.nothing-read';
  if (skipped.some(({ reason }) => isNotDone(reason))) return 'plan.nothing-possible';
  return skipped.some(({ reason }) => !IS_DONE.includes(reason)) ? 'plan.nothing-planned' : 'plan.nothing';
};

const changeLines = ({ app, component, edits, leftOut, keepsUser, atStake }: Change, page: Page): string[] => [
  ...subheading(componentName(app, component), page),
  ...(atStake
    ? [
        ...paragraph(stakeWords(atStake, page.texts), page, 4),
        ...certificateLines(atStake, page),
        ...networkLines(atStake, page),
        ...despiteLines(atStake, page),
      ]
    : []),
  ...edits.flatMap((edit) => paragraph(editWords(edit, page.texts), page, 4)),
  ...(keepsUser ? paragraph(page.texts.say('remediation', 'plan.user-stays'), page, 4) : []),
  ...(leftOut ? paragraph(page.texts.say('remediation', 'plan.left-out', leftOut.join(', ')), page, 4) : []),
];

const editWords = ({ path, before, after }: Edit, texts: Texts): string =>
  texts.say(
    'remediation',
    'plan.edit',
    path,
    before === null ? texts.say('remediation', 'plan.nothing-there') : clean(before),
    after === null ? texts.say('remediation', 'plan.removed') : clean(after),
  );

/** Names a production org as such. An org whose type is unknown counts as production. */
export const questionOf = ({ changes }: Plan, org: OrgIdentity, texts: Texts): string => {
  const count = texts.count('remediation', 'count', new Set(changes.map(({ app }) => appKey(app))).size);
  const missed = useCounts(changes, texts);
  const about = missed.length === 0 ? count : texts.say('remediation', 'count.of-them', count, missed.join(', '));
  return texts.say('remediation', `question.${kindOfOrg(org)}`, about, clean(org.alias ?? org.username), clean(org.id));
};

/** How many of the apps are in use or may be. Changes without `atStake` are not counted. */
const useCounts = (changes: readonly Change[], texts: Texts): string[] => {
  const statuses = changes.flatMap(({ atStake }) => (atStake ? [atStake.usage?.status ?? 'unknown'] : []));
  const count = (key: string, status: string): string[] => {
    const many = statuses.filter((one) => one === status).length;
    return many === 0 ? [] : [texts.say('remediation', key, many)];
  };
  return [...count('count.in-use', 'seen'), ...count('count.use-unknown', 'unknown')];
};
