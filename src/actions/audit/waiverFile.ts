import { join } from 'node:path';
import type { Notice } from '../../posture/model.js';
import type { WaiverFile } from '../../posture/waivers/model.js';
import { parseWaiverFile } from '../../posture/waivers/parse.js';
import type { Reads } from '../doors.js';
import { Refusal, type Point } from '../refusal.js';

/** `byDefault`: the default file of a folder, if it exists. */
export type WaiverChoice = { kind: 'off' } | { kind: 'byDefault'; folder: string } | { kind: 'file'; path: string };

export type Waivers = { path: string | null; file: WaiverFile | undefined; notice: Notice };

const USUAL_NAME = 'oauth-posture.yml';

/**
 * The result always names the file that applies, or says that none does. A file with a mistake ends the run before it
 * starts.
 */
export const readWaivers = async (
  choice: WaiverChoice,
  today: string,
  readText: Reads['readText'],
): Promise<Waivers> => {
  if (choice.kind === 'off') return { path: null, file: undefined, notice: { code: 'waivers-switched-off' } };
  const path = fileOf(choice);
  const text = await readText(path);
  if (!text.ok) {
    if (choice.kind === 'file' || text.code !== 'ENOENT') throw Refusal.ofFile(path, text.code, '--waivers');
    const data = { file: USUAL_NAME, folder: choice.folder };
    return { path: null, file: undefined, notice: { code: 'waiver-file-not-found', data } };
  }
  const shown = choice.kind === 'file' ? path : USUAL_NAME;
  const parsed = parseWaiverFile(text.value, today);
  if (!parsed.ok) throw invalid(shown, parsed.mistakes);
  const { waivers, manualChecks } = parsed.file;
  const data = { file: shown, waivers: waivers.length, checks: manualChecks.length };
  return { path: shown, file: parsed.file, notice: { code: 'waiver-file-applied', data } };
};

/** The path that waivers are read from. */
export const waiverPath = (choice: WaiverChoice): string | undefined =>
  choice.kind === 'off' ? undefined : fileOf(choice);

const fileOf = (choice: Exclude<WaiverChoice, { kind: 'off' }>): string =>
  choice.kind === 'file' ? choice.path : join(choice.folder, USUAL_NAME);

type Mistakes = Extract<ReturnType<typeof parseWaiverFile>, { ok: false }>['mistakes'];

/** In a generated file, one mistake occurs in every entry. */
const MOST_TOLD = 20;

const invalid = (path: string, mistakes: Mistakes): Refusal => {
  const point = ({ line, column }: Mistakes[number], key: string, values: Point['values']): Point => ({
    ...{ file: path, line, column, key, values },
  });
  const [first, ...others] = mistakes.slice(MOST_TOLD);
  const told = first && others.length > 0 ? mistakes.slice(0, MOST_TOLD) : mistakes;
  const points = told.map((mistake) => point(mistake, mistake.code, Object.values(mistake.data)));
  const left = mistakes.length - told.length;
  return new Refusal('invalid', [path, mistakes.length], {
    bundle: 'waivers',
    points: first && left > 0 ? [...points, point(first, 'more', [left])] : points,
  });
};
