import { join } from 'node:path';
import * as z from 'zod/mini';
import type { FileAnswer } from '../../files/read.js';
import { componentKey } from '../../org/names.js';
import { defined, jsonIn } from '../../values.js';
import { sha256 } from '../edit/fingerprint.js';
import { isDeployEnded, isLeftUnchanged } from '../model/meaning.js';
import type { ComponentName } from '../model/result.js';
import { type Snapshot, SNAPSHOT } from '../model/saved.js';
import { open, type Unopened } from './seal.js';
import { areSound } from './shape.js';
import { AFTER, BEFORE, RESULT, SNAPSHOT_FORM } from './snapshot.js';

type Unread = (Unopened | { ok: false; problem: 'missing' }) & { file: string };

/** The texts of the components, by `Type:fullName`. */
export type Originals = ReadonlyMap<string, string>;

/** A snapshot counts only whole: with every original as it was written. */
export const readSnapshot = async (
  directory: string,
  readText: (path: string) => Promise<FileAnswer<string>>,
): Promise<{ ok: true; snapshot: Snapshot; originals: Originals } | Unread> => {
  const file = join(directory, BEFORE);
  const text = await readText(file);
  if (!text.ok) return { ok: false, problem: 'missing', file };
  const opened = open(text.value, { ...SNAPSHOT_FORM, isWhole: isSnapshot });
  if (!opened.ok) return { ...opened, file };
  const originals = new Map<string, string>();
  for (const { component, original } of opened.value.changes) {
    const path = join(directory, original.file);
    const found = await readText(path);
    if (!found.ok) return { ok: false, problem: 'damaged', file: path };
    if (sha256(found.value) !== original.sha256) return { ok: false, problem: 'edited', file: path };
    originals.set(componentKey(component), found.value);
  }
  return { ok: true, snapshot: opened.value, originals };
};

const isSnapshot = (content: unknown): content is Snapshot => {
  const { success, data } = SNAPSHOT.safeParse(content);
  return success && areSound(data.changes);
};

/** What became of the run that took a snapshot, as far as its folder tells. A run that was killed tells less. */
export type Aftermath = {
  /** Components that the run saw unchanged at its end, or never sent, by `Type:fullName`. */
  unchanged: ReadonlySet<string>;
  /** Deploys that the org has named. */
  ids: readonly string[];
  /** Those of them whose end the run did not see. */
  open: readonly string[];
  /** What the org called the components afterwards, by `Type:fullName`: it is not known to keep ids across a deploy. */
  componentIds: ReadonlyMap<string, string>;
  /** There may be a deploy whose id was not recorded. */
  unnamed?: {
    /** Validations of the same run, by which the org can be asked for its deploys. */
    checks: readonly string[];
    /** When it was about to be sent, by the clock of that machine, and by that of the org. */
    at?: string;
    orgAt?: string;
  };
};

type ReadText = (path: string) => Promise<FileAnswer<string>>;

/**
 * These two have no seal, and a run that broke off leaves what it leaves: what is not as it was written counts as not
 * there, and everything around it is read.
 */
const listOf = <T>(item: z.ZodMiniType<T>): z.ZodMiniType<T[]> =>
  z.pipe(
    z.array(z.unknown()),
    z.transform((list: unknown[]) => list.flatMap((one) => item.safeParse(one).data ?? [])),
  );

const anything = z.optional(z.unknown());
const textIfOne = z.catch(z.optional(z.string()), undefined);
const NAME = z.object({ type: z.string(), fullName: z.string() });
const DEPLOYS = z.catch(
  z.optional(
    z.array(z.object({ id: textIfOne, checkOnly: anything, status: anything, at: textIfOne, orgAt: textIfOne })),
  ),
  undefined,
);

const RUN_AFTER = z.object({
  checks: z.catch(listOf(z.string()), []),
  deploys: DEPLOYS,
  components: z.catch(listOf(z.object({ component: NAME, id: z.string() })), []),
});

const RUN_RESULT = z.object({
  deploys: DEPLOYS,
  outcomes: z.catch(
    z.optional(
      listOf(z.object({ component: z.catch(z.optional(NAME), undefined), result: anything, problem: anything })),
    ),
    undefined,
  ),
});

export const readAftermath = async (
  directory: string,
  components: readonly ComponentName[],
  readText: ReadText,
): Promise<Aftermath> => {
  const [after, result] = await Promise.all([
    readAs(RUN_AFTER, join(directory, AFTER), readText),
    readAs(RUN_RESULT, join(directory, RESULT), readText),
  ]);
  // The result names the same deploys, should the other file have got lost, or hold something else.
  const told = after?.deploys ?? result?.deploys;
  const deploys = (told ?? []).filter(({ checkOnly }) => checkOnly !== true);
  const unnamed = deploys.find(({ id }) => id === undefined);
  const isUnknown = unnamed !== undefined || !told;
  return {
    unchanged: unchangedIn(result?.outcomes, components),
    ids: deploys.flatMap(({ id }) => id ?? []),
    open: deploys.flatMap(({ id, status }) => (isDeployEnded(status) ? [] : (id ?? []))),
    ...(isUnknown && {
      unnamed: { checks: after?.checks ?? [], ...defined({ at: unnamed?.at, orgAt: unnamed?.orgAt }) },
    }),
    componentIds: new Map(after?.components.map(({ component, id }) => [componentKey(component), id])),
  };
};

type Outcomes = z.infer<typeof RUN_RESULT>['outcomes'];

/** What the run left out at its last look is in the snapshot, and has no outcome. */
const unchangedIn = (outcomes: Outcomes, components: readonly ComponentName[]): ReadonlySet<string> => {
  if (outcomes === undefined) return new Set();
  const keysOf = (some: typeof outcomes): string[] =>
    some.flatMap(({ component }) => (component ? componentKey(component) : []));
  const tried = new Set(keysOf(outcomes));
  const left = components.map(componentKey).filter((key) => !tried.has(key));
  return new Set([...keysOf(outcomes.filter(isLeftUnchanged)), ...left]);
};

const readAs = async <T>(schema: z.ZodMiniType<T>, path: string, readText: ReadText): Promise<T | undefined> => {
  const text = await readText(path);
  return text.ok ? schema.safeParse(jsonIn(text.value)).data : undefined;
};
