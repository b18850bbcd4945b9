import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { allControls as controls } from '../../../src/posture/controls/all.js';
import { DISPOSITIONS } from '../../../src/posture/model.js';
import { APP_PATTERN, MANUAL_CHECK_FIELDS, ORG_PATTERN, WAIVER_FIELDS } from '../../../src/posture/waivers/fields.js';
import { parseWaiverFile } from '../../../src/posture/waivers/parse.js';
import { validates, type Schema } from '../support/jsonSchema.js';
import { fileOf, manualCheck, TODAY, waiver } from '../support/waiversTexts.js';

type Definition = { required: string[]; properties: Schema };

const schema = JSON.parse(readFileSync('docs/oauth-posture.schema.json', 'utf8')) as Schema & {
  definitions: Record<'waiver' | 'manualCheck', Definition> & Record<'control' | 'app' | 'org', Schema>;
};

const one = (differing: Parameters<typeof waiver>[0]): string => fileOf({ waivers: [waiver(differing)] });
const oneCheck = (differing: Parameters<typeof manualCheck>[0]): string => fileOf({ checks: [manualCheck(differing)] });

const both: Array<readonly [what: string, text: string]> = [
  ['a version alone', 'version: 1\n'],
  ['no version', 'waivers: []\n'],
  ['another version', 'version: 2\n'],
  ['a version in quotes', 'version: "1"\n'],
  ['a list at the top', '- version: 1\n'],
  ['empty lists', 'version: 1\nwaivers: []\nmanualChecks: []\n'],
  ['waivers without a value', 'version: 1\nwaivers:\n'],
  ['manual checks that are a mapping', 'version: 1\nmanualChecks: {}\n'],
  ['an entry that is text', 'version: 1\nwaivers: [Billing]\n'],
  ['an unknown key at the top', 'version: 1\nwaiver: []\n'],
  ['a waiver', one({})],
  ['a waiver with everything', one({ org: '00D000000000001EAA', ticket: 'SEC-1' })],
  ['a manual check', oneCheck({})],
  ['a manual check in one org', oneCheck({ org: '00D000000000001' })],
  ...Object.keys(WAIVER_FIELDS).map((key) => [`a waiver without ${key}`, one({ [key]: undefined })] as const),
  ...Object.keys(MANUAL_CHECK_FIELDS).map((key) => [`a check without ${key}`, oneCheck({ [key]: undefined })] as const),
  ...Object.keys(WAIVER_FIELDS).map((key) => [`a waiver with empty ${key}`, one({ [key]: '' })] as const),
  ...Object.keys(WAIVER_FIELDS).map((key) => [`a waiver with blank ${key}`, one({ [key]: '" "' })] as const),
  ...Object.keys(WAIVER_FIELDS).map((key) => [`a waiver with a number for ${key}`, one({ [key]: '7' })] as const),
  ['an unknown key in a waiver', one({ until: 'x' })],
  ...DISPOSITIONS.map((disposition) => [`a waiver with the disposition ${disposition}`, one({ disposition })] as const),
  ['a waiver with another disposition', one({ disposition: 'accepted' })],
  ['a check with a disposition', oneCheck({ disposition: 'mitigated' })],
  ['a check with a ticket', oneCheck({ ticket: 'SEC-1' })],
  ['a waiver with a day of checking', one({ checked: '2026-11-01' })],
  ['an unknown control', one({ control: 'client-credentials' })],
  ['an app of the other control', one({ app: 'ExternalClientApplication:Billing' })],
  ['the other control', one({ control: 'eca-client-credentials-policy' })],
  ['a check of the other control', oneCheck({ control: 'eca-client-credentials-policy' })],
  [
    'the other control and its app',
    one({ control: 'eca-client-credentials-policy', app: 'ExternalClientApplication:NS__Billing' }),
  ],
  [
    'a control that is only evaluated by name',
    one({ control: 'eca-flow-enablement', app: 'ExternalClientApplication:B' }),
  ],
  ['the same for the other kind of app', one({ control: 'eca-flow-enablement' })],
  ['a pattern', one({ app: 'ConnectedApp:Bill*' })],
  ['an app without a name', one({ app: '"ConnectedApp:"' })],
  ['an app of one letter', one({ app: 'ConnectedApp:B' })],
  ['a blank after a name', one({ app: '"ConnectedApp:B "' })],
  ['another ID than an org', one({ org: '"005000000000001"' })],
  ['an org ID of 17 characters', one({ org: '00D000000000001EA' })],
  ['a thirteenth month', one({ expires: '2027-13-01' })],
  ['a 32nd day', one({ expires: '2027-01-32' })],
  ['a point in time', one({ expires: '2027-03-31T00:00:00Z' })],
  ['an end in the past', one({ expires: '2020-01-01' })],
];

describe('the schema for editors', () => {
  for (const [what, text] of both) {
    it(`says of ${what} what the parser says`, () => {
      expect(validates(schema, parse(text))).to.equal(parseWaiverFile(text, TODAY).ok);
    });
  }

  it('is put to the test by files of both kinds', () => {
    const sound = both.filter(([, text]) => parseWaiverFile(text, TODAY).ok);
    expect(sound).to.have.length.within(8, both.length - 8);
  });

  const beyond: Array<readonly [what: string, text: string]> = [
    ['a day that the calendar does not have', one({ expires: '2027-02-30' })],
    ['an end too far ahead', one({ expires: '2030-01-01' })],
    ['a check in the future', oneCheck({ checked: '2027-01-01' })],
    ['two entries for one app', fileOf({ waivers: [waiver(), waiver()] })],
    ['a comment that cuts a text short', one({ ticket: 'PROJ #1234' })],
    ['a tag', one({ owner: '!!str team' })],
  ];
  for (const [what, text] of beyond) {
    it(`leaves ${what} to the parser, and says so`, () => {
      expect(validates(schema, parse(text))).to.be.true;
      expect(parseWaiverFile(text, TODAY).ok).to.be.false;
    });
  }

  for (const [name, fields] of Object.entries({ waiver: WAIVER_FIELDS, manualCheck: MANUAL_CHECK_FIELDS })) {
    it(`knows the keys of a ${name}`, () => {
      const { properties, required } = schema.definitions[name as 'waiver' | 'manualCheck'];
      expect(Object.keys(properties)).to.have.members(Object.keys(fields));
      expect(required).to.have.members(Object.keys(fields).filter((key) => fields[key]?.required));
    });
  }

  it('knows the controls, and how apps and orgs are written', () => {
    expect(schema.definitions.control.enum).to.have.members(controls.map(({ id }) => id));
    expect(schema.definitions.app.pattern).to.equal(APP_PATTERN);
    expect(schema.definitions.org.pattern).to.equal(ORG_PATTERN);
  });
});
