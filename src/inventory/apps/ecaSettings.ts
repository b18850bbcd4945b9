import { ecaGlobalSettingsFacts } from '../../metadata/read/externalClientApp.js';
import { externalClientAppSettingsFacts } from '../../metadata/read/profileAndSettings.js';
import type { Answer, ListedComponent, Member, OrgDoor } from '../../org/door.js';
import { retrieveAll } from '../../org/requests/retrieve/retrieveAll.js';
import { listed } from '../../posture/factors/signal.js';
import { type Known, known, unknown } from '../../posture/known.js';
import type { App, Notice } from '../../posture/model.js';
import { appName, fold, fullNameOf } from '../../posture/names.js';
import type { EcaSettingsFlag, EcaSettingsSubject, EcaSubject } from '../../posture/subject.js';
import { componentKey } from '../../values.js';
import { Coverage, why } from '../coverage.js';
import type { CallerPermissions } from './callerPermissions.js';
import { list, recordList } from './listing.js';

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

type ReadFlag = EcaSettingsFlag & { parent?: string; holdsSecret: boolean };

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
  if (unlinked.length > 0) coverage.failed(RETRIEVE, `unlinked: ${listed(unlinked)}`);
  const told = apps.filter((app) => (ofApp.get(app) ?? []).some(({ holdsSecret }) => holdsSecret));
  return {
    subjects: apps.map((app) => subjectOf(app, known((ofApp.get(app) ?? []).map(flagAlone)))),
    notices: [...notices, ...told.map(({ app }) => secretReturned(app))],
  };
};

const flagAlone = ({ fullName, flow }: ReadFlag): EcaSettingsFlag => ({ fullName, flow });

const subjectOf = (client: EcaSubject, settings: Known<EcaSettingsFlag[]>): EcaSettingsSubject => ({
  kind: 'EcaSettings',
  origin: 'org',
  app: client.app,
  settings,
  client,
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
  coverage.ok(RETRIEVE, read.value.length);
  return known(read.value);
};

/** What an org says of a retrieve that failed is left out as well: nobody knows what stands in it. */
const readFlags = async (door: OrgDoor, rows: readonly ListedComponent[]): Promise<Answer<ReadFlag[]>> => {
  if (rows.length === 0) return { ok: true, value: [] };
  const { files, failure } = await retrieveAll(door, rows);
  if (failure) return { ok: false, problem: { code: failure.code, detail: '' } };
  return { ok: true, value: [...files.values()].map(({ fullName, text }) => flagIn(fullName, text)) };
};

const flagIn = (fullName: string, text: string): ReadFlag => {
  const facts = ecaGlobalSettingsFacts(text);
  if (facts.kind === 'unparsable')
    return { fullName, flow: facts.problem === 'too-large' ? 'too-large' : 'unreadable', holdsSecret: false };
  const { externalClientApplication: parent, enablement, hasSecretElement } = facts;
  return {
    fullName,
    flow: enablement.state,
    holdsSecret: hasSecretElement,
    ...(parent === undefined ? {} : { parent }),
  };
};

type Linked = { ofApp: ReadonlyMap<EcaSubject, ReadFlag[]>; unlinked: string[] };

/** By what the file itself says, never by its name. One that belongs to no app here is told: nobody would know of its flag. */
const linked = (flags: readonly ReadFlag[], apps: readonly EcaSubject[]): Linked => {
  const byName = new Map(apps.map((subject) => [fold(fullNameOf(subject.app)), subject]));
  const packaged = Map.groupBy(
    apps.filter(({ app }) => app.namespace !== undefined),
    ({ app }) => fold(app.name),
  );
  const ownerOf = ({ parent }: ReadFlag): EcaSubject | undefined => {
    if (parent === undefined) return undefined;
    const [only, ...others] = packaged.get(fold(parent)) ?? [];
    return byName.get(fold(parent)) ?? (others.length === 0 ? only : undefined);
  };
  const ofApp = new Map<EcaSubject, ReadFlag[]>();
  const unlinked: string[] = [];
  for (const flag of flags) {
    const owner = ownerOf(flag);
    if (owner) ofApp.set(owner, [...(ofApp.get(owner) ?? []), flag]);
    else unlinked.push(flag.fullName);
  }
  return { ofApp, unlinked };
};
