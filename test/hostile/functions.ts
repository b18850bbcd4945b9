import { linesOf } from '../../src/remediation/edit/unifiedDiff.js';
import { decode } from '../../src/metadata/decode.js';
import { sourceFile } from '../../src/inventory/source/sourceFiles.js';
import { idOf } from '../../src/posture/names.js';
import { soqlString as quotedInSoql } from '../../src/org/requests/soql.js';
import { connectedAppFacts } from '../../src/metadata/read/connectedApp.js';
import { profileFacts } from '../../src/metadata/read/profileAndSettings.js';
import { isPlaceholder } from '../../src/metadata/secrets.js';
import { stripSecrets, switchOff } from '../../src/metadata/edit/switchOff.js';
import { toProblem } from '../../src/org/errors.js';
import { codeOfName, codeOfText } from '../../src/org/problem.js';
import { cleanDetail, disarmed } from '../../src/org/redact.js';
import { createRefusedSessions } from '../../src/org/transport/refusedSessions.js';
import { parseAddress } from '../../src/posture/factors/addresses.js';
import { readBaseline } from '../../src/posture/report/baselineRead.js';
import { nearNames } from '../../src/posture/selection.js';
import { manualCheckSnippet } from '../../src/posture/waivers/snippet.js';
import { isDay } from '../../src/posture/waivers/days.js';
import { parseWaiverFile } from '../../src/posture/waivers/parse.js';
import { isAboutGrants } from '../../src/remediation/edit/draft.js';
import { saidOf } from '../../src/remediation/deploy/reading.js';
import { PLAN } from '../../src/remediation/model/saved.js';
import { readPlan } from '../../src/remediation/saved/planRead.js';
import { draftEdit } from '../../src/remediation/edit/sourceEdit.js';
import { clean } from '../../src/reports/words/safe/clean.js';
import { block, code } from '../../src/reports/migration/markdown.js';
import { readCertificate } from '../../src/keys/certificate.js';
import { readPrivateKey } from '../../src/keys/privateKey.js';
import { causeOf } from '../../src/migration/loginCause.js';
import { layOut } from '../../src/reports/terminal/page/table.js';
import { stepSentence } from '../../src/reports/words/finding.js';
import { shellWord as quotedInShell } from '../../src/reports/words/safe/commandLine.js';
import { cut, widthOf, wrap } from '../../src/reports/terminal/page/width.js';
import { createTexts, harmless, problemToError } from '../../src/cli/texts.js';

/** Every exported function that tries an expression on a text from an org, from a file or from a person. */

const app = { type: 'ConnectedApp', name: 'X', managed: false } as const;
const CLOSED = {
  control: 'connected-app-client-credentials',
  app,
  component: { type: 'ConnectedApp', fullName: 'X' },
} as const;
const texts = createTexts();

const xmlWith = (inside: string): string =>
  '<?xml version="1.0" encoding="UTF-8"?>\n<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">' +
  `${inside}<label>X</label><oauthConfig><consumerKey>key-of-X</consumerKey></oauthConfig>` +
  '<oauthPolicy><isClientCredentialEnabled>true</isClientCredentialEnabled></oauthPolicy></ConnectedApp>\n';
const escaped = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r -\ud7ff\ue000-\ufffd]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
const inComment = (text: string): string => xmlWith(`<!--${text.replaceAll(/-|[^\t\n\r -\ud7ff]/g, '.')}-->`);
const inText = (text: string): string => xmlWith(`<description>${escaped(text)}</description>`);
const inYaml = (text: string): string =>
  `version: 1\nwaivers:\n  - app: ${JSON.stringify(`ConnectedApp:${text.slice(0, 900_000 / 6)}`)}\n`;

export const FUNCTIONS: Readonly<Record<string, (text: string) => unknown>> = {
  cleanDetail,
  disarmed,
  harmless,
  codeOfName,
  codeOfText,
  'toProblem, of a message': (text) => toProblem(new Error(text)),
  'toProblem, of a page': (text) => toProblem(new Error(`<html>${text}`)),
  'toProblem, of a code': (text) => toProblem(Object.assign(new Error('x'), { errorCode: text })),
  'the judge of refused sessions': (text) =>
    createRefusedSessions().judge('https://x.example.com/', 0, { status: 500, headers: {}, body: Buffer.from(text) }),
  saidOf: (text) => saidOf({ type: 'ConnectedApp', fullName: text.slice(0, 100) }, [text]),
  isAboutGrants,
  isPlaceholder,
  'facts, of a whole file': connectedAppFacts,
  'facts, of a text': (text) => connectedAppFacts(inText(text)),
  'facts, of a profile': profileFacts,
  'stripSecrets, of a comment': (text) => stripSecrets(inComment(text)),
  'stripSecrets, of a text': (text) => stripSecrets(inText(text)),
  'switchOff, of a comment': (text) => switchOff(inComment(text), 'ConnectedApp', { removeUser: true }),
  'draftEdit, of a comment': (text) => draftOf(inComment(text)),
  'draftEdit, of a text': (text) => draftOf(inText(text)),
  decode: (text) => decode(Buffer.from(`${text}\u00ff`, 'latin1')),
  linesOf,
  sourceFile: (text) => sourceFile(`/x/${text.replaceAll('/', '.')}`, '/x'),
  idOf,
  quotedInSoql,
  parseAddress,
  isDay,
  'the API version of a saved file': (text) => PLAN.shape.apiVersion.safeParse(text),
  readPlan,
  'parseWaiverFile, of a whole file': (text) => parseWaiverFile(text.slice(0, 1_000_000), '2026-01-01'),
  'parseWaiverFile, of a name': (text) => parseWaiverFile(inYaml(text), '2026-01-01'),
  manualCheckSnippet: (text) => manualCheckSnippet({ control: CLOSED.control, app: { ...app, name: text } }),
  readBaseline,
  nearNames: (text) => nearNames(text.slice(0, 100_000), [{ name: text }]),
  'all of clean': clean,
  wrap: (text) => wrap(clean(text), 80),
  cut: (text) => cut(clean(text), 80),
  widthOf,
  layOut: (text) =>
    layOut({ titles: ['x', 'y'], titleInk: (line) => line, rows: [[{ text }, { text, whole: true }]] }, 80),
  quotedInShell,
  'code in a README': code,
  'a block in a README': (text) => block('sh', [text]),
  readCertificate: (text) => readCertificate(Buffer.from(text), new Date(0)),
  readPrivateKey: (text) => readPrivateKey(Buffer.from(text), 0o600),
  causeOf: (text) => causeOf({ error: text, description: text }),
  stepSentence: (text) => stepSentence({ step: 'retrieve-apps', status: 'failed', detail: text }, texts),
  problemToError: (text) => problemToError('cannot-read', [text, text]),
};

const draftOf = (text: string): unknown =>
  draftEdit({ ...CLOSED, path: '/x', patchPath: 'x' }, { bytes: Buffer.from(text), mode: 0o600 });

const REPEATED: readonly string[] = [
  ...' \t\n\r\u001b\u009b\u200b',
  ...'aA0-_.:;=/\\<>{[("\'@#%&|*?!',
  '\u0301',
  '\u0301\u0316',
  '\u{1f600}',
  '\ud800',
  'a ',
  'ab-',
  '\r\n',
  '0-',
  '- {}\n',
  '- [\n',
  'a: &a\n',
  '<sid ',
  '<sid>',
  '<sid',
  'sid ',
  'sid=',
  'Bearer ',
  'Bearer a.',
  'eyJ-',
  'eyJaaaaaaaa',
  'eyJaaaaaaaa.',
  '00D000000000000',
  'force://',
  '://',
  '3MVG9.',
  'ABCDEF01',
  '123456789-123',
  '<title',
  '<html ',
  'CERT',
  'ECONN',
  'CERT_',
  '<faultcode>a',
  '\u001b[',
  '\u001b[0',
  '\u001b]x',
  '\u009b0;',
  'consumerKey ',
  'consumerKey<',
  '<a:consumerKey',
  '${',
  'your-',
  '<a>',
  '<a b="c"/>',
  '<consumerKey>k</consumerKey>',
  '<<<<<<< ',
];

/** One text for each way to make an expression start over and over, each of them with an end that it does not fit. */
export const hostileTexts = (length: number): string[] =>
  REPEATED.flatMap((part) => {
    const pumped = part.repeat(Math.ceil(length / part.length)).slice(0, length);
    return [pumped, `${part.slice(0, 1)}x${pumped}\u0000`];
  });
