import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { nameTest } from '../../../../src/posture/namePattern.js';
import { flag, pathWord, shellWord, shownPath, targetFlags } from '../../../../src/reports/words/safe/commandLine.js';

/** How PowerShell divides the arguments of a command: what stands outside of quotes, and would be read as code. */
const outsideInPowerShell = (words: string): string =>
  words.replace(
    /['\u2018-\u201b][^'\u2018-\u201b]*['\u2018-\u201b]|["\u201c-\u201e][^"\u201c-\u201e$`]*["\u201c-\u201e]/g,
    '',
  );

/** Of the old command line of Windows, in which nothing but double quotes counts. */
const outsideInCmd = (words: string): string => words.replace(/"[^"]*"/g, '');

describe('a word of a command to paste', () => {
  const WORDS = [
    'two words',
    "it's",
    "a'; calc; 'b",
    'a\u2019; calc; \u2019b',
    'a\u201d; calc; \u201cb',
    'a & calc & b',
    "it's | calc",
    '$(calc)',
    "`calc`'s & $(calc) \\ !! \u201cx\u201d",
    'a"; calc; "b',
  ];
  for (const word of WORDS) {
    it(`is one word to sh: ${word}`, () => {
      expect(spawnSync('sh', ['-c', `printf %s ${shellWord(word)}`], { encoding: 'utf8' }).stdout).to.equal(word);
    });

    it(`leaves nothing to PowerShell: ${word}`, () => {
      expect(outsideInPowerShell(shellWord(word))).to.equal('');
    });

    if (!word.includes('"'))
      it(`leaves no command to that of Windows: ${word}`, () => {
        expect(outsideInCmd(shellWord(word))).not.to.match(/[&|<>^]/);
      });
  }

  it('that is harmless stays as it is', () => {
    expect(shellWord('force-app/main')).to.equal('force-app/main');
    expect(shellWord('two words')).to.equal("'two words'");
  });
});

describe('a path of a command to paste', () => {
  const PATHS = [
    'a\u200db',
    'x\u202eel.gp',
    'line\nend',
    "it's\u2060 50% $(calc) `b`",
    '##vso[x]y',
    'e\u0301\u0302\u0303\u0304',
  ];
  for (const path of PATHS) {
    const [word = ''] = flag('snapshot', [path]).map((words) => words.replace('--snapshot ', ''));

    it(`is exact to bash, even if it cannot be shown: ${JSON.stringify(path)}`, () => {
      expect(spawnSync('bash', ['-c', `printf %s ${word}`], { encoding: 'utf8' }).stdout).to.equal(path);
    });

    it(`shows all of it, and leaves nothing to another shell: ${JSON.stringify(path)}`, () => {
      expect(word).to.match(/^\$'[\w ./@+=,\\-]+'$/);
      expect(shownPath(path)).to.equal(word);
    });
  }

  it('is as it always was where all of it can be shown', () => {
    expect([pathWord('a  b/Ü'), shownPath('a  b/Ü'), pathWord('a/b')]).to.deep.equal(["'a  b/Ü'", 'a  b/Ü', 'a/b']);
  });
});

describe('the flags that name a target again', () => {
  const NOT_OPENED = { kind: 'org' } as const;
  const summary = { pass: 0, fail: 0, waived: 0, notEvaluated: 0, notApplicable: 0 };

  it('name an org that could not be opened too: a command without it would audit less', () => {
    expect(targetFlags({ ...NOT_OPENED, findings: [], coverage: [], summary, name: 'my prod' })).to.deep.equal([
      "--target-org 'my prod'",
    ]);
  });

  it('are none where nothing is known of it', () => {
    expect(targetFlags({ ...NOT_OPENED, findings: [], coverage: [], summary })).to.deep.equal([]);
  });
});

/** The old command line of Windows replaces variables first, and then looks for quotes. */
const inCmd = (line: string): string =>
  outsideInCmd(line.replace(/%CMDCMDLINE(?::~0,1)?%/gi, (found) => (found.includes('~') ? '"' : '"C:\\cmd.exe" ')));

describe('a name from an org in a command to paste', () => {
  const NAMES = ['x"&calc&', 'a" & calc & "b', '%CMDCMDLINE:~0,1%&calc&', 'it\'s "&calc', '"'];
  for (const name of NAMES) {
    it(`begins no command in that of Windows, in its own word or in another: ${name}`, () => {
      for (const flagName of ['app', 'target-org', 'username', 'name']) {
        const line = flag(flagName, [name, 'b&calc&c', name]).join(' ');
        expect(inCmd(line), line).not.to.match(/[&|<>^]/);
      }
    });

    it(`still selects the app: ${name}`, () => {
      const [, word = ''] = /^--app (.*)$/.exec(flag('app', [name])[0] ?? '') ?? [];
      const pattern = spawnSync('sh', ['-c', `printf %s ${word}`], { encoding: 'utf8' }).stdout;
      expect(nameTest(pattern)(name)).to.equal(true);
    });
  }

  it('may be a username with a percent sign, and a path may have everything', () => {
    expect(flag('target-org', ['a%b@example.com'])).to.deep.equal(['--target-org a%b@example.com']);
    expect(flag('snapshot', ['/tmp/a "b" 100%'])).to.deep.equal([`--snapshot '/tmp/a "b" 100%'`]);
  });
});
