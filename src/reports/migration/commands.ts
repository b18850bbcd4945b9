import type { AppMigration, MigrationResult } from '../../migration/model.js';
import { appKey, fullNameOf } from '../../posture/names.js';
import { patternOf } from '../../posture/selection.js';
import type { Texts } from '../render.js';
import { fingerprint } from '../words/fingerprint.js';
import { flag } from '../words/safe/commandLine.js';
import { block } from './markdown.js';

/** Commands to paste, for one app. Words in capitals are placeholders for what this tool doesn't know. */

export type Written = { migration: AppMigration; result: MigrationResult; texts: Texts };
export type ReadmeStep = { title: string; sections: (string | undefined)[] };
export type Say = (key: string, ...values: (string | number)[]) => string;

export const sayOf =
  ({ texts }: Written): Say =>
  (key, ...values) =>
    texts.say('migrate', key, ...values);

export const shell = (...commands: readonly (readonly string[])[]): string => block('sh', commands.flatMap(broken));

const WIDTH = 78;

/** Continues a long command on further lines, as the documentation of the CLI does. Words aren't broken. */
const broken = (words: readonly string[]): string[] => {
  const lines: string[] = [];
  for (const word of words) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length === 0 || longer.length > WIDTH) lines.push(lines.length === 0 ? word : `  ${word}`);
    else lines[lines.length - 1] = longer;
  }
  return lines.map((line, at) => (at < lines.length - 1 ? `${line} \\` : line));
};

export const orgFlag = ({ result: { org } }: Written): string[] => flag('target-org', [org.alias ?? org.username]);

/** Names the app with its type. Otherwise an app of the other type or of a package with the same name would change too. */
export const posture = (verb: string, written: Written, ...more: string[]): string[] => [
  ...['sf', 'oauth-posture', verb],
  ...orgFlag(written),
  ...flag('app', [patternOf(written.migration.app)]),
  ...more,
];

export const userFlag = ({ migration }: Written, name: string): string =>
  migration.executionUser ? (flag(name, [migration.executionUser.username])[0] ?? '') : `--${name} USERNAME`;

/** A folder outside of any project. */
const KEYS = '~/jwt-keys';

/** Each app of each org has its own key. The name is safe in any shell, and fits into a certificate. */
export const keyName = (written: Written): string => (isPairOfBefore(written) ? nameBefore(written) : ownName(written));

/** A name that doesn't fit as it is gets a hash, so that two apps never have the same one. */
const ownName = ({ migration: { app }, result }: Written): string => {
  const name = fullNameOf(app);
  if (name.length > LONGEST_NAME || /\W/.test(name))
    return `${cleaned(name).slice(0, SHORTENED)}-${fingerprint(appKey(app)).slice(0, HASHED)}-${cleaned(result.org.id)}`;
  return [name, ...(app.type === 'ConnectedApp' ? [] : ['eca']), cleaned(result.org.id)].join('-');
};

/** With an ID of 18 characters, and what stands between, 64 characters: the longest subject of a certificate. */
const LONGEST_NAME = 40;
const SHORTENED = 28;
const HASHED = 16;

const cleaned = (name: string): string => name.replaceAll(/[^\w-]/g, '-');

/** How the steps named a pair earlier. Two apps could have the same one. */
const nameBefore = ({ migration, result }: Written): string =>
  cleaned(`${fullNameOf(migration.app).slice(0, LONGEST_NAME)}-${result.org.id}`);

const isPairOfBefore = (written: Written): boolean =>
  written.result.certificate?.subject === `CN=${nameBefore(written)}`;

export const pathOfPair = (written: Written, part: 'key' | 'cert'): string => `${KEYS}/${keyName(written)}.${part}.pem`;

/** In these states the app's own certificate stays, even if another one was given. */
const STAYS = ['kept', 'not-yet-valid', 'unreadable'];
export const keepsItsOwn = ({ migration: { parts } }: Written): boolean => STAYS.includes(parts?.certificate ?? '');

/** Whether the client signs with the key pair from these steps, and not with one that existed before. */
const isPairOfSteps = (written: Written): boolean => {
  const { certificate } = written.result;
  if (keepsItsOwn(written)) return false;
  if (certificate !== undefined) return certificate.subject === `CN=${keyName(written)}`;
  return written.migration.parts?.certificate !== 'in-place';
};

const SOME_KEY = 'KEY.pem';
export const keyFile = (written: Written): string => (isPairOfSteps(written) ? pathOfPair(written, 'key') : SOME_KEY);
export const isKeyFileKnown = (written: Written): boolean => keyFile(written) !== SOME_KEY;

const NEEDED = ['needs-certificate', 'expired'];

export const needsCertificate = ({ migration }: Written): boolean =>
  NEEDED.includes(migration.parts?.certificate ?? '') &&
  migration.app.type === 'ConnectedApp' &&
  !migration.app.managed;

const needsPermissionSet = ({ migration: { parts } }: Written): boolean =>
  parts?.['pre-authorization'] === 'needs-permission-set';

/** A new folder, because `migrate` only writes to an empty one. */
export const RERUN_FOLDER = 'rerun';

/** The command for this app with what was missing. Undefined if no flag could add anything. */
export const rerun = (written: Written): string[] | undefined => {
  if (!needsCertificate(written) && !needsPermissionSet(written)) return undefined;
  const isOfConnectedApp = written.migration.app.type === 'ConnectedApp';
  const wasGiven = written.result.certificate !== undefined && isOfConnectedApp && !keepsItsOwn(written);
  const certificate = isPairOfSteps(written) ? pathOfPair(written, 'cert') : 'CERT.pem';
  return posture(
    'migrate',
    written,
    ...(needsCertificate(written) || wasGiven ? [`--certificate ${certificate}`] : []),
    ...(needsPermissionSet(written) ? ['--permission-set PERMISSION_SET'] : permissionSetGiven(written)),
    `--output-dir ${RERUN_FOLDER}`,
  );
};

const permissionSetGiven = ({ result: { permissionSet } }: Written): string[] =>
  permissionSet === undefined ? [] : flag('permission-set', [permissionSet.name]);
