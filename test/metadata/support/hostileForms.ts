import type { FlagState } from '../../../src/metadata/facts.js';
import type { EditProblem } from '../../../src/metadata/edit/proven.js';

export type FlagForm = {
  /** Null: self-closing. */
  inside: string | null;
  attributes?: string;
  state: FlagState;
  /** What switching it off must leave inside, where that is not plainly `false`. */
  off?: string;
  refusal?: EditProblem;
};

export type UserForm = { inside: string | null; attributes?: string; user: string | undefined };

export const FLAG_FORMS = {
  true: { inside: 'true', state: 'on' },
  one: { inside: '1', state: 'on' },
  padded: { inside: '\n  true\t', off: '\n  false\t', state: 'on' },
  reference: { inside: '&#116;ru&#x65;', state: 'on' },
  cdata: { inside: '<![CDATA[true]]>', off: '<![CDATA[false]]>', state: 'on' },
  'beside-comment': {
    inside: '<!-- not true -->true<?note true?>',
    off: '<!-- not true -->false<?note true?>',
    state: 'on',
  },
  'split-by-comment': { inside: 'tr<!-- x -->ue', state: 'on', refusal: 'split-value' },
  false: { inside: 'false', state: 'off' },
  zero: { inside: ' 0 ', state: 'off' },
  'upper-case': { inside: 'TRUE', state: 'unreadable' },
  empty: { inside: '', state: 'unreadable' },
  nil: { inside: null, attributes: ' xsi:nil="true"', state: 'unreadable' },
  'nil-but-false': { inside: 'false', attributes: ' xsi:nil="1"', state: 'unreadable' },
  'no-break-space': { inside: '\u00a0true', state: 'unreadable' },
  child: { inside: '<value>true</value>', state: 'unreadable' },
  'not-nil': { inside: 'true', attributes: '\n   xsi:nil="false" note="a > b"', state: 'on' },
} as const satisfies Record<string, FlagForm>;

export const USER_FORMS = {
  'plain-user': { inside: 'integration.user@example.com', user: 'integration.user@example.com' },
  'plus-and-sandbox': { inside: 'a+b_c@ex-ample.com.uat', user: 'a+b_c@ex-ample.com.uat' },
  escaped: { inside: 'o&apos;brien&amp;co@example.com', user: "o'brien&co@example.com" },
  'cdata-user': { inside: '<![CDATA[r&d@example.com]]>', user: 'r&d@example.com' },
  'astral-user': { inside: 'bot\u{1F916}@example.com', user: 'bot\u{1F916}@example.com' },
  'newline-in-tag': { inside: 'lines@example.com', attributes: '\n            ', user: 'lines@example.com' },
  placeholder: { inside: '__CLIENT_CREDENTIALS_FLOW_USER__', user: '__CLIENT_CREDENTIALS_FLOW_USER__' },
  'empty-user': { inside: '', user: undefined },
  'self-closing-user': { inside: null, user: undefined },
} as const satisfies Record<string, UserForm>;

/** Things that stand around the flag, look like it, or must be left alone. `$` stands for an element's prefix. */
export const NOISE = {
  label: '<$label>Billing &amp; R&apos;n&apos;D</$label>',
  astral: '<$description>\u{1F680} launch</$description>',
  'commented-out': '<!--$isClientCredentialEnabled>true</$isClientCredentialEnabled-->',
  'comment-of-flag': '<!-- <isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled> -->',
  'crlf-in-value': '<$callbackUrl>https://one.example.com\r\nhttps://two.example.com</$callbackUrl>',
  certificate: '<$certificate>MIIB\nAgIC\n  AwMD==</$certificate>',
  'empty-key': '<$consumerKey></$consumerKey>',
  'self-closing-key': '<$consumerKey/>',
  'many-names': '<$profileName>Standard</$profileName>'.repeat(70),
  invented: '<$isQuantumReady level="9">perhaps</$isQuantumReady>',
  foreign:
    '<x:isClientCredentialEnabled xmlns:x="urn:other">false</x:isClientCredentialEnabled>' +
    '<isClientCredentialsFlowEnabled xmlns="urn:other">false</isClientCredentialsFlowEnabled>',
  nested: '<$other><$isClientCredentialEnabled>true</$isClientCredentialEnabled></$other>',
  scopes: '<$scopes>Web</$scopes><$scopes>Api</$scopes>',
  'clears-assignments': '<$permissionSetName/>',
  'rotates-consumer': '<$shouldRotateConsumerKey>true</$shouldRotateConsumerKey>',
} as const;

/** What follows an element on its line. */
export const TAILS = ['line', 'blanks', 'comment', 'nothing'] as const;
