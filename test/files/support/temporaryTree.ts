import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const made: string[] = [];

/** A folder of its own with these files in it, by their path. */
export const temporaryTree = (files: Readonly<Record<string, string | Uint8Array>> = {}): string => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'oauth-posture-')));
  made.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
};

/** Other systems only have names that are text. */
export const CAN_NAME_BYTES = process.platform === 'linux';

const garbled: Buffer[] = [];

/** A file below a folder whose name is a byte that isn't UTF-8. */
export const inGarbledFolder = (folder: string, file: string): void => {
  const path = besideByte(folder, '');
  mkdirSync(path, { recursive: true });
  writeFileSync(Buffer.concat([path, Buffer.from(`/${file}`)]), '');
};

/** A file whose name begins with a byte that isn't UTF-8. */
export const garbledFile = (folder: string, rest: string): void => writeFileSync(besideByte(folder, rest), '');

const besideByte = (folder: string, rest: string): Buffer => {
  const path = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff]), Buffer.from(rest)]);
  garbled.push(path);
  return path;
};

export const removeTemporaryTrees = (): void => {
  for (const path of garbled.splice(0)) removeGarbled(path);
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
};

/** Node's own removal of a folder reads names as text. */
const removeGarbled = (path: Buffer): void => {
  if (!statSync(path).isDirectory()) return unlinkSync(path);
  for (const name of readdirSync(path)) unlinkSync(Buffer.concat([path, Buffer.from(`/${name}`)]));
  rmdirSync(path);
};
