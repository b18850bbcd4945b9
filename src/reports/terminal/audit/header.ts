import type { AuditReport, OrgIdentity, Target } from '../../../posture/model.js';
import type { Texts } from '../../render.js';
import { clean } from '../../words/safe/clean.js';
import { kindOfOrg, nameOfTarget, minute, secondsBetween } from '../../words/names.js';
import { fields, heading, paragraph, type Page } from '../page/page.js';

const appsLookedAt = (apps: readonly string[] | null, texts: Texts): string =>
  apps === null ? texts.say('report', 'header.all-apps') : apps.map(clean).join(', ');

const useLookedAt = (days: number, texts: Texts): string =>
  days === 0 ? texts.say('report', 'header.no-use') : texts.count('report', 'header.use-days', days);

/** Salesforce's full names of the controls, once in a report. Elsewhere a short title is enough. */
const controlsLookedAt = (controls: readonly string[], page: Page): string[] => [
  ...paragraph(page.texts.say('report', 'header.controls'), page, 2).map(page.paint.dim),
  ...controls.flatMap((control) => paragraph(page.texts.say('controls', `${control}.name`), page, 2, '- ')),
];

/** The time and the scope, which are the same for all targets. */
export const reportHeader = (report: AuditReport, page: Page): string[] => {
  const { texts } = page;
  const { startedAt, finishedAt, tool, scope } = report;
  const title = texts.say(
    'report',
    'header.title',
    minute(startedAt),
    secondsBetween(startedAt, finishedAt),
    `${clean(tool.name)} ${clean(tool.version)}`,
  );
  return [
    ...heading(title, page),
    ...fields(
      [
        [texts.say('report', 'header.apps'), appsLookedAt(scope.apps, texts)],
        ...(report.targets.some(({ kind }) => kind === 'org')
          ? [[texts.say('report', 'header.use'), useLookedAt(scope.usageDays, texts)] as const]
          : []),
      ],
      page,
    ),
    ...controlsLookedAt(scope.controls, page),
  ];
};

const orgFacts = (org: OrgIdentity, texts: Texts): string[] => [
  ...[org.name, org.id].filter((part) => part !== undefined).map(clean),
  texts.say('report', `org.${kindOfOrg(org)}`),
  clean(org.instanceUrl),
  texts.say('report', 'target.user', clean(org.username)),
];

const readingFacts = (target: Target, texts: Texts): string[] => {
  const version = target.org?.apiVersion ?? target.source?.apiVersion;
  return [
    ...(version ? [texts.say('report', 'target.api-version', clean(version))] : []),
    ...(target.requests === undefined ? [] : [texts.count('report', 'target.requests', target.requests)]),
  ];
};

export const targetHeader = (target: Target, page: Page): string[] => {
  const { texts } = page;
  const facts = [...(target.org ? orgFacts(target.org, texts) : []), ...readingFacts(target, texts)];
  return [
    ...heading(texts.say('report', `target.heading-${target.kind}`, nameOfTarget(target, texts)), page),
    ...(facts.length === 0 ? [] : paragraph(facts.join(', '), page, 2)),
  ];
};
