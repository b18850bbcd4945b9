import { inAnotherCase } from './rowChanges.js';

/** What can become of a metadata file. A second change may find the element of the first one gone, and changes nothing then. */
export type TextChange = { what: string; of: (text: string) => string };

const LEAF = /<(\w+)>([^<]*)<\/\1>|<(\w+)\/>/g;
const PARENT = /<(\w+)>\s*</g;

export const textChanges = (text: string): TextChange[] => {
  const root = /<(\w+) xmlns/.exec(text)?.[1] ?? '';
  return [
    { what: 'is empty', of: () => '' },
    { what: 'is cut', of: (now) => now.slice(0, now.length / 2) },
    { what: 'has its root alone', of: (now) => now.replace(/(<\w+ xmlns="[^"]*")[^]*/, '$1/>') },
    ...[...text.matchAll(LEAF)].flatMap(([leaf, open, value = '', closed]) =>
      leafChanges(leaf, open ?? closed ?? '', value).map(({ what, of }) => ({
        what: `${leaf} ${what}`,
        of: (now: string) => now.replace(leaf, () => of(leaf)),
      })),
    ),
    ...[...text.matchAll(LEAF)].map(([leaf]) => ({
      what: `${leaf} is in the root`,
      of: (now: string) => now.replace(leaf, '').replace(`</${root}>`, () => `${leaf}</${root}>`),
    })),
    ...[...new Set([...text.matchAll(PARENT)].map(([, name]) => name ?? ''))].flatMap(parentChanges),
  ];
};

const leafChanges = (leaf: string, name: string, value: string): TextChange[] => {
  const other = value === 'true' ? 'false' : value === 'false' ? 'true' : 'Other';
  const element = (content: string, called = name): string => `<${called}>${content}</${called}>`;
  const texts: Record<string, string> = {
    'is gone': '',
    'is empty': element(''),
    'closes itself': `<${name}/>`,
    'is nil': `<${name} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>`,
    [`is ${other}`]: element(other),
    'is 1': element('1'),
    'is 0': element('0'),
    'has spaces': element(`\n ${value}\u00A0`),
    'has another value by case': element(inAnotherCase(value)),
    'is spelled in capitals': element(value, name.toUpperCase()),
    'is spelled small': element(value, name.toLowerCase()),
    'is commented out': `<!--${leaf}-->`,
    'comes twice': leaf + leaf,
    [`comes before ${other}`]: leaf + element(other),
    [`comes behind ${other}`]: element(other) + leaf,
    'is in a strange element': `<odd>${leaf}</odd>`,
  };
  return Object.entries(texts).map(([what, content]) => ({ what, of: () => content }));
};

const parentChanges = (name: string): TextChange[] => {
  const whole = new RegExp(`<${name}>[^]*?</${name}>`);
  return [
    { what: `<${name}> is gone`, of: (now) => now.replace(whole, '') },
    { what: `<${name}> is empty`, of: (now) => now.replace(whole, `<${name}/>`) },
    { what: `<${name}> comes twice`, of: (now) => now.replace(whole, '$&$&') },
    { what: `<${name}> is spelled in capitals`, of: (now) => now.replaceAll(`${name}>`, `${name.toUpperCase()}>`) },
  ];
};
