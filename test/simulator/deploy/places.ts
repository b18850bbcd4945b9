import { metadataTypes, typeNamed } from '../metadata/types.js';
import type { Member } from './package.js';

/** From a path to the component it stands for and back. A name may come percent-encoded or plain. */

export function pathOf({ type, fullName }: Member): string {
  const known = typeNamed(type);
  return known ? `${known.folder}/${fullName}.${known.suffix}` : fullName;
}

export function memberAt(path: string): Member | undefined {
  const type = metadataTypes.find(({ folder, suffix }) => path.startsWith(`${folder}/`) && path.endsWith(`.${suffix}`));
  return type && { type: type.name, fullName: path.slice(type.folder.length + 1, -(type.suffix.length + 1)) };
}

export function keyOf({ type, fullName }: Member): string {
  return `${type}:${plain(fullName)}`;
}

export function plain(fullName: string): string {
  try {
    return decodeURIComponent(fullName);
  } catch {
    return fullName;
  }
}
