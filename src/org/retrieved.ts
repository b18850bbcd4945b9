import type { FileProperties, RetrieveResult } from '@jsforce/jsforce-node/lib/api/metadata.js';
import type { Member, RetrievedFile } from './door.js';
import { OrgFault, problemOf } from './errors.js';
import { unzip } from './zip.js';

/** Texts keyed `Type:fullName`, as they were asked for. A file that the org names and the zip lacks is a broken answer. */
export const filesOf = (
  { zipFile, fileProperties }: Pick<RetrieveResult, 'zipFile' | 'fileProperties'>,
  members: readonly Member[],
): Map<string, RetrievedFile> => {
  const texts = unzip(Buffer.from(zipFile, 'base64'));
  const byPath = new Map([...texts].map(([path, text]) => [comparable(path), { path: inPackage(path), text }]));
  const memberOf = memberFinder(members);
  const components = fileProperties.filter((file) => comparable(file.fileName) !== 'package.xml');
  return new Map(
    components.map((file) => {
      const found = byPath.get(comparable(file.fileName));
      if (found === undefined) throw new OrgFault(problemOf('cut', file.fileName, 'FILE_MISSING'));
      const member = memberOf(file);
      return [`${member.type}:${member.fullName}`, { type: member.type, fullName: member.fullName, ...found }];
    }),
  );
};

/** A retrieve that is no single package puts everything below this folder; either name of a file may have it. */
const inPackage = (path: string): string => path.replace(/^unpackaged\//, '');

const decoded = (name: string): string => {
  try {
    return decodeURIComponent(name);
  } catch (error) {
    if (error instanceof URIError) return name;
    throw error;
  }
};

/** Percent-encoding of names differs between the list, the zip and the answer that comes with it. */
const comparable = (name: string): string => decoded(inPackage(name));

/** The type of some files (settings) is not called what it was asked by: then the name alone decides, if it can. */
const memberFinder = (members: readonly Member[]): ((file: FileProperties) => Member) => {
  const byName = Map.groupBy(members, (member) => comparable(member.fullName));
  const types = new Set(members.map((member) => member.type));
  return ({ type, fullName, fileName }) => {
    const named = byName.get(comparable(fullName)) ?? [];
    const [only, ...others] = named;
    const asked = named.find((member) => member.type === type);
    if (asked !== undefined) return asked;
    // A profile may be called like a file of settings, and comes under its own type.
    const settings = named.find((member) => member.type === 'Settings');
    if (settings !== undefined && comparable(fileName).startsWith('settings/')) return settings;
    return only !== undefined && others.length === 0 && !types.has(type) ? only : { type, fullName };
  };
};
