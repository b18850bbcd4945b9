import type { Edit } from '../metadata/splicing.js';
import type { Notice, OrgIdentity } from '../posture/model.js';
import type { Change, Plan } from '../remediation/model.js';
import { stakeLines, useCounts } from './atStake.js';
import { clean } from './clean.js';
import { shortened } from './longList.js';
import { componentName, kindOfOrg } from './names.js';
import { notReadSection } from './notReadSection.js';
import type { RenderOptions } from './render-options.js';
import { heading, paragraph, subheading, type Page } from './terminal/page.js';
import { pageOf, joined } from './remediationPage.js';
import { skipSections } from './skipSections.js';
import { notices } from './terminal/result.js';
import { isUnfinished, unfinishedRuns } from './undoing.js';
import type { Texts } from './texts-type.js';

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

const changesSection = ({ plan: { changes, notRead }, org, isApproved }: PlanShown, page: Page): string[] => {
  const { texts } = page;
  const name = clean(org.alias ?? org.username);
  const kind = texts.say('report', `org.${kindOfOrg(org)}`);
  const lines = (change: Change): string[] => changeLines(change, page);
  const nothing = notRead.length === 0 ? 'plan.nothing' : 'plan.nothing-read';
  if (changes.length === 0) return heading(texts.say('remediation', nothing, name, kind), page);
  return [
    ...heading(texts.say('remediation', 'plan.heading', name, kind, changes.length), page),
    ...(isApproved
      ? shortened({ items: changes, lines, indent: 2, rest: 'more.will-be-kept' }, page)
      : changes.flatMap(lines)),
  ];
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
