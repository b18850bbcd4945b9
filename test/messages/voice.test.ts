import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { PERMISSIONS_TO_READ } from '../../src/inventory/apps/callerPermissions.js';
import { PROBLEM_CODES } from '../../src/org/problem.js';
import { STEPS } from '../../src/posture/model.js';
import { BROAD_PERMISSIONS } from '../../src/posture/factors/broadPermissions.js';
import { NOTICES } from '../../src/posture/notices.js';
import { OUTCOME_PROBLEMS, SKIP_REASONS } from '../../src/remediation/model/result.js';

/** Files that have yet to be rewritten. Each entry that goes away makes the rest of this file hold for one file more. */
const NOT_YET: readonly string[] = [];

/** docs/glossary.md says what to write instead. */
const NEVER: readonly RegExp[] = [
  /\b(somebody|nobody|anybody)\b/i,
  /\b(is|are|was|were) to be\b/i,
  /\bas meant\b|\bwhat was meant\b/i,
  /\b(told|tells?)\b/i,
  /\bstands? (for|in|here|there|beside|twice)\b/i,
  /\b(hangs|goes|went|going) on\b/i,
  /\blet(s|ting)? (it|the org|this|them)\b/i,
  /\bf(i|ou)nd out\b/i,
  /\bput(s|ting)? (it |this |them |everything )?back\b/i,
  /\bleft as it is\b|\ball the same\b|\bby hand\b|\bas far as is known\b|\bwhat there (is|was)\b/i,
  /\bmend(s|ed)?\b|\banew\b|\blately\b|\bmakes? good\b/i,
  /\bexecution users?\b/i,
  /\bswitch(es|ed|ing)?\b/i,
  /\blog-ins?\b|\blicences?\b|\bauthoris\w+|\bcancelled\b|\bcolours?\b|\bbehaviour\b|\brecognis\w+/i,
  /\bstrictly configured\b|\bunused\b/i,
  /\banswer(s|ed)?\b(?! no\b)/i,
  /\bEverything was evaluated\b|\bleft open\b/i,
  /\bspliced?\b|\bthis very\b|\blets? the (integration )?users? in\b|\btaken of\b/i,
  /\bread as ["%]|\blogged in as ["%]/,
  /\bisn't permitted to [a-z]+ or [a-z]+\b/,
  // Who reads "A or B, and C or D" can't say what is needed.
  /"[^"]+" or "[^"]+", and "/,
  /\b(could|can|do|does|did|is|was|were|has|have|must) not\b(?! be)|\bcannot\b/,
];

/** A sentence that stops before its point: its last word leaves open what is meant. */
const RIDDLE = /\b(than|that|so|the|a|an|and|or|either|neither|which|whose|had( it)?|is|was)[.?!]?$/i;

/** A word in capitals that isn't part of a name. */
const CAPITALS = /(?<![\w-/.'])[A-Z]{4,}(?![\w-/.])/g;
const ABBREVIATIONS = [
  'README',
  'PKCS',
  'GROUP',
  'JSON',
  'HTML',
  'SARIF',
  'CVSS',
  'OWASP',
  'NIST',
  'SOQL',
  'UTF',
  'PRODUCTION',
  'YYYY',
  'YAML',
];
/** Headings of the help, which the framework prints in capitals, and what stands for a value in a command. */
const IN_CAPITALS =
  /^(exitCodes: header|flags: (variables\.header|usage\..*)|oauth-posture\.report: usage|keys: .*\.actions)$/;

type Entry = { bundle: string; key: string; text: string };

const entriesOf = (bundle: string): Entry[] =>
  readFileSync(join('messages', `${bundle}.md`), 'utf8')
    .split(/^# /m)
    .slice(1)
    .map((part) => {
      const [key = '', ...lines] = part.split('\n');
      return { bundle, key: key.trim(), text: lines.join('\n').trim() };
    });

const bundles = readdirSync('messages').map((name) => name.replace(/\.md$/, ''));
const entries = bundles.flatMap(entriesOf);
const rewritten = entries.filter(({ bundle }) => !NOT_YET.includes(bundle));
const keys = new Set(entries.map(({ bundle, key }) => `${bundle}:${key}`));

const sourceFiles = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(path) : [readFileSync(path, 'utf8')];
  });
const source = sourceFiles('src').join('\n');

const named = ({ bundle, key, text }: Entry, found: string): string => `${bundle}.md, ${key}: "${found}" in "${text}"`;

const matching = (pattern: RegExp): string[] =>
  rewritten.flatMap((entry) => {
    const found = pattern.exec(entry.text);
    return found ? [named(entry, found[0])] : [];
  });

describe('the voice of all messages', () => {
  it('exempts only files that exist', () => {
    expect(bundles).to.include.members([...NOT_YET]);
  });

  for (const pattern of NEVER)
    it(`never says ${pattern.source}`, () => {
      expect(matching(pattern)).to.deep.equal([]);
    });

  it('has its headings, titles, and columns in sentence case', () => {
    const shouting = rewritten.flatMap((entry) =>
      (entry.text.replaceAll(/<%=.*?%>/g, '').match(CAPITALS) ?? [])
        .filter((word) => !ABBREVIATIONS.includes(word) && !IN_CAPITALS.test(`${entry.bundle}: ${entry.key}`))
        .map((word) => named(entry, word)),
    );
    expect(shouting).to.deep.equal([]);
  });

  it('names permissions as Setup does', () => {
    const names = entries.filter(({ bundle, key }) => bundle === 'permissions' && /^[A-Z]/.test(key));
    expect(names.length).to.be.above(30);
    const raw = rewritten.flatMap((entry) =>
      names
        .filter(({ key }) => new RegExp(`(?<![\\w-])${key}(?![\\w-])`).test(entry.text))
        .map(({ key }) => named(entry, key)),
    );
    expect(raw).to.deep.equal([]);
  });

  it('has a label for each permission that the code names', () => {
    for (const permission of [...PERMISSIONS_TO_READ, ...BROAD_PERMISSIONS])
      expect(keys, permission).to.include(`permissions:${permission}`);
  });

  it('calls a risk level by another word than the earlier result', () => {
    for (const bundle of ['report', 'html'])
      expect(entries.find((entry) => entry.bundle === bundle && entry.key === 'risk.baseline')?.text).not.to.match(
        /baseline/i,
      );
  });

  it('leaves no sentence without its end', () => {
    const lines = rewritten.flatMap((entry) => entry.text.split('\n').map((text) => ({ ...entry, text: text.trim() })));
    expect(lines.filter(({ text }) => RIDDLE.test(text)).map((entry) => named(entry, entry.text))).to.deep.equal([]);
  });

  it('shows no code of a closed list in place of words', () => {
    const codes = [...PROBLEM_CODES, ...STEPS, ...NOTICES, ...SKIP_REASONS, ...OUTCOME_PROBLEMS];
    const raw = codes.filter((code) => code.includes('-'));
    const shown = rewritten.flatMap((entry) =>
      raw
        .filter((code) => new RegExp(`(?<![\\w-])${code}(?![\\w-])`).test(entry.text))
        .map((code) => named(entry, code)),
    );
    expect(shown).to.deep.equal([]);
  });
});

describe('the singular and plural of messages', () => {
  const base = (key: string): string => key.replace(/\.(one|other)$/, '');
  const isPart = ({ key }: Entry): boolean => key !== base(key);

  it('stand in pairs, without a third form', () => {
    for (const { bundle, key } of entries.filter(isPart)) {
      for (const form of ['one', 'other'])
        expect(keys, `${bundle}: the other half of ${key}`).to.include(`${bundle}:${base(key)}.${form}`);
      expect(keys, `${bundle}: beside ${key}`).not.to.include(`${bundle}:${base(key)}`);
    }
  });

  it('are the only messages with a number, and a plural shows it', () => {
    const counting = entries.filter(({ text }) => text.includes('%d'));
    expect(counting.filter((entry) => !isPart(entry)).map((entry) => named(entry, '%d'))).to.deep.equal([]);
  });

  it('take the same other values', () => {
    const places = ({ text }: Entry): number => text.split('%s').length;
    for (const one of entries.filter(({ key }) => key.endsWith('.one'))) {
      const other = entries.find(({ bundle, key }) => bundle === one.bundle && key === `${base(one.key)}.other`);
      expect(other && places(other), one.key).to.equal(places(one));
    }
  });

  it('leave no noun with a plural in brackets', () => {
    expect(matching(/\w\(s\)|%s:? (app|file|change|deploy)s?\b/)).to.deep.equal([]);
  });
});

describe('the keys of messages', () => {
  it('are there for each that the code names', () => {
    const calls = [...source.matchAll(/\b(say|points|count)\(\s*'(\w+)',\s*'([\w.-]+)'/g)];
    expect(calls.length).to.be.above(50);
    for (const [, how, bundle, key] of calls)
      expect(keys, `${bundle}: ${key}`).to.include(`${bundle}:${key}${how === 'count' ? '.one' : ''}`);
  });

  it('are each named by the code, whole or part by part', () => {
    const parts = (key: string): string[] => key.split('.').flatMap((part) => (/^\d+$/.test(part) ? [] : [part]));
    const isWhole = (part: string): boolean =>
      new RegExp(`(?<![\\w-])${part.replaceAll('-', '\\-')}(?![\\w-])`).test(source);
    const isPut = (part: string): boolean =>
      [...part.matchAll(/-/g)].some(({ index }) => {
        const [before, after] = [part.slice(0, index), part.slice(index + 1)];
        return (
          isWhole(before) &&
          isWhole(after) &&
          (source.includes(`${before}-$\{`) || source.includes(`}-${after}`) || source.includes(`-${after}'`))
        );
      });
    const isNamed = (part: string): boolean => isWhole(part) || isPut(part);
    const unnamed = entries.filter(({ key }) => parts(key).some((part) => !isNamed(part)));
    expect(unnamed.map(({ bundle, key }) => `${bundle}: ${key}`)).to.deep.equal([]);
  });
});

/** As in messages. Other words have a meaning of their own in code. */
const NEVER_IN_COMMENTS: readonly RegExp[] = [
  /\b(somebody|nobody|anybody)\b/i,
  /\blog-ins?\b|\blicences?\b|\bauthoris\w+|\bcancelled\b|\bcolours?\b/i,
  /\bexecution users?\b/i,
  /(?<!-)\banew\b|\bmend(s|ed)?\b|\blately\b|\ball the same\b|\bby hand\b|\bas far as is known\b/i,
  /\bstands? (for|in|here|there|beside)\b|\b(hangs|goes|went) on\b|\bfound out\b|\bputs? back\b/i,
  /\bas meant\b|\bwhat there (is|was)\b|\btold\b|\bswitch(es|ed)? (on|off)\b/i,
];

describe('the voice of all comments', () => {
  const comments = [...source.matchAll(/\/\*\*[^]*?\*\/|^\s*\/\/.*$/gm)].map(([text]) =>
    text.replaceAll(/\n\s*(\*|\/\/) ?/g, ' '),
  );

  it('are read', () => {
    expect(comments.length).to.be.above(1000);
  });

  for (const pattern of NEVER_IN_COMMENTS)
    it(`never says ${pattern.source}`, () => {
      expect(comments.filter((comment) => pattern.test(comment))).to.deep.equal([]);
    });
});
