import type { AuditReport, Evidence, Factor, Finding, Target } from '../../../../posture/model.js';
import { clean } from '../../../words/safe/clean.js';
import { conditionWords, placeOf, unknownFactorGroups } from '../../../words/finding.js';
import { factorDetail } from '../../../words/factorDetail.js';
import { effectOf } from '../../../words/factorEffect.js';
import { fullName } from '../../../words/names.js';
import { worstFirst } from '../../../words/result/order.js';
import { fields, heading, paragraph, subheading, type Page } from '../../page/page.js';
import type { Ink, Paint } from '../../page/paint.js';
import { cut } from '../../page/width.js';
import { advice } from '../advice.js';
import { accessFields, verdictFields } from './detailFields.js';

/** Everything that is known about each app: verdict, evidence, and what can be done. */

const LONGEST_VALUE = 300;

const inkOf = ({ status }: Finding, paint: Paint): Ink => {
  if (status === 'fail') return paint.red;
  if (status === 'pass') return paint.green;
  return status === 'not-evaluated' ? paint.yellow : paint.bold;
};

const title = (finding: Finding, page: Page): string[] => {
  const { texts } = page;
  const { app, status, severity, change } = finding;
  const kind = texts.say('report', `app.${app.type}${app.managed ? '-managed' : ''}`);
  const words = [
    ...(status === 'fail' ? [texts.say('report', `severity.${severity}`)] : []),
    ...(change ? [texts.say('report', `change.${change}`)] : []),
  ];
  const state = [texts.say('report', `status.${status}`), ...words].join(', ');
  return heading(texts.say('report', 'detail.title', state, fullName(app), kind), page, inkOf(finding, page.paint));
};

/** On a line of its own, so that most paths aren't broken and a terminal can open them. */
const place = (finding: Finding, page: Page): string[] => {
  const path = placeOf(finding);
  return path === undefined ? [] : paragraph(path, page, 2);
};

const withDetail = (text: string, { factor, detail }: Factor, { texts }: Page): string =>
  detail === undefined ? text : texts.say('report', 'detail.factor', text, factorDetail(detail, texts, factor));

/** Without a mark, a list of risk factors would make a good sign look like a bad one. */
const MARKS = { up: '▲ ', down: '▼ ', even: '- ' } as const;

const factorLine = (one: Factor, page: Page): string[] => {
  const { factor, state } = one;
  const sentence = withDetail(page.texts.say('factors', `${factor}.${state}`), one, page);
  return paragraph(sentence, page, 4, MARKS[effectOf(one)]);
};

/** Unknown factors share a sentence. A dozen sentences about nothing would bury the rest. */
const unknownFactors = (unknown: readonly Factor[], page: Page): string[] =>
  unknownFactorGroups(unknown, page.texts).flatMap((sentence) => paragraph(sentence, page, 4, '- '));

const hasMarks = (all: readonly Factor[]): boolean =>
  all.some((one) => one.state !== 'unknown' && effectOf(one) !== 'even');

const factors = ({ risk }: Finding, page: Page): string[] =>
  risk
    ? [
        ...subheading(
          page.texts.say('report', hasMarks(risk.factors) ? 'detail.factors.marked' : 'detail.factors'),
          page,
        ),
        ...risk.factors.filter(({ state }) => state !== 'unknown').flatMap((factor) => factorLine(factor, page)),
        ...unknownFactors(
          risk.factors.filter(({ state }) => state === 'unknown'),
          page,
        ),
      ]
    : [];

const evidenceLine = (row: Evidence, page: Page): string[] => {
  const { source, component, path, value } = row;
  const condition = conditionWords(row, page.texts);
  if (condition !== undefined)
    return paragraph(page.texts.say('report', 'detail.condition', clean(component), condition), page, 4, '- ');
  const where = [source, component, path].map(clean).filter(Boolean).join(' ');
  const text =
    value === null
      ? page.texts.say('report', 'detail.evidence-absent', where)
      : page.texts.say('report', 'detail.evidence-value', where, cut(clean(value), LONGEST_VALUE));
  return paragraph(text, page, 4, '- ');
};

const evidence = (finding: Finding, page: Page): string[] =>
  finding.evidence.length === 0
    ? []
    : [
        ...subheading(page.texts.say('report', 'detail.evidence'), page),
        ...finding.evidence.flatMap((row) => evidenceLine(row, page)),
      ];

export const details = (target: Target, report: AuditReport, page: Page): string[][] =>
  worstFirst(target.findings).map((finding) => [
    ...title(finding, page),
    ...place(finding, page),
    ...fields([...verdictFields(finding, target, report, page), ...accessFields(finding, target, page)], page),
    ...factors(finding, page),
    ...evidence(finding, page),
    ...advice(finding, target, report, page),
  ]);
