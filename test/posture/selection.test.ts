import { expect } from 'chai';
import picomatch from 'picomatch';
import { nameTest } from '../../src/posture/namePattern.js';
import type { App } from '../../src/posture/model.js';
import { isCalled } from '../../src/posture/names.js';
import { nearNames, patternOf, selector, unmatchedPatterns } from '../../src/posture/selection.js';
import { cpuTime } from '../cpuTime.js';

const apps = [
  { name: 'Billing' },
  { name: 'Billing_Sync' },
  { name: 'Portal', namespace: 'ACME' },
  { name: 'weird[1]' },
];

const wordsOf = (letters: string, longest: number): string[] =>
  longest === 0
    ? ['']
    : ['', ...[...letters].flatMap((one) => wordsOf(letters, longest - 1).map((rest) => one + rest))];

describe('choosing apps by name', () => {
  const cases: { title: string; patterns: string[] | null; selected: string[] }[] = [
    {
      title: 'no pattern selects every app',
      patterns: null,
      selected: ['Billing', 'Billing_Sync', 'Portal', 'weird[1]'],
    },
    { title: 'a name selects that app alone', patterns: ['Billing'], selected: ['Billing'] },
    { title: 'a star selects what it matches', patterns: ['Billing*'], selected: ['Billing', 'Billing_Sync'] },
    { title: 'names compare without case', patterns: ['bILLING'], selected: ['Billing'] },
    { title: 'a name with its namespace prefix', patterns: ['ACME__Portal'], selected: ['Portal'] },
    { title: 'a namespace and a star', patterns: ['acme__*'], selected: ['Portal'] },
    { title: 'an escaped bracket is a letter', patterns: ['weird\\[1\\]'], selected: ['weird[1]'] },
    { title: 'several patterns add up', patterns: ['Portal', 'Billing'], selected: ['Billing', 'Portal'] },
    { title: 'a pattern that matches nothing selects nothing', patterns: ['Nope'], selected: [] },
  ];
  for (const { title, patterns, selected } of cases) {
    it(title, () => {
      expect(apps.filter(selector(patterns)).map(({ name }) => name)).to.deep.equal(selected);
    });
  }

  it('selects one app by its type and name, whatever else is called the same', () => {
    const alike: App[] = [
      { type: 'ConnectedApp', name: 'Sync', managed: false },
      { type: 'ConnectedApp', name: 'Sync', namespace: 'vend', managed: true },
      { type: 'ExternalClientApplication', name: 'Sync', managed: false },
      { type: 'ConnectedApp', name: 'S*\\[c]', managed: false },
    ];
    for (const app of alike) {
      expect(alike.filter(selector([patternOf(app)])), patternOf(app)).to.deep.equal([app]);
      expect(unmatchedPatterns([patternOf(app)], alike)).to.deep.equal([]);
    }
    expect(alike.filter(selector(['connectedapp:*sync']))).to.deep.equal(alike.slice(0, 2));
    expect(alike.filter(selector(['Con*']))).to.deep.equal([]);
    // Without the colon of a type, a pattern is one of names: this one would fit all that begin with "C" and have a type.
    expect(alike.filter(selector(['C*c']))).to.deep.equal([]);
    expect(alike.filter(selector(['*c']))).to.deep.equal(alike.slice(0, 3));
    expect(alike.map((app) => isCalled(app, 'connectedApp:Sync'))).to.deep.equal([true, false, false, false]);
  });

  it('names each pattern that matches nothing', () => {
    expect(unmatchedPatterns(['Billing', 'Bilink', 'X*'], apps)).to.deep.equal(['Bilink', 'X*']);
    expect(unmatchedPatterns(null, apps)).to.deep.equal([]);
  });

  it('names each name of a set in braces that no app has, as if each had been asked for by itself', () => {
    expect(unmatchedPatterns(['{Billing,Bilink}', 'Billing{,_Sync,_Old}', '{Bil,Bi}ling'], apps)).to.deep.equal([
      'Bilink',
      'Billing_Old',
      'Biling',
    ]);
    expect(unmatchedPatterns(['weird\\[{1,2}\\]', '{Bil,Nope}{ling,king}', 'weird[{,1}]'], apps)).to.deep.equal([
      'weird[{,1}]',
    ]);
  });

  it('offers near names, nearest first, and none where nothing is near', () => {
    expect(nearNames('Biling', apps)).to.deep.equal(['Billing']);
    expect(nearNames('billing', apps)).to.deep.equal(['Billing', 'Billing_Sync']);
    expect(nearNames('Zebra', apps)).to.deep.equal([]);
  });

  it('come nearest first, then in the order of the alphabet, three at most', () => {
    const named = (...names: string[]) => names.map((name) => ({ name }));
    expect(nearNames('abcdef', named('abcdxx', 'abcdez', 'abcdey', 'abcdeff'))).to.deep.equal([
      'abcdeff',
      'abcdey',
      'abcdez',
    ]);
    expect(nearNames('abc', named('zabc', 'yabc', 'xabc', 'abc_d'))).to.deep.equal(['abc_d', 'xabc', 'yabc']);
    expect(nearNames('abc', named('abc', 'ABC'))).to.deep.equal(['ABC', 'abc']);
  });

  it('differ in two letters, or in a third of them', () => {
    const isNear = (one: string, other: string): boolean => nearNames(one, [{ name: other }]).length === 1;
    expect([isNear('abcd', 'abxy'), isNear('abcd', 'axyz')]).to.deep.equal([true, false]);
    expect([isNear('abcdefghi', 'abcdefxyz'), isNear('abcdefghi', 'abcdewxyz')]).to.deep.equal([true, false]);
    expect([isNear('abcd', 'ab'), isNear('abcd', 'a')]).to.deep.equal([true, false]);
    expect([isNear('abcd', 'wxyz'), isNear('abcdef', 'uvwxyz')]).to.deep.equal([false, false]);
    expect([isNear('abcd', 'xabyc'), isNear('ab', 'xaybz')]).to.deep.equal([false, false]);
    expect([isNear('abcdef', 'bcdefa'), isNear('aab', 'aba')]).to.deep.equal([true, true]);
  });

  it('are as far from each other as the fewest letters to put in, take out, or change', () => {
    const distance = (one: string, other: string): number => {
      if (one === '' || other === '') return one.length + other.length;
      const [first, second] = [one.slice(1), other.slice(1)];
      if (one[0] === other[0]) return distance(first, second);
      return 1 + Math.min(distance(first, other), distance(one, second), distance(first, second));
    };
    const words = wordsOf('ab', 6).filter(({ length }) => length > 2);
    const wrong = words.flatMap((one) =>
      words.filter(
        (other) =>
          (nearNames(one, [{ name: other }]).length === 1) !== (other.includes(one) || distance(one, other) <= 2),
      ),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('are compared with no name that is longer than any can be, unless it holds the pattern', () => {
    const long = 'x'.repeat(201);
    expect(nearNames(`${'x'.repeat(200)}y`, [{ name: long }])).to.deep.equal([]);
    const longest = long.slice(1);
    expect(nearNames(`${'x'.repeat(199)}y`, [{ name: longest }])).to.deep.equal([longest]);
    expect(nearNames('x', [{ name: long }])).to.deep.equal([long]);
  });
});

describe('a pattern of names', () => {
  it('means what a glob means', () => {
    const names = wordsOf('aB', 4).filter(Boolean);
    const differing = wordsOf('Ab*?', 4)
      .filter(Boolean)
      .filter((pattern) => {
        const isMeant = picomatch(pattern, { nocase: true, dot: true });
        const isMatched = nameTest(pattern);
        return names.some((name) => isMeant(name) !== isMatched(name));
      });
    expect(differing).to.deep.equal([]);
  });

  const meant: [pattern: string, fits: string, not: string][] = [
    ['{Billing,Orders}*', 'Orders_Sync', 'My_Orders'],
    ['App_[0-9]', 'App_7', 'App_x'],
    ['!Billing*', 'Orders', 'Billing_Sync'],
    ['[!x]*', 'Billing', 'xray'],
    ['App{1..3}', 'App2', 'App4'],
    ['App{a..c}_[0-9]', 'AppB_1', 'AppD_1'],
    ['App{A..C}', 'AppB', 'AppD'],
    ['[a]..b', 'a..b', 'a.b'],
    ['[a]?b', 'a/b', 'ab'],
    ['*{a,b}', '.a', '.c'],
    ['\\[!x]*', '[!x]ray', 'Billing'],
    ['{Billing*,Orders*}', 'Billing / EU', 'My / Orders'],
    ['a\\*b', 'a*b', 'axb'],
    ['*', 'a/b', ''],
    ['a.b', 'A.B', 'axb'],
  ];
  for (const [pattern, fits, not] of meant)
    it(`${pattern} fits ${fits}, but not ${not || 'nothing'}`, () => {
      const matches = nameTest(pattern);
      expect([matches(fits), not !== '' && matches(not)]).to.deep.equal([true, false]);
    });

  it('takes the line end in a label for a letter, also after an exclamation mark', () => {
    const matches = nameTest('!Billing*');
    expect([matches('Orders\nEU'), matches('Billing\nEU')]).to.deep.equal([true, false]);
  });

  it('has the length that the longest name needs, and no more', () => {
    expect(nameTest('x'.repeat(300))('x'.repeat(300))).to.equal(true);
    expect(() => nameTest('x'.repeat(301))).to.throw('Too long to be the pattern of a name');
    expect(() => nameTest('[a]****')).to.throw('Takes too long to be tried');
    expect(nameTest('[a]*{b,c}*')('aXcY')).to.equal(true);
    // An escaped bracket is a letter, so the stars aren't limited.
    expect(nameTest('\\[a*b*c*d*e')('[aXbXcXdXe')).to.equal(true);
    expect(() => nameTest('App{10..20}')).to.throw('Not a range of single letters or digits');
  });

  it('with brackets does not look at case either, takes a dot in front, and every name that is too long to be tried', () => {
    expect(nameTest('[ab]x')('AX')).to.equal(true);
    expect(nameTest('{*x,y}')('.x')).to.equal(true);
    const matches = nameTest('[a]b');
    expect([matches('y'.repeat(255)), matches('y'.repeat(256))]).to.deep.equal([false, true]);
  });

  for (const pattern of ['*a'.repeat(20), `*${'a'.repeat(298)}b`, '{a,aa}*a*b', '[a]*a*a*b', '{a,aa}{a,aa}{a,aa}b'])
    it(`takes no time by the power of a name's length: ${pattern.slice(0, 20)}`, () => {
      const matches = nameTest(pattern);
      const began = cpuTime();
      for (const length of [255, 10_000, 300_000]) matches(`${'a'.repeat(length - 1)}!`);
      expect(cpuTime() - began).to.be.below(3000);
    });

  for (const pattern of [
    'x'.repeat(301),
    '+(a|aa)b',
    '*(a|aa)b',
    '(a+)+b',
    '[a]+b',
    '{a,aa}+b',
    '{a,b}{a,b}*{a,b}',
    '[a]****',
    'App{1..10}',
    'App{10..20}',
    'App{01..03}',
    'App{1..9..2}',
    'App{A..c}',
    '{App1,App{2..11}}',
  ])
    it(`is none: ${pattern.slice(0, 20)}`, () => {
      expect(() => nameTest(pattern)).to.throw();
    });
});
