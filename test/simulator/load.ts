import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { metadataTypes, type MetadataType } from './metadata/types.js';
import { addRows, parseRows } from './rowsFile.js';
import type { OrgState, StoredComponent } from './state.js';

/** An org from a folder: metadata files in either format, `rows.json` or `rows.yml`, and `components.json` for what files cannot say. */

/** By `Type:fullName`: what `listMetadata` would say of a component beyond its file. */
type Remarks = Record<string, Partial<Pick<StoredComponent, 'namespacePrefix' | 'manageableState' | 'unretrievable'>>>;

export function loadFolder(state: OrgState, folder: string, now: number): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const remarksFile = files.find((file) => basename(file) === 'components.json');
  const remarks = remarksFile === undefined ? {} : (JSON.parse(readFileSync(remarksFile, 'utf8')) as Remarks);
  for (const file of files) addFile(state, relative(folder, file), readFileSync(file, 'utf8'), remarks);
  const rows = files.find((file) => /^rows\.(json|ya?ml)$/.test(basename(file)));
  if (rows !== undefined) addRows(state, parseRows(readFileSync(rows, 'utf8')), now);
}

function addFile(state: OrgState, path: string, text: string, remarks: Remarks): void {
  const found = typeOfFile(path);
  if (!found) return;
  const { type, fullName } = found;
  state.setComponent(component(state, type, fullName, text, remarks[`${type.name}:${fullName}`]));
}

export function component(
  state: OrgState,
  { name, folder, suffix }: MetadataType,
  fullName: string,
  text: string,
  remarks: Remarks[string] = {},
): StoredComponent {
  const known = state.component(name, fullName);
  return {
    type: name,
    fullName,
    id: known?.id ?? state.nextId(name),
    fileName: `${folder}/${fullName}.${suffix}`,
    manageableState: 'unmanaged',
    ...remarks,
    text,
  };
}

function typeOfFile(path: string): { type: MetadataType; fullName: string } | undefined {
  const name =
    path
      .split(sep)
      .at(-1)
      ?.replace(/-meta\.xml$/, '') ?? '';
  const type = metadataTypes.find(({ suffix }) => name.endsWith(`.${suffix}`));
  return type && { type, fullName: name.slice(0, -type.suffix.length - 1) };
}
