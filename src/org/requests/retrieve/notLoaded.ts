import { componentKey } from '../../../values.js';
import type { Member, RetrievedFile } from '../../door.js';
import { comparable } from '../../names.js';

/** How an org says that it couldn't load a component. Type and name are in either part. */
const NOT_LOADED =
  /^(?:Entity of type '(\w+)' named '(.*)' cannot be found|Load of metadata from db failed for metadata of type:(\w+) and file name:(.*?)\.?$)/;

/** A file that is returned nevertheless may be incomplete: some of a profile's ranges, or an older flag. */
export const withoutNotLoaded = (
  files: ReadonlyMap<string, RetrievedFile>,
  messages: readonly string[],
): ReadonlyMap<string, RetrievedFile> => {
  const notLoaded = new Set(messages.flatMap((message) => memberIn(message) ?? []).map(spelled));
  return new Map([...files].filter(([, file]) => !notLoaded.has(spelled(file))));
};

const memberIn = (message: string): Member | undefined => {
  const [, type, fullName, otherType, otherName] = NOT_LOADED.exec(message) ?? [];
  if (type !== undefined && fullName !== undefined) return { type, fullName };
  return otherType !== undefined && otherName !== undefined ? { type: otherType, fullName: otherName } : undefined;
};

const spelled = ({ type, fullName }: Member): string => componentKey({ type, fullName: comparable(fullName) });
