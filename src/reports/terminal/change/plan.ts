import type { Edit } from '../../../metadata/edit/proven.js';
import type { Notice, OrgIdentity } from '../../../posture/model.js';
import { isNotDone } from '../../../remediation/model/meaning.js';
import type { AtStake, Change, Plan } from '../../../remediation/model/result.js';
import type { RenderOptions, Texts } from '../../render.js';
import { clean } from '../../words/clean.js';
import { userWords } from '../../words/finding.js';
import { componentName, day, kindOfOrg } from '../../words/names.js';
import { shortened } from '../page/longList.js';
import { heading, joined, type Page, pageOf, paragraph, subheading } from '../page/page.js';
import { notices, notReadSection } from '../page/sections.js';
import { skipSections } from './skips.js';
import { isUnfinished, unfinishedRuns } from './undoing.js';

export type PlanShown = {
  plan: Plan;
  org: OrgIdentity;
  notices: readonly Notice[];
  /** Nobody reads it before it is carried out: what is carried out is told afterwards, and kept. */
  isApproved: boolean;
};

/** What would be changed, before and after, what is left as it is and why, and what else to know before saying yes. */
export const planReport = (shown: PlanShown, texts: Texts, options: RenderOptions): string => {
  const page = pageOf(texts, options);
  const { plan, notices: told } = shown;
  return joined([
    changesSection(shown, page),
    notReadSection(plan.notRead, page),
    ...skipSections(plan.skipped, page),
    notices(
      told.filter((notice) => !isUnfinished(notice)),
      page,
    ),
    unfinishedRuns(told, page),
  ]);
};

const changesSection = ({ plan, org, isApproved }: PlanShown, page: Page): string[] => {
  const { changes } = plan;
  const { texts } = page;
  const name = clean(org.alias ?? org.username);
  const kind = texts.say('report', `org.${kindOfOrg(org)}`);
  const lines = (change: Change): string[] => changeLines(change, page);
  if (changes.length === 0) return heading(texts.say('remediation', nothingKey(plan), name, kind), page);
  return [
    ...heading(texts.say('remediation', 'plan.heading', name, kind, changes.length), page),
    ...(isApproved
      ? shortened({ items: changes, lines, indent: 2, rest: 'more.will-be-kept' }, page)
      : changes.flatMap(lines)),
  ];
};

/** What was wanted and cannot be is not nothing. */
const nothingKey = ({ notRead, skipped }: Plan): string => {
  if (notRead.length > 0) return 'plan.nothing-read';
  return skipped.some(({ reason }) => isNotDone(reason)) ? 'plan.nothing-possible' : 'plan.nothing';
};

const changeLines = ({ app, component, edits, leftOut, keepsUser, atStake }: Change, page: Page): string[] => [
  ...subheading(componentName(app, component), page),
  ...(atStake ? stakeLines(atStake, page) : []),
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

/** Names a production org as such; an org that does not say what it is counts as one. */
export const questionOf = ({ changes }: Plan, org: OrgIdentity, texts: Texts): string => {
  const many = changes.length === 1 ? 'count.one' : 'count.many';
  const count = texts.say('remediation', many, ...(changes.length === 1 ? [] : [changes.length]));
  const missed = useCounts(changes, texts);
  const about = missed.length === 0 ? count : texts.say('remediation', 'count.of-them', count, missed.join(', '));
  return texts.say('remediation', `question.${kindOfOrg(org)}`, about, clean(org.alias ?? org.username), clean(org.id));
};

/** What hangs on an app whose flow is to be switched off, for whoever has to say yes. */

const stakeLines = ({ usage, risk, executionUser, despite, network }: AtStake, page: Page): string[] => {
  const { texts, paint } = page;
  const words = [
    stakeOfUse(usage, texts),
    texts.say('report', risk ? `risk.${risk}` : 'risk.none'),
    userWords(executionUser, texts),
  ];
  return [
    ...paragraph(texts.say('remediation', 'stake.line', ...words), page, 4),
    ...(network ? networkLines(network, page) : []),
    ...despite.flatMap((reason) =>
      paragraph(texts.say('remediation', `stake.despite.${reason}`), page, 4, '! ').map(paint.yellow),
    ),
  ];
};

/** What is locked out can be seen at a glance: addresses beside the ranges that they have to fit. */
const networkLines = ({ addresses, ranges }: NonNullable<AtStake['network']>, page: Page): string[] => {
  const { texts } = page;
  const from =
    addresses.length === 0
      ? texts.say('remediation', 'stake.no-addresses')
      : texts.say('remediation', 'stake.addresses', addresses.map(clean).join(', '));
  return [
    ...paragraph(from, page, 4),
    ...paragraph(texts.say('remediation', 'stake.ranges', ranges.map(clean).join(', ')), page, 4),
  ];
};

const stakeOfUse = (usage: AtStake['usage'], texts: Texts): string => {
  if (usage?.status === 'no-evidence') return texts.say('remediation', 'stake.no-evidence', usage.windowDays);
  if (usage?.status !== 'seen') return texts.say('remediation', 'stake.use-unknown');
  const last = usage.lastLogin ? day(usage.lastLogin) : texts.say('report', 'use.no-date');
  return texts.say('remediation', 'stake.in-use', last);
};

/** How many of them somebody may miss. Changes of which nothing is at stake count for nothing. */
const useCounts = (changes: readonly Change[], texts: Texts): string[] => {
  const statuses = changes.flatMap(({ atStake }) => (atStake ? [atStake.usage?.status ?? 'unknown'] : []));
  const count = (key: string, status: string): string[] => {
    const many = statuses.filter((one) => one === status).length;
    return many === 0 ? [] : [texts.say('remediation', key, many)];
  };
  return [...count('count.in-use', 'seen'), ...count('count.use-unknown', 'unknown')];
};
