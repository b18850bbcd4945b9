import { ecaGlobalSettingsFacts } from '../../metadata/read/externalClientApp.js';
import { externalClientAppSettingsFacts } from '../../metadata/read/profileAndSettings.js';
import type { Answer, ListedComponent, Member, OrgDoor } from '../../org/door.js';
import { retrieveAll, type RetrievedApps } from '../../org/requests/retrieve/retrieveAll.js';
import { listed } from '../../posture/factors/signal.js';
import { type Known, known, unknown } from '../../posture/known.js';
import type { App, Notice } from '../../posture/model.js';
import { appName, fold, fullNameOf } from '../../posture/names.js';
import type { EcaSettingsFlag, EcaSettingsSubject, EcaSubject } from '../../posture/subject.js';
import { componentKey, defined } from '../../values.js';
import { Coverage, why } from '../coverage.js';
import type { CallerPermissions } from './callerPermissions.js';
import { factsOfCopies } from './copies.js';
import { byComponent, list, recordList } from './listing.js';

/**
 * The flag in the settings of external client apps. An org answers with the whole file, which holds the app's key and may
 * hold its certificate and secret: of that answer nothing but link and flag leaves `readFlags`.
 */

export type SettingsRequest = {
  apps: readonly EcaSubject[];
  caller: CallerPermissions;
  allowSecretAccess: boolean;
};
export type SettingsReading = { subjects: EcaSettingsSubject[]; notices: Notice[] };

type ReadFlag = Omit<EcaSettingsFlag, 'flow'> & {
  flow: EcaSettingsFlag['flow'] | 'not-returned';
  parent?: string;
  namespace?: string;
  holdsSecret: boolean;
};

const RETRIEVE = 'retrieve-oauth-settings';
const SETTINGS = 'ExtlClntAppGlobalOauthSettings';

export const readEcaSettings = async (
  door: OrgDoor,
  { apps, caller, allowSecretAccess }: SettingsRequest,
  coverage: Coverage,
): Promise<SettingsReading> => {
  const secretAccess = await readSecretAccess(door, coverage);
  const refusal = refusalOf(secretAccess);
  if (refusal !== undefined && !allowSecretAccess) {
    coverage.failed(RETRIEVE, refusal);
    return { subjects: apps.map((app) => subjectOf(app, unknown(refusal))), notices: [] };
  }
  const notices: Notice[] =
    refusal === undefined ? [] : [{ code: 'secret-access-allowed', data: { because: refusal } }];
  const flags = await readListed(door, caller, coverage);
  if (!flags.known) return { subjects: apps.map((app) => subjectOf(app, flags)), notices };
  const { ofApp, unlinked } = linked(flags.value, apps);
  // Files that didn't come are of as many apps without a flag. One more than these would be in no finding.
  const without = apps.filter((app) => !ofApp.has(app)).length;
  const missing = flags.value.filter(isMissing).map(({ fullName }) => fullName);
  const untold = [...unlinked, ...(missing.length > without ? missing : [])];
  if (untold.length > 0) coverage.failed(RETRIEVE, `unlinked: ${listed(untold)}`);
  const told = apps.filter((app) => (ofApp.get(app) ?? []).some(({ holdsSecret }) => holdsSecret));
  return {
    subjects: apps.map((app) => subjectOf(app, known((ofApp.get(app) ?? []).flatMap(flagAlone)))),
    notices: [...notices, ...told.map(({ app }) => secretReturned(app))],
  };
};

const flagAlone = ({ fullName, flow }: ReadFlag): EcaSettingsFlag[] =>
  flow === 'not-returned' ? [] : [{ fullName, flow }];

const subjectOf = (client: EcaSubject, settings: Known<EcaSettingsFlag[]>): EcaSettingsSubject => ({
  kind: 'EcaSettings',
  origin: 'org',
  app: client.app,
  settings,
  client,
  ...defined({ id: client.id }),
});

const secretReturned = (app: App): Notice => ({ code: 'settings-secret-returned', app: appName(app) });

/** In a retrieve of its own, before anything is asked for that could come with a secret. */
const readSecretAccess = async (door: OrgDoor, coverage: Coverage): Promise<Known<boolean>> => {
  const member: Member = { type: 'Settings', fullName: 'ExternalClientApp' };
  const read = stateIn(await door.retrieve([member]), member);
  if (read.known) coverage.ok('retrieve-secret-setting', 1);
  else coverage.failed('retrieve-secret-setting', read.why);
  return read;
};

const stateIn = (answer: Awaited<ReturnType<OrgDoor['retrieve']>>, member: Member): Known<boolean> => {
  if (!answer.ok) return unknown(why(answer.problem));
  const file = answer.value.files.get(componentKey(member));
  if (!file) return unknown('not-returned');
  const facts = externalClientAppSettingsFacts(file.text);
  if (facts.kind === 'unparsable') return unknown(`setting-not-readable: ${facts.problem}`);
  const { state } = facts.secretAccess;
  // Its type deprecates the element: that it is missing says nothing of an org that still has it on.
  return state === 'on' || state === 'off' ? known(state === 'on') : unknown(`setting-not-readable: ${state}`);
};

/** Why secrets may come along. Undefined: the org says that it gives none. */
const refusalOf = (secretAccess: Known<boolean>): string | undefined => {
  if (!secretAccess.known) return 'secret-access-unknown';
  return secretAccess.value ? 'secret-access-on' : undefined;
};

const readListed = async (door: OrgDoor, caller: CallerPermissions, coverage: Coverage): Promise<Known<ReadFlag[]>> => {
  const listing = await list(door, [SETTINGS]);
  const own = new Coverage();
  const rows = recordList(listing, SETTINGS, caller, own);
  coverage.add(own);
  const failed = own.steps().find(({ status }) => status === 'failed');
  if (failed) return unknown(failed.detail ?? 'unknown');
  const read = await readFlags(door, rows);
  if (!read.ok) {
    coverage.failed(RETRIEVE, why(read.problem));
    return unknown(why(read.problem));
  }
  coverage.ok(RETRIEVE, read.value.filter((flag) => !isMissing(flag)).length);
  return known(read.value);
};

/** The org's message about a failed retrieve is dropped, because it may contain a secret. */
const readFlags = async (door: OrgDoor, rows: readonly ListedComponent[]): Promise<Answer<ReadFlag[]>> => {
  if (rows.length === 0) return { ok: true, value: [] };
  const retrieved = await retrieveAll(door, rows);
  const { failure } = retrieved;
  if (failure) return { ok: false, problem: { code: failure.code, detail: '' } };
  return { ok: true, value: byComponent(rows).map((copies) => flagIn(copies, retrieved)) };
};

/** A file that came and can't be used may be that of any app. One that didn't come leaves its app without a flag. */
const flagIn = (
  copies: readonly [ListedComponent, ...ListedComponent[]],
  retrieved: Pick<RetrievedApps, 'files' | 'unusable'>,
): ReadFlag => {
  const [{ fullName, namespacePrefix }] = copies;
  const facts = factsOfCopies(copies, retrieved, ecaGlobalSettingsFacts);
  if (facts === 'not-returned') return { fullName, flow: facts, holdsSecret: false };
  if (facts.kind === 'unparsable')
    return { fullName, flow: facts.problem === 'too-large' ? 'too-large' : 'unreadable', holdsSecret: false };
  const { externalClientApplication: parent, enablement, hasSecretElement } = facts;
  return {
    fullName,
    flow: enablement.state,
    holdsSecret: hasSecretElement,
    ...defined({ parent, namespace: namespacePrefix }),
  };
};

const isMissing = ({ flow }: ReadFlag): boolean => flow === 'not-returned';

type Linked = { ofApp: ReadonlyMap<EcaSubject, ReadFlag[]>; unlinked: string[] };

/**
 * By the content of the file, never by its name. A file that belongs to no known app is reported, because no finding
 * would show its flag. So is one that may belong to several apps, because an app may be named without its prefix.
 */
const linked = (flags: readonly ReadFlag[], apps: readonly EcaSubject[]): Linked => {
  const byName = Map.groupBy(apps, ({ app }) => fold(fullNameOf(app)));
  const byBareName = Map.groupBy(apps, ({ app }) => fold(app.name));
  const ownerOf = ({ parent, namespace }: ReadFlag): EcaSubject | undefined => {
    if (parent === undefined) return undefined;
    const called = new Set([...(byName.get(fold(parent)) ?? []), ...(byBareName.get(fold(parent)) ?? [])]);
    const possible = [...called].filter(({ app }) => namespace === undefined || isOf(app, namespace));
    return possible.length === 1 ? possible[0] : undefined;
  };
  const ofApp = new Map<EcaSubject, ReadFlag[]>();
  const unlinked: string[] = [];
  for (const flag of flags.filter((one) => !isMissing(one))) {
    const owner = ownerOf(flag);
    if (owner) ofApp.set(owner, [...(ofApp.get(owner) ?? []), flag]);
    else unlinked.push(flag.fullName);
  }
  return { ofApp, unlinked };
};

const isOf = (app: App, namespace: string): boolean => fold(app.namespace ?? '') === fold(namespace);
