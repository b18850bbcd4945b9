import type { Texts } from '../../src/reports/render.js';
import { allControls } from '../../src/posture/controls/all.js';

/** docs/controls.md, in the words of the reports: each control with its risk, and Salesforce's own pages. */

const PARTS = [
  ['Risk', 'risk'],
  ['How it is abused', 'threat'],
  ['Impact', 'impact'],
  ['Higher risk', 'higher'],
  ['Lower risk', 'lower'],
  ['Remediation', 'remediation'],
  ['Effort', 'cost'],
] as const;

const LISTS = [
  ['If the flow has to stay', 'if-kept'],
  ['Standards', 'standards'],
  ['References', 'references'],
] as const;

const link = (text: string): string => (text.startsWith('https://') ? `<${text}>` : text);

export const controlsPage = (texts: Texts): string => {
  const section = ({ id, severity }: (typeof allControls)[number]): string[] => {
    const say = (key: string): string => texts.say('controls', `${id}.${key}`);
    const list = (key: string): string[] => texts.points('controls', `${id}.${key}`).map((text) => `- ${link(text)}`);
    const lists = LISTS.filter(([, key]) => texts.has('controls', `${id}.${key}`));
    return [
      `## ${say('title')}`,
      `\`${id}\`, ${severity}. In Security Health Review: *${say('name')}*.`,
      say('overview'),
      ...PARTS.filter(([, key]) => texts.has('controls', `${id}.${key}`)).map(
        ([name, key]) => `**${name}.** ${say(key)}`,
      ),
      ...lists.flatMap(([name, key]) => [`**${name}**`, list(key).join('\n')]),
    ];
  };
  return [
    '# Controls',
    'What each control requires, and why. Made from `messages/controls.md` by `npx tsx scripts/pages.ts`.',
    ...allControls.flatMap(section),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
};
