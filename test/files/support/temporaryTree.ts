import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
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

export const removeTemporaryTrees = (): void => {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
};
