import { allControls } from '../../../posture/controls/all.js';
import type { Control } from '../../../posture/controls/control.js';
import type { ControlId, Target } from '../../../posture/model.js';
import type { Texts } from '../../render.js';
import { howTos } from '../../words/todo.js';

/** What a viewer shows beside a result: what the control requires, why, and how to meet it. */

export type Rule = {
  id: string;
  name: string;
  shortDescription: { text: string };
  fullDescription: { text: string };
  help: { text: string; markdown: string };
  helpUri: string;
  defaultConfiguration: { level: 'error' | 'warning' };
  properties: { tags: string[]; precision: string; 'security-severity'?: string };
};

export const GAP_RULE = 'audit-incomplete';

/**
 * Apps that couldn't be evaluated have their own rule without a severity, because a viewer takes the severity from the
 * rule.
 */
export const unknownRuleOf = (control: ControlId): string => `${control}-not-evaluated`;

const TAGS = ['security', 'oauth', 'salesforce'];
const ROWS = ['overview', 'risk', 'threat', 'impact', 'remediation', 'guidance', 'if-kept', 'standards'] as const;

/** The rules of all evaluated controls, even without findings, so that a viewer closes what was fixed. */
export const rulesFor = (scope: readonly string[], targets: readonly Target[], texts: Texts): Rule[] => {
  const lookedAt = allControls.filter(({ id }) => scope.includes(id));
  return [...lookedAt.flatMap((control) => [failing(control, targets, texts), unknown(control, texts)]), gap(texts)];
};

const failing = (control: Control, targets: readonly Target[], texts: Texts): Rule => {
  const { id, estimates } = control;
  const sections = [...about(control, texts), ...howTo(id, targets, texts)];
  return {
    ...described(id, texts.say('controls', `${id}.title`), texts.say('controls', `${id}.overview`), sections),
    helpUri: helpOf(id, texts),
    defaultConfiguration: { level: 'error' },
    properties: { tags: TAGS, precision: 'very-high', 'security-severity': estimates.baseline.toFixed(1) },
  };
};

const unknown = (control: Control, texts: Texts): Rule => {
  const { id } = control;
  const title = texts.say('formats', 'sarif.unknown-rule', texts.say('controls', `${id}.title`));
  return {
    ...described(unknownRuleOf(id), title, texts.say('formats', 'sarif.unknown-rule.full'), about(control, texts)),
    helpUri: helpOf(id, texts),
    defaultConfiguration: { level: 'warning' },
    properties: { tags: TAGS, precision: 'very-high' },
  };
};

const gap = (texts: Texts): Rule => {
  const full = texts.say('formats', 'sarif.gap-rule.full');
  return {
    ...described(GAP_RULE, texts.say('formats', 'sarif.gap-rule'), full, [
      { title: texts.say('formats', 'sarif.gap-rule'), points: [texts.say('formats', 'sarif.gap-rule.help')] },
    ]),
    helpUri: helpOf('connected-app-client-credentials', texts),
    defaultConfiguration: { level: 'error' },
    properties: { tags: TAGS, precision: 'very-high' },
  };
};

type Section = { title: string; points: readonly string[] };

const described = (
  id: string,
  title: string,
  full: string,
  sections: readonly Section[],
): Pick<Rule, 'id' | 'name' | 'shortDescription' | 'fullDescription' | 'help'> => ({
  id,
  name: id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  shortDescription: { text: `${escaped(title)}.` },
  fullDescription: { text: escaped(full) },
  help: {
    text: sections.map(({ title: heading, points }) => `${heading}: ${points.join(' ')}`).join('\n\n'),
    markdown: sections
      .map(({ title: heading, points }) => `**${heading}**\n\n${points.map((point) => `- ${point}`).join('\n')}`)
      .join('\n\n'),
  },
});

const about = ({ id }: Control, texts: Texts): Section[] => [
  { title: texts.say('report', 'about.recommended'), points: [texts.say('controls', `${id}.name`)] },
  ...ROWS.map((row) => ({
    title: texts.say('report', `about.${row}`),
    points: texts.points('controls', `${id}.${row}`),
  })),
];

/** The steps for the findings of the control. */
const howTo = (id: ControlId, targets: readonly Target[], texts: Texts): Section[] =>
  howTos(targets, texts, ({ control, status }) => control === id && (status === 'fail' || status === 'waived')).map(
    ({ title, steps }) => ({ title, points: steps }),
  );

const helpOf = (id: ControlId, texts: Texts): string => texts.points('controls', `${id}.references`)[0] ?? '';

/** In a SARIF message, brackets are links and braces are placeholders, so both are escaped. */
export const escaped = (text: string): string =>
  text.replaceAll(/[\\[\]]/g, (letter) => `\\${letter}`).replaceAll(/[{}]/g, (brace) => brace + brace);
