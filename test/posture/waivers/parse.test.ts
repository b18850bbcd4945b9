import { expect } from 'chai';
import { parseWaiverFile } from '../../../src/posture/waivers/parse.js';
import { WAIVER_MISTAKES, type WaiverMistake } from '../../../src/posture/waivers/model.js';
import { createTexts } from '../../../src/cli/texts.js';
import { cpuTime } from '../../cpuTime.js';
import { fileOf, manualCheck, mistakesIn, sound, TODAY, waiver } from '../support/waiversTexts.js';

const texts = createTexts();

const sentence = ({ code, data }: WaiverMistake): string => texts.say('waivers', code, ...Object.values(data));

/** As `line:column sentence`. */
const told = (text: string): string[] =>
  mistakesIn(text).map((mistake) => `${mistake.line}:${mistake.column} ${sentence(mistake)}`);

const KNOWN_KEYS = 'control, app, org, reason, owner, expires';
const CONTROLS = 'connected-app-client-credentials, eca-client-credentials-policy, eca-flow-enablement';
const HOW_TO_NAME_AN_APP =
  'Write ConnectedApp:Name or ExternalClientApplication:Name, with the prefix NS__ before the name of an app with a ' +
  "namespace. Patterns aren't allowed.";
const NO_APP = (found: string): string => `4:10 "${found}" isn't a valid app. ${HOW_TO_NAME_AN_APP}`;
const NO_ORG = (found: string): string =>
  `8:10 "${found}" isn't an org ID. An org ID has 15 or 18 letters and digits and begins with 00D.`;
const NO_DAY = (found: string): string =>
  `7:14 The value of "expires" must be a date in the form YYYY-MM-DD, but is "${found}".`;

const NO_HEAD = '1:1 The file must begin with "version: 1", followed by "waivers:" or "manualChecks:" with entries.';
const COLON =
  'This value contains a second key. Put text that contains ": " or ends with ":" in quotes, and start each key on its own line, aligned with the key before.';

const one = (differing: Parameters<typeof waiver>[0]): string => fileOf({ waivers: [waiver(differing)] });
const oneCheck = (differing: Parameters<typeof manualCheck>[0]): string => fileOf({ checks: [manualCheck(differing)] });

/** Each level in a line of its own, one blank further in. */
const nestedByLines = (levels: number): string =>
  Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:\n`).join('');

type Refusal = readonly [what: string, text: string, told: readonly string[]];

const refusals: Refusal[] = [
  ['an empty file', '', ['1:1 The file is empty. It needs at least "version: 1".']],
  [
    'a file of more than a million characters',
    `version: 1\n#${'x'.repeat(1_000_000)}`,
    ['1:1 The file is larger than 1 MB, which is the limit.'],
  ],
  [
    'brackets without end',
    `version: 1\nwaivers: ${'['.repeat(200)}`,
    [
      '2:108 More than 100 lists and mappings are nested here. Put each entry with its keys directly under ' +
        '"waivers" or "manualChecks".',
    ],
  ],
  ['a file of comments alone', '# nothing yet\n', ['1:1 The file is empty. It needs at least "version: 1".']],
  ['an empty document', '---\n', ['1:1 The file is empty. It needs at least "version: 1".']],
  ['a list at the top', '- version: 1\n', [NO_HEAD]],
  ['an entry without the head of the file', waiver(), [NO_HEAD.replace('1:1', '1:3')]],
  ['a manual check without the head of the file', manualCheck(), [NO_HEAD.replace('1:1', '1:3')]],
  [
    'the keys of an entry without the head of the file',
    'control: eca-client-credentials-policy\nowner: x\n',
    [NO_HEAD],
  ],
  ['a word', 'waivers\n', [NO_HEAD]],
  [
    'an entry that is no mapping',
    'version: 1\nwaivers:\n  - Billing\n',
    ['3:5 Keys with values are expected here, such as "control: ..." in an entry.'],
  ],
  [
    'text that is no YAML',
    'version: 1\nwaivers: [\n',
    ["3:1 This isn't valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]."],
  ],
  ['a reason with a colon', one({ reason: 'Vendor says: no JWT' }), [`5:13 ${COLON}`]],
  ['a reason that ends with a colon', one({ reason: 'Vendor says:' }), [`5:13 ${COLON}`]],
  [
    'a ticket with a number sign',
    one({ ticket: 'PROJ #1234' }),
    [
      '8:13 The value of "ticket" is only "PROJ": "#1234" counts as a comment. Put the text in quotes, or add a space after the "#" if it\'s a comment.',
    ],
  ],
  [
    'a tab as indentation',
    'version: 1\nwaivers:\n\t- control: x\n',
    ["3:1 This isn't valid YAML: Tabs are not allowed as indentation."],
  ],
  [
    'a second document',
    'version: 1\n---\nversion: 1\n',
    ['2:1 A second YAML document begins here. The file must contain only one.'],
  ],
  [
    'an anchor',
    one({ owner: '&team integration-team' }),
    ['6:18 The anchor "&team" isn\'t allowed. Write each entry out.'],
  ],
  ['an alias', one({ owner: '*team' }), ['6:12 The alias "*team" isn\'t allowed. Write each entry out.']],
  [
    'an alias for the whole list',
    'version: 1\nwaivers: *all\n',
    ['2:10 The alias "*all" isn\'t allowed. Write each entry out.'],
  ],
  [
    'an alias for an entry',
    'version: 1\nwaivers:\n  - *first\n',
    ['3:5 The alias "*first" isn\'t allowed. Write each entry out.'],
  ],
  [
    'a tag',
    one({ owner: '!!str 42' }),
    ['6:18 The tag "tag:yaml.org,2002:str" isn\'t allowed. Write the plain value.'],
  ],
  [
    'a tag that nobody knows',
    one({ owner: '!team core' }),
    ['6:18 The tag "!team" isn\'t allowed. Write the plain value.'],
  ],
  [
    'a tag with a handle that is never declared',
    one({ owner: '!e!x core' }),
    ["6:12 This isn't valid YAML: Could not resolve tag: !e!x."],
  ],
  [
    'an entry on one line, whose mistakes come in their order',
    "version: 1\nwaivers: [{ app: 'x*', foo: 1, reason: r, owner: o, expires: never }]\n",
    [
      '2:11 The key "control" is missing.',
      `2:18 "x*" isn't a valid app. ${HOW_TO_NAME_AN_APP}`,
      `2:24 Unknown key "foo". Known keys: ${KNOWN_KEYS}, ticket, disposition.`,
      '2:62 The value of "expires" must be a date in the form YYYY-MM-DD, but is "never".',
    ],
  ],
  [
    'a merge key',
    'version: 1\n<<: { waivers: [] }\n',
    ['2:1 Unknown key "<<". Known keys: version, waivers, manualChecks.'],
  ],
  [
    'a key that stands twice',
    `${one({})}    owner: another-team\n`,
    ['8:5 This key already exists in the same place. Keep one.'],
  ],
  [
    'waivers that are no list',
    'version: 1\nwaivers: none\n',
    ['2:1 The value of "waivers" must be a list: one "- control: ..." for each entry, or [] for none.'],
  ],
  [
    'waivers without a value',
    'version: 1\nwaivers:\n',
    ['2:1 The value of "waivers" must be a list: one "- control: ..." for each entry, or [] for none.'],
  ],
  [
    'manual checks that are no list',
    'version: 1\nmanualChecks: {}\n',
    ['2:1 The value of "manualChecks" must be a list: one "- control: ..." for each entry, or [] for none.'],
  ],
  [
    'an unknown key at the top',
    'version: 1\nwaiver: []\n',
    ['2:1 Unknown key "waiver". Known keys: version, waivers, manualChecks.'],
  ],
  [
    'an unknown key in a waiver',
    one({ until: '2027-03-31' }),
    [`8:5 Unknown key "until". Known keys: ${KNOWN_KEYS}, ticket, disposition.`],
  ],
  [
    'a disposition that Security Health Review does not have',
    one({ disposition: 'accepted' }),
    ['8:18 "accepted" isn\'t a disposition. Use one of: accept-risk, mitigated, not-applicable.'],
  ],
  [
    'a disposition as Setup spells it',
    one({ disposition: 'Accept Risk' }),
    ['8:18 "Accept Risk" isn\'t a disposition. Use one of: accept-risk, mitigated, not-applicable.'],
  ],
  [
    'a manual check with a disposition',
    oneCheck({ disposition: 'mitigated' }),
    [`9:5 Unknown key "disposition". Known keys: ${KNOWN_KEYS}, checked.`],
  ],
  [
    'a manual check with a ticket',
    oneCheck({ ticket: 'SEC-1' }),
    [`9:5 Unknown key "ticket". Known keys: ${KNOWN_KEYS}, checked.`],
  ],
  [
    'a key that is a list',
    'version: 1\n? [waivers]\n: []\n',
    ['2:3 A key must be plain text here, not a list or a mapping.'],
  ],
  ['a file without version', 'waivers: []\n', ['1:1 The key "version" is missing.']],
  ['a waiver without a control', one({ control: undefined }), ['3:5 The key "control" is missing.']],
  ['a waiver without an app', one({ app: undefined }), ['3:5 The key "app" is missing.']],
  ['a waiver without a reason', one({ reason: undefined }), ['3:5 The key "reason" is missing.']],
  ['a waiver without an owner', one({ owner: undefined }), ['3:5 The key "owner" is missing.']],
  ['a waiver without an end', one({ expires: undefined }), ['3:5 The key "expires" is missing.']],
  ['a manual check without its day', oneCheck({ checked: undefined }), ['3:5 The key "checked" is missing.']],
  ['another version', 'version: 2\n', ['1:1 The version must be 1.']],
  ['a version in quotes', 'version: "1"\n', ['1:1 The version must be 1.']],
  ['a version without a value', 'version:\n', ['1:1 The version must be 1.']],
  [
    'an unknown control',
    one({ control: 'client-credentials' }),
    [`3:14 Unknown control "client-credentials". Known controls: ${CONTROLS}.`],
  ],
  [
    'a control in capitals',
    one({ control: 'Connected-App-Client-Credentials' }),
    [`3:14 Unknown control "Connected-App-Client-Credentials". Known controls: ${CONTROLS}.`],
  ],
  ['an app without a type', one({ app: 'Billing' }), [NO_APP('Billing')]],
  ['an app of another type', one({ app: 'CustomApplication:Billing' }), [NO_APP('CustomApplication:Billing')]],
  ['an app without a name', one({ app: '"ConnectedApp:"' }), [NO_APP('ConnectedApp:')]],
  ['a pattern for an app', one({ app: 'ConnectedApp:Bill*' }), [NO_APP('ConnectedApp:Bill*')]],
  ['a pattern for a letter', one({ app: 'ConnectedApp:Billin?' }), [NO_APP('ConnectedApp:Billin?')]],
  ['a blank before a name', one({ app: '"ConnectedApp: Billing"' }), [NO_APP('ConnectedApp: Billing')]],
  [
    'an app of the other control',
    one({ app: 'ExternalClientApplication:Billing' }),
    ['4:10 The control "connected-app-client-credentials" evaluates only apps of the type ConnectedApp.'],
  ],
  [
    'an app where the other control is named',
    one({ control: 'eca-client-credentials-policy' }),
    ['4:10 The control "eca-client-credentials-policy" evaluates only apps of the type ExternalClientApplication.'],
  ],
  ['an org ID of 16 characters', one({ org: '00D000000000001E' }), [NO_ORG('00D000000000001E')]],
  ['the ID of something else', one({ org: '"005000000000001"' }), [NO_ORG('005000000000001')]],
  ['an org by its alias', one({ org: 'production' }), [NO_ORG('production')]],
  [
    'a number where text belongs',
    one({ ticket: '1234' }),
    ['8:13 The value of "ticket" must be text. Put a number, true, false, or null in quotes.'],
  ],
  [
    'a list where text belongs',
    one({ owner: '[a, b]' }),
    ['6:12 The value of "owner" must be text. Put a number, true, false, or null in quotes.'],
  ],
  ['a reason without words', one({ reason: '"  "' }), ['5:5 "reason" has no value.']],
  ['an end without a value', one({ expires: '' }), ['7:5 "expires" has no value.']],
  ['an end that is a word', one({ expires: 'never' }), [NO_DAY('never')]],
  ['a day that the calendar does not have', one({ expires: '2027-02-29' }), [NO_DAY('2027-02-29')]],
  ['a day without leading zeros', one({ expires: '2027-3-31' }), [NO_DAY('2027-3-31')]],
  ['a point in time', one({ expires: '2027-03-31T00:00:00Z' }), [NO_DAY('2027-03-31T00:00:00Z')]],
  [
    'a point in time as exact as any',
    one({ expires: '2027-03-31T00:00:00.000Z' }),
    [NO_DAY('2027-03-31T00:00:00.000Z')],
  ],
  ['a day with six digits of a year', one({ expires: '+012027-03-31' }), [NO_DAY('+012027-03-31')]],
  ['a day the other way round', one({ expires: '31.03.2027' }), [NO_DAY('31.03.2027')]],
  [
    'an end 367 days ahead',
    one({ expires: '2027-11-22' }),
    ['7:14 "2027-11-22" is more than 366 days ahead. The latest date allowed today is 2027-11-21.'],
  ],
  [
    'a check that has not been done yet',
    oneCheck({ checked: '2026-11-22' }),
    ['7:14 "2026-11-22" is in the future: today is 2026-11-20 (UTC). Use the date of the check.'],
  ],
  [
    'a check that has not been done for more than a year when the entry ends',
    oneCheck({ checked: '2026-03-29' }),
    [
      '7:14 The check of 2026-03-29 is more than 366 days older than the last day that it covers (2027-03-31). Look at ' +
        'the app again, or let the entry end by 2027-03-30.',
    ],
  ],
  [
    'a check on no day',
    oneCheck({ checked: '2026-02-30' }),
    ['7:14 The value of "checked" must be a date in the form YYYY-MM-DD, but is "2026-02-30".'],
  ],
  [
    'the same waiver twice',
    fileOf({ waivers: [waiver(), waiver({ app: 'ConnectedApp:BILLING', reason: 'again' })] }),
    ['8:5 This entry has the same control, app, and org as the one in line 3. Keep one.'],
  ],
  [
    'one org under both lengths of its ID',
    fileOf({ waivers: [waiver({ org: '00D000000000001' }), waiver({ org: '00D000000000001EAA' })] }),
    ['9:5 This entry has the same control, app, and org as the one in line 3. Keep one.'],
  ],
  [
    'the same manual check twice',
    fileOf({ checks: [manualCheck(), manualCheck()] }),
    ['9:5 This entry has the same control, app, and org as the one in line 3. Keep one.'],
  ],
];

describe('waiver file: mistakes', () => {
  for (const [what, text, sentences] of refusals) {
    it(`refuses ${what}`, () => {
      expect(told(text)).to.deep.equal(sentences);
    });
  }

  it('knows no mistake that this table does not make', () => {
    const made = new Set(refusals.flatMap(([, text]) => mistakesIn(text).map(({ code }) => code)));
    expect([...made]).to.have.members([...WAIVER_MISTAKES]);
  });

  it('tells all mistakes of a file, in the order of its lines', () => {
    const text = [
      'version: 3\n',
      'waivers:\n',
      waiver({ expires: '2027-13-01', owner: '7' }),
      waiver({ app: 'Billing', colour: 'red' }),
      'manualChecks: {}\n',
    ].join('');
    expect(mistakesIn(text).map(({ code, line }) => `${line} ${code}`)).to.deep.equal([
      '1 wrong-version',
      '6 not-text',
      '7 wrong-date',
      '9 wrong-app',
      '13 unknown-key',
      '14 not-a-list',
    ]);
  });

  it('tells mistakes on one line from left to right', () => {
    const text = fileOf({
      waivers: ['  - { expires: tomorrow, app: Billing, control: other, reason: r, owner: o }\n'],
    });
    expect(mistakesIn(text).map(({ code, line }) => `${line} ${code}`)).to.deep.equal([
      '3 wrong-date',
      '3 wrong-app',
      '3 unknown-control',
    ]);
  });

  it('grants nothing from a file with one mistake', () => {
    expect(parseWaiverFile(fileOf({ waivers: [waiver(), waiver({ app: 'x' })] }), TODAY)).not.to.have.property('file');
  });

  // Such a text once ended Node itself, where there was nothing to catch.
  const DEEP = ['- ', '? ', '[ #]\n  ', '["]",', '{"}":', '- - {? [', 'a: '].map((level) => level.repeat(20_000));
  for (const deep of [...DEEP, nestedByLines(400)])
    it(`refuses nesting without end: ${JSON.stringify(deep.slice(0, 12))}`, () => {
      for (const text of [deep, `version: 1\nwaivers:\n  ${deep}`])
        expect(mistakesIn(text).map(({ code }) => code)).to.deep.equal(['too-deep']);
    });

  it('tells where it gets too deep', () => {
    const text = `\uFEFFversion: 1\r\nwaivers:\r\n  - ${'['.repeat(200)}`;
    expect(mistakesIn(text)).to.deep.equal([{ code: 'too-deep', line: 3, column: 102, data: { most: 100 } }]);
  });

  it('takes brackets in a text for letters', () => {
    const parsed = parseWaiverFile(one({ reason: `"${'[{('.repeat(500)}"` }), TODAY);
    expect(parsed.ok).to.equal(true);
  });

  it('compares no key with each one before it', () => {
    const keys = Array.from({ length: 60_000 }, (_, index) => `key${index}: x\n`).join('');
    const began = cpuTime();
    const mistakes = mistakesIn(`version: 1\n${keys}key0: again\n`);
    expect(cpuTime() - began).to.be.below(10_000);
    expect(mistakes.filter(({ code }) => code === 'duplicate-key').map(({ line }) => line)).to.deep.equal([60_002]);
  });
});

const accepted: Array<readonly [what: string, text: string]> = [
  ['nothing but its version', 'version: 1\n'],
  ['empty lists', 'version: 1\nwaivers: []\nmanualChecks: []\n'],
  ['a waiver and a manual check', fileOf({ waivers: [waiver()], checks: [manualCheck()] })],
  ['a byte order mark', `\uFEFF${one({})}`],
  ['line ends of Windows', one({}).replaceAll('\n', '\r\n')],
  ['a leap day', one({ expires: '2028-02-29' })],
  ['values in quotes', one({ expires: '"2027-03-31"', owner: "'42'" })],
  ['comments', one({ owner: 'integration-team # asked on Monday', expires: '2027-03-31  # last day' })],
  ['a colon and a number sign in quotes', one({ reason: "'Vendor says: no JWT'", ticket: '"PROJ #1234"' })],
  ['a comment right behind a value in quotes', one({ ticket: '"PROJ" #1234' })],
  ['a check that counts for 366 days', oneCheck({ checked: '2026-11-20', expires: '2027-11-21' })],
  ['a number sign and a colon inside a word', one({ reason: 'see a:b', ticket: 'PROJ#1234' })],
  ['a reason of several lines with a colon', one({ reason: '>-\n      first: #1\n      second' })],
  ['a reason of several lines', one({ reason: '>-\n      first\n      second' })],
  ['an org ID of 15 characters', one({ org: '00D000000000001' })],
  ['one waiver for all orgs and one for one', fileOf({ waivers: [waiver(), waiver({ org: '00D000000000001' })] })],
  [
    'one app in two orgs',
    fileOf({ waivers: [waiver({ org: '00D000000000001' }), waiver({ org: '00D00000000000A' })] }),
  ],
  [
    'orgs that differ in case alone',
    fileOf({ waivers: [waiver({ org: '00D00000000000a' }), waiver({ org: '00D00000000000A' })] }),
  ],
  [
    'one name for both kinds of app',
    fileOf({
      waivers: [
        waiver(),
        waiver({ control: 'eca-client-credentials-policy', app: 'ExternalClientApplication:Billing' }),
      ],
    }),
  ],
  ['an end in the past', one({ expires: '2020-01-01' })],
  ['a check dated east of Greenwich', oneCheck({ checked: '2026-11-21' })],
  ['a check in one org', oneCheck({ org: '00D000000000001' })],
];

describe('waiver file: what is accepted', () => {
  for (const [what, text] of accepted) {
    it(`accepts ${what}`, () => {
      expect(parseWaiverFile(text, text.includes('2028') ? '2027-06-01' : TODAY)).to.have.property('ok', true);
    });
  }

  it('accepts an end 366 days ahead', () => {
    expect(sound(one({ expires: '2027-11-21' })).waivers).to.have.length(1);
  });

  it('keeps a byte order mark that is part of a value', () => {
    expect(sound(one({ owner: 'A\uFEFFB' })).waivers[0]?.owner).to.equal('A\uFEFFB');
  });

  it('keeps what was written and where', () => {
    const text = fileOf({ waivers: [waiver({ org: '00D000000000001', ticket: 'SEC-1234' })], checks: [manualCheck()] });
    expect(sound(text)).to.deep.equal({
      waivers: [
        {
          control: 'connected-app-client-credentials',
          app: 'ConnectedApp:Billing',
          org: '00D000000000001',
          reason: 'Vendor has no JWT support yet',
          owner: 'integration-team',
          ticket: 'SEC-1234',
          expires: '2027-03-31',
          line: 3,
          column: 5,
        },
      ],
      manualChecks: [
        {
          control: 'connected-app-client-credentials',
          app: 'ConnectedApp:VendorTool',
          reason: 'Publisher confirmed in writing',
          owner: 'integration-team',
          checked: '2026-11-01',
          expires: '2027-03-31',
          line: 11,
          column: 5,
        },
      ],
    });
  });
});
