import type { Reason } from '../../../src/posture/model.js';

/** Files as people keep them: shapes that were seen in repositories or are legal, each with what has to become of it. */
export type SourceShape = {
  name: string;
  /** Below the source folder. */
  file: string;
  bytes: Buffer;
  reason: Reason;
  /** Replacements that turn the text into what a remediation leaves, or why it leaves the file alone. */
  edited?: readonly (readonly [string, string])[] | { refused: string };
};

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';

const connectedApp = (
  config: string,
  { prolog = '<?xml version="1.0" encoding="UTF-8"?>\n', end = '\n' } = {},
): string =>
  `${prolog}<ConnectedApp xmlns="${NAMESPACE}">
    <contactEmail>apps@example.com</contactEmail>
    <label>Ledger</label>
    <oauthConfig>
        <callbackUrl>https://example.com/callback</callbackUrl>
${config}    </oauthConfig>
</ConnectedApp>${end}`;

const policy = (inside: string, tag = `<ExtlClntAppOauthConfigurablePolicies xmlns="${NAMESPACE}">`): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
${tag}
    <externalClientApplication>Courier</externalClientApplication>
${inside}    <label>Courier_policy</label>
</ExtlClntAppOauthConfigurablePolicies>
`;

const FLAG = '        <isClientCredentialEnabled>true</isClientCredentialEnabled>\n';
const OFF = FLAG.replace('true', 'false');
const USER = '        <oauthClientCredentialUser>integration.user@example.com</oauthClientCredentialUser>\n';
const NEWER = '        <isPkceRequired>false</isPkceRequired>\n';
const POLICY_FLAG = '    <isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>\n';
const PLAIN = connectedApp(FLAG + USER);
const SWITCHED_OFF = [
  ['>true<', '>false<'],
  [USER, ''],
] as const;

const APP = 'connectedApps/Ledger.connectedApp-meta.xml';
const POLICY = 'extlClntAppOauthPolicies/Courier_policy.ecaOauthPlcy-meta.xml';
const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

const app = (
  name: string,
  content: string | Buffer,
  reason: Reason,
  edited?: SourceShape['edited'],
  file = APP,
): SourceShape => ({ name, file, bytes: Buffer.from(content), reason, ...(edited === undefined ? {} : { edited }) });

export const SHAPES: readonly SourceShape[] = [
  app('a plain file', PLAIN, 'flow-enabled', SWITCHED_OFF),
  app('a file in metadata format', PLAIN, 'flow-enabled', SWITCHED_OFF, 'connectedApps/Ledger.connectedApp'),
  app('a suffix in other letters', PLAIN, 'flow-enabled', SWITCHED_OFF, 'apps/Ledger.CONNECTEDAPP-META.XML'),
  app(
    'a file that a merge left, and the CLI deploys',
    PLAIN,
    'flow-enabled',
    SWITCHED_OFF,
    'apps/Ledger.connectedApp-meta.xml.orig',
  ),
  app('the flag as 1', connectedApp(FLAG.replace('true', '1')), 'flow-enabled', [['>1<', '>false<']]),
  app('the flag as 0', connectedApp(FLAG.replace('true', '0')), 'flow-disabled'),
  app('a flag that is no boolean', connectedApp(FLAG.replace('true', 'TRUE')), 'unreadable'),
  app('an empty flag', connectedApp(FLAG.replace('true', '')), 'unreadable'),
  app(
    'a nil flag',
    connectedApp('<isClientCredentialEnabled xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'),
    'unreadable',
  ),
  app('no flag, but newer elements', connectedApp(NEWER), 'flag-absent'),
  app('no flag and no newer element', connectedApp(''), 'flag-not-visible'),
  app('a self-closing root', `<ConnectedApp xmlns="${NAMESPACE}"/>\n`, 'no-oauth'),
  app('carriage returns', PLAIN.replaceAll('\n', '\r\n'), 'flow-enabled', [
    ['>true<', '>false<'],
    [USER.replace('\n', '\r\n'), ''],
  ]),
  app(
    'carriage returns inside one value only',
    PLAIN.replace('/callback<', '/callback\r\nhttps://example.com/more<'),
    'flow-enabled',
    SWITCHED_OFF,
  ),
  app('tabs', PLAIN.replaceAll('    ', '\t'), 'flow-enabled', [
    ['>true<', '>false<'],
    [USER.replaceAll('    ', '\t'), ''],
  ]),
  app('no final newline', connectedApp(FLAG, { end: '' }), 'flow-enabled', [['>true<', '>false<']]),
  app(
    'a blank before the end of the declaration',
    connectedApp(FLAG, { prolog: '<?xml version="1.0" encoding="UTF-8" ?>\n' }),
    'flow-enabled',
    [['>true<', '>false<']],
  ),
  app('no declaration', connectedApp(FLAG, { prolog: '' }), 'flow-enabled', [['>true<', '>false<']]),
  app(
    'a newline inside start tags',
    PLAIN.replace('<ConnectedApp ', '<ConnectedApp\n  ').replace(
      '<isClientCredentialEnabled>',
      '<isClientCredentialEnabled\n        >',
    ),
    'flow-enabled',
    SWITCHED_OFF,
  ),
  app(
    'a comment before the root that names the flag',
    PLAIN.replace('<ConnectedApp ', '<!-- isClientCredentialEnabled>false< -->\n<ConnectedApp '),
    'flow-enabled',
    SWITCHED_OFF,
  ),
  app('a flag that is commented out', connectedApp(`<!--${FLAG.trim()}-->\n${NEWER}`), 'flag-absent'),
  app(
    'a key that is commented out',
    PLAIN.replace(
      FLAG,
      `        <!--consumerKey>made.up.key</consumerKey-->\n        <isAdminApproved>true</isAdminApproved>\n${FLAG}`,
    ),
    'flow-enabled',
    [
      ['Enabled>true<', 'Enabled>false<'],
      [USER, ''],
    ],
  ),
  app('the flag twice', connectedApp(OFF + FLAG), 'flow-enabled', [['>true<', '>false<']]),
  app('the flag on twice', connectedApp(FLAG + FLAG), 'flow-enabled', [
    ['>true<', '>false<'],
    ['>true<', '>false<'],
  ]),
  app(
    'references and typographic letters',
    PLAIN.replace('Ledger', 'L&amp;R&apos;s “Büro” 😀'),
    'flow-enabled',
    SWITCHED_OFF,
  ),
  app('the flag in a CDATA section', PLAIN.replace('>true<', '><![CDATA[true]]><'), 'flow-enabled', [
    ['CDATA[true]', 'CDATA[false]'],
    [USER, ''],
  ]),
  app('the flag spelled by number', PLAIN.replace('>true<', '>&#116;rue<'), 'flow-enabled', [
    ['&#116;rue', 'false'],
    [USER, ''],
  ]),
  app('a flag broken up by a comment', PLAIN.replace('>true<', '>tr<!-- -->ue<'), 'flow-enabled', {
    refused: 'split-value',
  }),
  app(
    'elements with a prefix',
    PLAIN.replaceAll(/<(\/?)(\w)/g, '<$1m:$2').replace('xmlns=', 'xmlns:m='),
    'flow-enabled',
    [
      ['>true<', '>false<'],
      [USER.replaceAll(/<(\/?)o/g, '<$1m:o'), ''],
    ],
  ),
  app(
    'elements and values that nobody knows',
    PLAIN.replace(FLAG, `${FLAG}        <isInvented>perhaps</isInvented>\n`),
    'flow-enabled',
    SWITCHED_OFF,
  ),
  app(
    'seventy profiles',
    PLAIN.replace(
      '</ConnectedApp>',
      `${Array.from({ length: 70 }, (_, index) => `    <profileName>Profile ${index}</profileName>\n`).join('')}</ConnectedApp>`,
    ),
    'flow-enabled',
    SWITCHED_OFF,
  ),
  app(
    'an empty profile, which a deploy would take for "no profile at all"',
    PLAIN.replace('</ConnectedApp>', '    <profileName/>\n</ConnectedApp>'),
    'flow-enabled',
    { refused: 'clears-assignments' },
  ),
  app(
    'a certificate of several lines',
    PLAIN.replace(FLAG, `        <certificate>MADEUPAAAA\nMADEUPBBBB\nMADEUPCCCC</certificate>\n${FLAG}`),
    'flow-enabled',
    SWITCHED_OFF,
  ),
  app(
    'an empty key',
    PLAIN.replace(
      FLAG,
      `        <consumerKey></consumerKey>\n        <isAdminApproved>true</isAdminApproved>\n${FLAG}`,
    ),
    'flow-enabled',
    [
      ['Enabled>true<', 'Enabled>false<'],
      [USER, ''],
    ],
  ),
  app(
    'a self-closing key right before the flag',
    PLAIN.replace(FLAG, `        <consumerKey/>\n${FLAG}`),
    'flow-enabled',
    SWITCHED_OFF,
  ),
  app(
    'a placeholder for a secret',
    PLAIN.replace(FLAG, `        <consumerSecret>{SECRET}</consumerSecret>\n${FLAG}`),
    'flow-enabled',
    SWITCHED_OFF,
  ),
  app('a placeholder for the user', PLAIN.replace('integration.user@example.com', '__FLOW_USER__'), 'flow-enabled', [
    ['>true<', '>false<'],
    [USER.replace('integration.user@example.com', '__FLOW_USER__'), ''],
  ]),
  app('everything on one line', PLAIN.replaceAll(/\n\s*/g, ''), 'flow-enabled', [
    ['>true<', '>false<'],
    [USER.trim(), ''],
  ]),
  app(
    'everything on one line with a key',
    PLAIN.replace(FLAG, `<consumerKey>made.up.key</consumerKey>${FLAG}`).replaceAll(/\n\s*/g, ''),
    'flow-enabled',
    { refused: 'secret-beside-switch' },
  ),
  app('conflict markers', PLAIN.replace(FLAG, `<<<<<<< HEAD\n${FLAG}=======\n${OFF}>>>>>>> topic\n`), 'unreadable'),
  app('half of a file', PLAIN.slice(0, 200), 'unreadable'),
  app('nothing in the file', '', 'unreadable'),
  app('another type in the file', policy(POLICY_FLAG), 'unreadable'),
  app('a byte order mark', `\uFEFF${PLAIN}`, 'flow-enabled', SWITCHED_OFF),
  app(
    'UTF-16, low byte first',
    Buffer.from(`\uFEFF${PLAIN.replace('UTF-8', 'UTF-16')}`, 'utf16le'),
    'flow-enabled',
    SWITCHED_OFF,
  ),
  app('UTF-16, high byte first', bigEndian(`\uFEFF${PLAIN.replace('UTF-8', 'UTF-16')}`), 'flow-enabled', SWITCHED_OFF),
  app('UTF-16 without its mark', Buffer.from(PLAIN, 'utf16le'), 'unreadable'),
  app('letters of Latin-1', Buffer.from(PLAIN.replace('Ledger', 'B\xfcro'), 'latin1'), 'unreadable'),
  app(
    'more than 5 MB',
    PLAIN.replace('</ConnectedApp>', `<!--${' '.repeat(5 * 1024 * 1024)}--></ConnectedApp>`),
    'too-large',
  ),

  app('a policy that is on for nobody', policy(POLICY_FLAG), 'not-hardened', [['>true<', '>false<']], POLICY),
  app(
    'a policy in the folder of another type',
    policy(POLICY_FLAG),
    'not-hardened',
    [['>true<', '>false<']],
    'connectedApps/Odd.ecaOauthPlcy',
  ),
  app(
    'a policy whose execution user stands far from the flag, its tag broken',
    policy(
      `    <clientCredentialsFlowUser\n>integration.user@example.com</clientCredentialsFlowUser>\n    <commaSeparatedProfile>Admin</commaSeparatedProfile>\n    <ipRelaxationPolicyType>Bypass</ipRelaxationPolicyType>\n${POLICY_FLAG}`,
      `<ExtlClntAppOauthConfigurablePolicies\n    xmlns="${NAMESPACE}"\n>`,
    ),
    'not-hardened',
    [
      ['>true<', '>false<'],
      ['    <clientCredentialsFlowUser\n>integration.user@example.com</clientCredentialsFlowUser>\n', ''],
    ],
    POLICY,
  ),
  app('a policy that is off', policy(POLICY_FLAG.replace('true', 'false')), 'flow-disabled', undefined, POLICY),
  app('a policy without the flag', policy(''), 'flag-not-visible', undefined, POLICY),
  app(
    'a policy with a nil flag',
    policy('<isClientCredentialsFlowEnabled xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'),
    'unreadable',
    undefined,
    POLICY,
  ),
  app('a policy with conflict markers', `<<<<<<< HEAD\n${policy(POLICY_FLAG)}`, 'unreadable', undefined, POLICY),
];
