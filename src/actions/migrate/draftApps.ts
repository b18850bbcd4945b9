import { readEcaScopes } from '../../inventory/apps/ecaScopes.js';
import { flowApps } from '../../inventory/apps/flowApps.js';
import { readLoginSources } from '../../inventory/context/logins/loginSources.js';
import type { Inventory } from '../../inventory/model.js';
import type { Certificate } from '../../keys/certificate.js';
import { base64Of } from '../../keys/pem.js';
import { draftConnectedApp, draftPolicy, type Draft, type Given } from '../../migration/draft.js';
import type { AppMigration, LoginSource, Parts, PermissionSetFacts } from '../../migration/model.js';
import type { OrgDoor, RetrievedFile } from '../../org/door.js';
import type { App, Finding } from '../../posture/model.js';
import { appKey, appName, fullNameOf } from '../../posture/names.js';
import { areFlowsShown } from '../../posture/steps.js';
import type { ConnectedAppSubject, EcaSubject, Subject } from '../../posture/subject.js';
import { componentKey, defined } from '../../values.js';
import type { AuditedTarget } from '../audit/auditOrg.js';
import { isSafePath, folderNames } from './names.js';
import { doSourcesDisagree } from './policySources.js';

export type DraftedApp = {
  migration: AppMigration;
  /** The file to deploy, and its component. */
  deploy?: { type: string; fullName: string; path: string; text: string; diff: string };
};

type More = {
  certificate: Certificate | undefined;
  permissionSet: PermissionSetFacts | undefined;
  usageDays: number;
  now: Date;
};

export const draftApps = async (door: OrgDoor, audited: AuditedTarget, more: More): Promise<DraftedApp[]> => {
  const { inventory, target } = audited;
  if (inventory === undefined) return [];
  const on = new Set(flowApps(inventory.subjects).map(({ app }) => appKey(app)));
  const chosen = target.findings
    .map((finding) => ({ finding, isOn: on.has(appKey(finding.app)) }))
    .sort((one, other) => (appKey(one.finding.app) < appKey(other.finding.app) ? -1 : 1));
  const toMove = chosen.filter(({ isOn }) => isOn).map(({ finding }) => finding);
  const hasEcas = toMove.some(({ app }) => app.type === 'ExternalClientApplication');
  const scopesOf = hasEcas ? await readEcaScopes(door) : undefined;
  const sourcesOf =
    toMove.length > 0 && more.usageDays > 0 ? await readLoginSources(door, inventory, more.usageDays) : undefined;
  const folders = folderNames(toMove.map(({ app }) => app));
  const given: Given = {
    now: more.now,
    ...defined({ certificate: more.certificate && base64Of(more.certificate.pem), permissionSet: more.permissionSet }),
  };
  return chosen.map(({ finding, isOn }): DraftedApp => {
    const { app } = finding;
    if (!isOn) return notMoving(finding, areFlowsShown(app.type, target.coverage));
    const subject = inventory.subjects.find((one) => appKey(one.app) === appKey(app));
    const ecaScopes = scopesOf?.known ? (scopesOf.value(fullNameOf(app)) ?? null) : null;
    const drafted = subject && draftOne(subject, inventory, ecaScopes, given);
    const folder = folders.get(appName(app)) ?? '';
    return moving(finding, drafted, { folder, ...(sourcesOf && { sources: sourcesIn(sourcesOf, app) }) });
  });
};

const notMoving = ({ app, status, reason }: Finding, isShown: boolean): DraftedApp => {
  const isOff = isShown && (status === 'pass' || status === 'not-applicable');
  return { migration: { app, status: isOff ? 'flow-off' : 'not-evaluated', reason, files: [], edits: [] } };
};

const sourcesIn = (sourcesOf: Awaited<ReturnType<typeof readLoginSources>>, app: App): LoginSource[] | null =>
  sourcesOf.known ? sourcesOf.value(app) : null;

type Around = { folder: string; sources?: LoginSource[] | null };

const moving = (
  { app, reason, executionUser, usage }: Finding,
  drafted: One | undefined,
  around: Around,
): DraftedApp => {
  const deploy = drafted?.deploy;
  const toDeploy = deploy ? ['change.diff', 'deploy/package.xml', `deploy/${deploy.path}`].sort() : [];
  return {
    migration: {
      app,
      status: 'written',
      reason,
      ...around,
      files: ['README.md', ...toDeploy],
      edits: deploy ? (drafted?.draft.file?.edits ?? []) : [],
      scopes: drafted?.scopes ?? null,
      ...defined({
        executionUser,
        usage,
        parts: drafted?.draft.parts,
        certificateDate: drafted?.draft.certificateDate,
        problem: drafted?.problem,
      }),
    },
    ...defined({ deploy }),
  };
};

type One = {
  draft: Draft;
  scopes: string[] | null;
  problem?: AppMigration['problem'];
  deploy?: NonNullable<DraftedApp['deploy']>;
};

const draftOne = (subject: Subject, inventory: Inventory, ecaScopes: string[] | null, given: Given): One =>
  subject.kind === 'ConnectedApp'
    ? draftOfConnectedApp(subject, inventory, given)
    : draftOfClientApp(subject, inventory, ecaScopes, given);

const all = (state: Parts['scopes']): Parts => ({ certificate: state, scopes: state, 'pre-authorization': state });

const draftOfConnectedApp = (subject: ConnectedAppSubject, { files }: Inventory, given: Given): One => {
  const { facts } = subject.metadata;
  const scopes = facts !== 'not-returned' && facts.kind === 'ConnectedApp' ? facts.scopes : null;
  if (subject.app.managed) return { draft: { parts: { ...all('publisher'), 'pre-authorization': 'setup' } }, scopes };
  const file = files.get(componentKey(subject.metadata));
  if (file === undefined || scopes === null)
    return { draft: { parts: all('unknown') }, scopes, problem: 'not-returned' };
  return withFile(draftConnectedApp(file.text, file.path, scopes, given), file, scopes);
};

/** The certificate of an external client app is in the same file as its secrets, so that file isn't read. */
const draftOfClientApp = (
  subject: EcaSubject,
  { files, context }: Inventory,
  scopes: string[] | null,
  given: Given,
): One => {
  const { app, policies } = subject;
  const parts: Parts = {
    certificate: app.managed ? 'publisher' : 'setup',
    scopes: scopes === null ? 'unknown' : areEnough(scopes) ? 'in-place' : app.managed ? 'publisher' : 'setup',
    'pre-authorization': 'setup',
  };
  const [policy, another] = policies;
  if (another !== undefined) return { draft: { parts }, scopes, problem: 'several-policies' };
  const file = policy && files.get(componentKey(policy));
  if (file === undefined) return { draft: { parts }, scopes, problem: 'not-returned' };
  const draft = draftPolicy(file.text, file.path, parts, given);
  if (draft.file && doSourcesDisagree(subject, context)) return { draft, scopes, problem: 'sources-disagree' };
  return withFile(draft, file, scopes);
};

const areEnough = (scopes: readonly string[]): boolean =>
  scopes.some((scope) => ['Api', 'Full'].includes(scope)) &&
  scopes.some((scope) => ['RefreshToken', 'OfflineAccess'].includes(scope));

const withFile = (draft: Draft, { type, fullName, path }: RetrievedFile, scopes: string[] | null): One => {
  if (draft.problem !== undefined) return { draft, scopes, problem: draft.problem };
  if (draft.file === undefined) return { draft, scopes };
  if (!isSafePath(path)) return { draft, scopes, problem: 'unsafe-path' };
  const { text, diff } = draft.file;
  return { draft, scopes, deploy: { type, fullName, path, text, diff } };
};
