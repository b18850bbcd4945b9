import { access, constants, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Refusal } from '../../actions/refusal.js';
import { SNAPSHOT_FILES } from '../../actions/snapshotFiles.js';
import { destinationOf } from '../../files/destination.js';
import { canMakeFolder } from '../../files/disk.js';
import { isLink, systemCode } from '../../files/read.js';
import { makeFolder } from '../../files/write.js';
import { writeNamed } from '../../files/writeNamed.js';
import { extensionsOf, formatOfFile, type Format } from '../../reports/formatNames.js';
import type { RenderOptions, View } from '../../reports/render.js';
import { withoutCommands } from '../../reports/words/safe/clean.js';
import { SNAPSHOT_DIR } from '../flags/flags.js';

export type OutputFile<F extends Format = Format> = { path: string; format: F };

const FOR_EVERYBODY = 0o644;

export const prepareOutputFiles = async <F extends Format>(
  paths: readonly string[],
  inputs: readonly (string | undefined)[],
  formats: readonly F[],
): Promise<OutputFile<F>[]> => {
  const files = paths.map((path) => {
    const format = formatOfFile(path, formats);
    if (!format) throw new Refusal('unknown-format', [path, extensionsOf(formats).join(', ')]);
    return { path, format };
  });
  await refuseUnwritable(paths, inputs);
  return files;
};

/**
 * Checked before anything else: minutes of work must not be lost because a folder is missing, and the output must not
 * replace the input.
 */
export const refuseUnwritable = async (
  paths: readonly string[],
  inputs: readonly (string | undefined)[],
): Promise<void> => {
  for (const path of paths)
    await orRefuse(path, async () => {
      const destination = await destinationOf(path);
      if (destination.kind === 'stream') await access(path, constants.W_OK);
      if (destination.kind !== 'file') return;
      const folder = dirname(destination.path);
      await makeFolder(folder, 0o755);
      await access(folder, constants.W_OK);
    });
  await refuseInputs(paths, inputs);
};

const refuseInputs = async (paths: readonly string[], inputs: readonly (string | undefined)[]): Promise<void> => {
  const read = await Promise.all(inputs.filter((input) => input !== undefined).map(place));
  const written = new Map<string, string>();
  for (const path of paths) {
    const where = await place(path);
    if (read.includes(where) || SOURCE.test(where)) throw new Refusal('output-is-input', [path]);
    const other = written.get(where);
    if (other !== undefined && other !== path) throw new Refusal('outputs-are-one', [other, path]);
    written.set(where, path);
    if (await isInSnapshot(dirname(where))) throw new Refusal('output-in-snapshot', [path]);
  }
};

/** Files that are audited, and deployed: they end like results of JUnit. */
const SOURCE = /(?:-meta|[/\\]package|destructivechanges\w*)\.xml$/i;

/** What undoes a change. There is no second copy of it. */
const isInSnapshot = async (folder: string): Promise<boolean> => {
  // The earlier states of the components are one folder further down.
  const kinds = [folder, dirname(folder)].flatMap((each) =>
    SNAPSHOT_FILES.map((names) => Promise.all(names.map((name) => access(join(each, name))))),
  );
  const found = await Promise.allSettled(kinds);
  return found.some(({ status }) => status === 'fulfilled');
};

/** One name for a file, however it is reached, also before there is one. */
const place = async (path: string): Promise<string> => {
  const destination = await destinationOf(path).catch(() => undefined);
  const file = destination?.kind === 'file' ? destination.path : resolve(path);
  return realpath(file).catch(() =>
    realpath(dirname(file)).then(
      (folder) => join(folder, basename(file)),
      () => resolve(file),
    ),
  );
};

const writeOutputFile = (path: string, content: string): Promise<void> =>
  orRefuse(path, () => writeNamed(path, content, FOR_EVERYBODY));

/** If one file can't be created or written, the others are written anyway. The caller reports the problems. */
export const writeOutputFiles = async <F extends Format>(
  files: readonly OutputFile<F>[],
  render: (format: F) => Promise<string>,
): Promise<unknown[]> => {
  const problems: unknown[] = [];
  for (const { path, format } of files)
    try {
      await writeOutputFile(path, await render(format));
    } catch (error) {
      problems.push(error);
    }
  return problems;
};

/** One error that names every file that couldn't be written. An unexpected error takes precedence. */
export const notWritten = (problems: readonly unknown[]): unknown => {
  const [first, second] = problems;
  const unforeseen = problems.filter((problem) => !(problem instanceof Refusal));
  if (unforeseen.length > 0 || second === undefined) return unforeseen[0] ?? first;
  const files = problems.flatMap((problem) => (problem instanceof Refusal ? [problem.values.join(': ')] : []));
  return new Refusal('reports-not-written', [problems.length, files.join('; ')]);
};

const orRefuse = async (path: string, write: () => Promise<void>): Promise<void> => {
  try {
    await write();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('cannot-write', [path, systemCode(error)]);
  }
};

/** On stdout, with the line ends of its format. */
export const showResult = (text: string): void => {
  process.stdout.write(withoutCommands(text.endsWith('\n') ? text : `${text}\n`));
};

const WIDTH_WITHOUT_TERMINAL = 120;

/** A terminal without a size reports a width of 0. The variable is the one that the command line's help uses. */
export const screen = (view: View): RenderOptions => ({
  view,
  width: Number(process.env['OCLIF_COLUMNS']) || process.stdout.columns || WIDTH_WITHOUT_TERMINAL,
  color: process.stdout.isTTY && process.stdout.hasColors(),
});

/** A report in a file has the same width on every machine. */
export const page = (view: View): RenderOptions => ({ view, width: WIDTH_WITHOUT_TERMINAL, color: false });

/** In CI, files are lost after the run unless they are kept as artifacts. */
export const inPipeline = (): boolean => process.env['CI'] !== undefined;

/**
 * Checked before an org is contacted, so that the user doesn't confirm what can't be done. A link with the default name
 * may be part of a source tree. It would send the snapshot, and everything that a run writes to it, to a place that the
 * tree chooses.
 */
export const refuseUnwritableFolder = async (folder: string): Promise<void> => {
  if (folder === resolve(SNAPSHOT_DIR) && (await isLink(folder)))
    throw new Refusal('snapshot-dir-is-link', [SNAPSHOT_DIR], { bundle: 'remediation' });
  const answer = await canMakeFolder(folder);
  if (!answer.ok) throw new Refusal('snapshot-not-written', [folder, answer.code], { bundle: 'remediation' });
};
