import { readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { Refusal } from '../../actions/refusal.js';

type Parsed = {
  raw: ReadonlyArray<{ type: string; flag?: string }>;
  flags: Readonly<Record<string, unknown>>;
};

/** The flags of a command, with their letters. */
type Known = Readonly<Record<string, { char?: string | undefined }>>;

const OF_EVERY_COMMAND: Known = { json: {} };

/**
 * The CLI itself reads the folder of `--flags-dir`, and says nothing if it can't: if the folder or a file is missing or
 * unreadable, or if the path follows an equals sign. The command would then run without flags such as `dry-run` or
 * `app`, and change more than the user wants.
 */
export const refuseLostFlags = async ({ raw, flags }: Parsed, known: Known): Promise<void> => {
  const folder = flags['flags-dir'];
  if (typeof folder !== 'string') return;
  const given = new Set(raw.flatMap(({ type, flag }) => (type === 'flag' && flag !== undefined ? [flag] : [])));
  for (const file of await filesIn(folder)) {
    const name = flagOf(parse(file).name, { ...OF_EVERY_COMMAND, ...known });
    if (name !== undefined && !given.has(name))
      throw new Refusal('flag-file-lost', [join(folder, file), `--${name}`, folder]);
  }
};

const filesIn = async (folder: string): Promise<string[]> => {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    // Every command loads this file before it reads its flags, and only few need the one below.
    const { systemCode } = await import('../../files/read.js');
    throw new Refusal('flags-dir-unread', [folder, systemCode(error)]);
  }
};

/** The CLI rejects a file that isn't named after a flag. */
const flagOf = (name: string, known: Known): string | undefined =>
  Object.hasOwn(known, name) ? name : Object.keys(known).find((flag) => known[flag]?.char === name);
