import type { Edit } from '../metadata/splicing.js';
import type { Notice, OrgIdentity, Step } from '../posture/model.js';
import type { Change, Plan, Skip } from '../remediation/model.js';
import { clean } from './clean.js';
import { fullName } from './names.js';
import type { RenderOptions } from './render-options.js';
import { heading, paragraph, subheading, type Page } from './terminal/page.js';
import { notRead } from './terminal/gaps.js';
import { stepRemedy } from './terminal/words.js';
import { pageOf, joined } from './remediationPage.js';
import { notices } from './terminal/result.js';
import type { Texts } from './texts-type.js';

export type PlanShown = { plan: Plan; org: OrgIdentity; notices: readonly Notice[] };

/** What would be changed, before and after, what is left as it is and why, and what else to know before saying yes. */
export const planReport = ({ plan, org, notices: told }: PlanShown, texts: Texts, options: RenderOptions): string => {
  const page = pageOf(texts, options);
  return joined([
    changesSection(plan, org, page),
    notReadSection(plan.notRead, page),
    ...skipSections(plan.skipped, page),
    notices(told, page),
  ]);
};

const changesSection = ({ changes, notRead }: Plan, org: OrgIdentity, page: Page): string[] => {
  const { texts } = page;
  const name = clean(org.alias ?? org.username);
  const kind = texts.say('report', kindOf(org));
  const nothing = notRead.length === 0 ? 'plan.nothing' : 'plan.nothing-read';
  if (changes.length === 0) return heading(texts.say('remediation', nothing, name, kind), page);
  return [
    ...heading(texts.say('remediation', 'plan.heading', name, kind, changes.length), page),
    ...changes.flatMap((change) => changeLines(change, page)),
  ];
};

const kindOf = ({ isSandbox }: OrgIdentity): string =>
  isSandbox === undefined ? 'org.kind-unknown' : isSandbox ? 'org.sandbox' : 'org.production';

const changeLines = ({ app, component, edits, leftOut }: Change, page: Page): string[] => [
  ...subheading(`${fullName(app)}  ${component.type}:${clean(component.fullName)}`, page),
  ...edits.flatMap((edit) => paragraph(editWords(edit, page.texts), page, 4)),
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

/** What was asked for in vain, and what would mend it: nobody can say that nothing is left to be done. */
export const notReadSection = (steps: readonly Step[], page: Page): string[] => {
  const { texts } = page;
  const remedies = [...new Set(steps.flatMap((step) => stepRemedy(step, texts) ?? []))];
  return [
    ...notRead(steps, page),
    ...remedies.flatMap((remedy) => paragraph(texts.say('steps', remedy), page, 4, '> ')),
  ];
};

/** One section a reason: what it means and what to do is told once for all its apps. */
export const skipSections = (skipped: readonly Skip[], page: Page): string[][] => {
  if (skipped.length === 0) return [];
  const { texts } = page;
  const reasons = [...Map.groupBy(skipped, ({ reason }) => reason)];
  return [
    [
      ...heading(texts.say('remediation', 'plan.skipped', skipped.length), page),
      ...reasons.flatMap(([reason, ofReason]) => [
        ...paragraph(texts.say('remediation', `skip.${reason}`), page, 2),
        ...ofReason.flatMap((skip) => paragraph(skipWords(skip, texts), page, 4, '- ')),
        ...paragraph(texts.say('remediation', `skip.${reason}.todo`), page, 4, '> '),
      ]),
    ],
  ];
};

const skipWords = ({ app, component, reason, detail }: Skip, texts: Texts): string => {
  const name = component ? `${fullName(app)} (${clean(component.fullName)})` : fullName(app);
  if (detail === undefined || !texts.has('remediation', `skip.${reason}.detail`)) return name;
  const said = reason === 'not-editable' ? texts.say('remediation', `edit.${detail}`) : clean(detail);
  return `${name}: ${texts.say('remediation', `skip.${reason}.detail`, said)}`;
};

/** Names a production org as such; an org that does not say what it is counts as one. */
export const questionOf = ({ changes }: Plan, org: OrgIdentity, texts: Texts): string => {
  const many = changes.length === 1 ? 'count.one' : 'count.many';
  const kind = org.isSandbox === undefined ? 'unknown' : org.isSandbox ? 'sandbox' : 'production';
  const count = texts.say('remediation', many, ...(changes.length === 1 ? [] : [changes.length]));
  return texts.say('remediation', `question.${kind}`, count, clean(org.alias ?? org.username), clean(org.id));
};
