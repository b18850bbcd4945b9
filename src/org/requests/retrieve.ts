import type { FileProperties, RetrieveResult } from '@jsforce/jsforce-node/lib/api/metadata.js';
import { defined } from '../../values.js';
import { type Answer, failed, type Member, type Retrieved, type RetrievedFile } from '../door.js';
import { OrgFault, problemOf } from '../errors.js';
import { comparable as decoded, componentKey } from '../names.js';
import type { OrgProblem } from '../problem.js';
import { cleanDetail } from '../redact.js';
import { soapCall } from '../transport/requestScope.js';
import { ofJob } from './checkedFields.js';
import { newJobIn } from './newJob.js';
import type { Session } from './session.js';
import { unzip, type Unzipped } from './zip.js';

const MOST_JOBS = 2;

/**
 * The org hands a zip over once: when that very answer is lost, asking again brings an error or a result without it,
 * and only a new job brings the files. Starting one changes nothing in the org.
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
  // The library's type names fields of the answer to a package that a request for one does not have.
  return { apiVersion: version, singlePackage: true, unpackaged } as unknown as RetrieveRequest;
};

const unpacked = (answer: Answer<RetrieveResult>, members: readonly Member[], version: string): Answer<Retrieved> => {
  if (!answer.ok) return answer;
  const { success, zipFile, messages, errorMessage, errorStatusCode, status } = answer.value;
  if (!success) return failed(problemOf('retrieve-failed', errorMessage ?? status, errorStatusCode ?? undefined));
  if (zipFile === '') return failed(problemOf('cut', '', 'NO_ZIP'));
  try {
    const unpacked = filesOf(answer.value, members, version);
    return { ok: true, value: { ...unpacked, messages: messages.map((message) => cleanDetail(message.problem)) } };
  } catch (error) {
    return failed(error instanceof OrgFault ? error.problem : problemOf('damaged', 'BROKEN_ZIP', 'BROKEN_ZIP'));
  }
};

export type Unpacked = Pick<Retrieved, 'files' | 'unusable'>;

/**
 * Keyed `Type:fullName`, as they were asked for. A file that the org names and the zip lacks is a broken answer. Where
 * two files may be the one of a component, it has none: which of them the org would deploy by is anybody's guess. The
 * same goes for components that are said to share one. `version`: that of the API which was asked for.
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
  // Rows that the library could not read are missing without a word; what the zip holds is there all the same.
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
        ...defined({ id: file.id || undefined }),
      });
  }
  for (const key of unusable.keys()) files.delete(key);
  return { files, unusable };
};

/**
 * A file of an older version does not show each setting, and looks like one of an app that does not have it. The manifest
 * that comes with the files says which version they are of.
 */
const refuseOtherVersion = (unzipped: ReadonlyMap<string, Unzipped>, version: string | undefined): void => {
  for (const [path, file] of unzipped) {
    if (comparable(path) !== 'package.xml' || !('text' in file)) continue;
    for (const [, found = ''] of file.text.matchAll(/<version>\s*([\d.]{1,10})\s*</g))
      if (version !== undefined && Number(found) !== Number(version))
        throw new OrgFault(problemOf('unexpected-answer', `package.xml: ${found}, not ${version}`, 'OTHER_VERSION'));
  }
};

/** Those that share a file, once a second one claims it: the text of one app would pass for that of another. */
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
 * By what the name means. Several files whose names mean the same are told apart by how they are written, but only where
 * the org names each of them exactly so: otherwise the text of one app could pass for that of another.
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

/** A retrieve that is no single package puts everything below this folder; either name of a file may have it. */
const inPackage = (path: string): string => path.replace(/^unpackaged\//, '');

/** Percent-encoding of names differs between the list, the zip and the answer that comes with it. */
const comparable = (name: string): string => decoded(inPackage(name));

/** The type of some files (settings) is not called what it was asked by: then the name alone decides, if it can. */
const memberFinder = (members: readonly Member[]): ((file: FileProperties) => Member) => {
  const byName = Map.groupBy(members, (member) => comparable(member.fullName));
  const types = new Set(members.map((member) => member.type));
  return ({ type, fullName, fileName }) => {
    const named = byName.get(comparable(fullName)) ?? [];
    const [only, ...others] = named;
    const ofType = named.filter((member) => member.type === type);
    const asked = ofType.find((member) => member.fullName === fullName) ?? ofType[0];
    if (asked !== undefined) return asked;
    // A profile may be called like a file of settings, and comes under its own type.
    const settings = named.find((member) => member.type === 'Settings');
    if (settings !== undefined && comparable(fileName).startsWith('settings/')) return settings;
    return only !== undefined && others.length === 0 && !types.has(type) ? only : { type, fullName };
  };
};
