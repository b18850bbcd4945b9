import type { FileProperties, RetrieveResult } from '@jsforce/jsforce-node/lib/api/metadata.js';
import { defined, componentKey } from '../../../values.js';
import { type Answer, failed, type Member, type Retrieved, type RetrievedFile } from '../../door.js';
import { OrgFault, problemOf } from '../../errors.js';
import { comparable as decoded } from '../../names.js';
import type { OrgProblem } from '../../problem.js';
import { cleanDetail } from '../../redact.js';
import { soapCall } from '../../transport/requestScope.js';
import { componentIdIn, ofJob } from '../checkedFields.js';
import { newJobIn } from '../newJob.js';
import type { Session } from '../session.js';
import { withoutNotLoaded } from './notLoaded.js';
import { unzip, type Unzipped } from './zip.js';

const MOST_JOBS = 2;

/**
 * The org returns a zip only once. If that response is lost, another request gives an error or a result without the
 * zip, and only a new job returns the files. Starting one changes nothing in the org.
 */
export const retrieveMembers = async (session: Session, members: readonly Member[]): Promise<Answer<Retrieved>> => {
  for (let job = 1; ; job += 1) {
    const started = await start(session, members);
    if (!started.ok) return started;
    const answer = unpacked(await result(session, started.value), members, session.connection.getApiVersion());
    if (answer.ok || !isLost(answer.problem) || job === MOST_JOBS) return answer;
  }
};

const isLost = ({ code }: OrgProblem): boolean =>
  ['cut', 'damaged', 'network', 'org-failed', 'unexpected-answer', 'unknown'].includes(code);

const start = (session: Session, members: readonly Member[]): Promise<Answer<string>> =>
  session.read(async () => {
    const { metadata } = session.connection;
    const request = requestFor(members, session.connection.getApiVersion());
    return newJobIn(session.connection, await soapCall('retrieve', async () => metadata.retrieve(request)));
  });

const result = (session: Session, id: string): Promise<Answer<RetrieveResult>> =>
  session.poll(
    async () => {
      const { metadata } = session.connection;
      return ofJob(id, await soapCall('checkRetrieveStatus', () => metadata.checkRetrieveStatus(id)));
    },
    (status) => status.done,
  );

type RetrieveRequest = Parameters<Session['connection']['metadata']['retrieve']>[0];

const requestFor = (members: readonly Member[], version: string): RetrieveRequest => {
  const types = Map.groupBy(members, (member) => member.type);
  const unpackaged = {
    types: [...types].map(([name, ofType]) => ({ members: ofType.map((member) => member.fullName), name })),
    version,
  };
  // The library's type has the members of a response, which a request for a package doesn't have.
  return { apiVersion: version, singlePackage: true, unpackaged } as unknown as RetrieveRequest;
};

const unpacked = (answer: Answer<RetrieveResult>, members: readonly Member[], version: string): Answer<Retrieved> => {
  if (!answer.ok) return answer;
  const { success, zipFile, messages, errorMessage, errorStatusCode, status } = answer.value;
  if (!success) return failed(problemOf('retrieve-failed', errorMessage ?? status, errorStatusCode ?? undefined));
  if (zipFile === '') return failed(problemOf('cut', '', 'NO_ZIP'));
  try {
    const { files, unusable } = filesOf(answer.value, members, version);
    const said = messages.map(({ problem }) => problem);
    return { ok: true, value: { files: withoutNotLoaded(files, said), unusable, messages: said.map(cleanDetail) } };
  } catch (error) {
    return failed(error instanceof OrgFault ? error.problem : problemOf('damaged', 'BROKEN_ZIP', 'BROKEN_ZIP'));
  }
};

export type Unpacked = Pick<Retrieved, 'files' | 'unusable'>;

/**
 * By `Type:fullName`, as requested. If the org names a file that isn't in the zip, the response is broken. If two files
 * could belong to one component, or two components to one file, the component has no file, because it's unknown which
 * one the org would use. `version`: the requested API version.
 */
export const filesOf = (
  { zipFile, fileProperties }: Pick<RetrieveResult, 'zipFile' | 'fileProperties'>,
  members: readonly Member[],
  version?: string,
): Unpacked => {
  const unzipped = unzip(Buffer.from(zipFile, 'base64'));
  refuseOtherVersion(unzipped, version);
  const find = fileFinder(unzipped, new Set(fileProperties.map(nameInPackage)));
  const memberOf = memberFinder(members);
  const components = fileProperties.filter((file) => comparable(file.fileName) !== 'package.xml');
  // Rows that the library couldn't read are missing silently. The files in the zip show that.
  if (components.length === 0 && [...unzipped.keys()].some((path) => comparable(path) !== 'package.xml'))
    throw new OrgFault(problemOf('unexpected-answer', '', 'UNNAMED_FILES'));
  const files = new Map<string, RetrievedFile>();
  const unusable = new Map<string, OrgProblem>();
  const claim = claims();
  for (const file of components) {
    const member = memberOf(file);
    const key = componentKey(member);
    const found = find(file.fileName);
    if (found === undefined) throw new OrgFault(problemOf('damaged', `FILE_MISSING: ${file.fileName}`, 'FILE_MISSING'));
    const isSecond = (files.get(key)?.path ?? found.path) !== found.path;
    for (const sharing of claim(found.path, key)) unusable.set(sharing, ofTwo(file));
    const why = isSecond ? 'TWO_FILES' : 'unusable' in found ? found.unusable : undefined;
    if (why !== undefined) unusable.set(key, problemOf('retrieve-failed', `${why}: ${file.fileName}`, why));
    else if ('text' in found)
      files.set(key, {
        type: member.type,
        fullName: member.fullName,
        path: found.path,
        text: found.text,
        ...defined({ id: componentIdIn(file) }),
      });
  }
  for (const key of unusable.keys()) files.delete(key);
  return { files, unusable };
};

/**
 * A file of an older version doesn't show every setting, and looks like that of an app without it. The manifest in the
 * zip says which version the files have.
 */
const refuseOtherVersion = (unzipped: ReadonlyMap<string, Unzipped>, version: string | undefined): void => {
  for (const [path, file] of unzipped) {
    if (comparable(path) !== 'package.xml' || !('text' in file)) continue;
    for (const [, found = ''] of file.text.matchAll(/<version>\s*([\d.]{1,10})\s*</g))
      if (version !== undefined && Number(found) !== Number(version))
        throw new OrgFault(problemOf('unexpected-answer', `package.xml: ${found}, not ${version}`, 'OTHER_VERSION'));
  }
};

/** Components that claim the same file. Without this, the text of one app could be used for another. */
const claims = (): ((path: string, key: string) => string[]) => {
  const componentOf = new Map<string, string>();
  return (path, key) => {
    const other = componentOf.get(path) ?? key;
    componentOf.set(path, other);
    return other === key ? [] : [other, key];
  };
};

const ofTwo = ({ fileName }: FileProperties): OrgProblem =>
  problemOf('retrieve-failed', `ONE_FILE_FOR_TWO: ${fileName}`, 'ONE_FILE_FOR_TWO');

type Found = Unzipped & { path: string };

/**
 * Finds a file by its decoded name. If several names decode to the same one, the exact spelling decides, but only if
 * the org uses it for each of them. Otherwise the text of one app could be used for another.
 */
const fileFinder = (
  unzipped: ReadonlyMap<string, Unzipped>,
  named: ReadonlySet<string>,
): ((fileName: string) => Found | undefined) => {
  const found = [...unzipped].map(([path, file]): Found => ({ ...file, path: inPackage(path) }));
  const byMeaning = Map.groupBy(found, ({ path }) => comparable(path));
  return (fileName) => {
    const alike = byMeaning.get(comparable(fileName)) ?? [];
    const [first, ...others] = alike;
    if (first === undefined || others.length === 0) return first;
    const exact = alike.filter(({ path }) => path === inPackage(fileName));
    const areAllNamed = alike.every(({ path }) => named.has(path));
    return areAllNamed && exact.length === 1 ? exact[0] : { path: first.path, unusable: 'TWO_FILES' };
  };
};

const nameInPackage = ({ fileName }: FileProperties): string => inPackage(fileName);

/**
 * A retrieve that isn't a single package puts everything below this folder. Either spelling of the path may include it.
 */
const inPackage = (path: string): string => path.replace(/^unpackaged\//, '');

/** The list, the zip, and the response percent-encode names differently. */
const comparable = (name: string): string => decoded(inPackage(name));

/**
 * For some files (settings), the response names another type than the request. Then the name alone decides, if it's
 * unique.
 */
const memberFinder = (members: readonly Member[]): ((file: FileProperties) => Member) => {
  const byName = Map.groupBy(members, (member) => comparable(member.fullName));
  const types = new Set(members.map((member) => member.type));
  return ({ type, fullName, fileName }) => {
    const named = byName.get(comparable(fullName)) ?? [];
    const [only, ...others] = named;
    const ofType = named.filter((member) => member.type === type);
    const asked = ofType.find((member) => member.fullName === fullName) ?? ofType[0];
    if (asked !== undefined) return asked;
    // A profile can have the name of a settings file, but it's returned with its own type.
    const settings = named.find((member) => member.type === 'Settings');
    if (settings !== undefined && comparable(fileName).startsWith('settings/')) return settings;
    return only !== undefined && others.length === 0 && !types.has(type) ? only : { type, fullName };
  };
};
