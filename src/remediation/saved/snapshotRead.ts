import { join } from 'node:path';
import * as z from 'zod/mini';
import type { FileAnswer } from '../../files/read.js';
import { componentKey, defined, jsonIn } from '../../values.js';
import { sha256 } from '../edit/fingerprint.js';
import { isDeployEnded, mayBeOthersWork } from '../model/meaning.js';
import type { ComponentName } from '../model/result.js';
import { type RunMark, type Snapshot, SNAPSHOT } from '../model/saved.js';
import { open, type Unopened } from './seal.js';
import { areSound } from './shape.js';
import { AFTER, BEFORE, RESULT, SNAPSHOT_FORM } from './snapshot.js';

type Unread = (Unopened | { ok: false; problem: 'missing' }) & { file: string };

/** The texts of the components, by `Type:fullName`. */
export type Originals = ReadonlyMap<string, string>;

/** Accepts only a complete snapshot, with every original as it was written. */
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

/** What happened to the run of the snapshot, as far as its folder shows. A run that was killed leaves less. */
export type Aftermath = {
  /** Absent: the run recorded its result, so it sends nothing more. */
  unfinished?: { run?: RunMark };
  /** Components, by `Type:fullName`, that the run found unchanged at its end or never sent. */
  unchanged: ReadonlySet<string>;
  /** Deploys whose IDs the org returned. */
  ids: readonly string[];
  /** Those whose end the run didn't see. */
  open: readonly string[];
  /** When the last one of these was about to be sent. */
  openSince?: Sending;
  /** The IDs of the components afterwards, by `Type:fullName`, because it isn't known whether a deploy keeps them. */
  componentIds: ReadonlyMap<string, string>;
  /** There may be a deploy whose ID wasn't recorded. */
  unnamed?: {
    /** Validations of the same run, through which the org can be asked for its deploys. */
    checks: readonly string[];
  } & Sending;
};

/** When a deploy was about to be sent, by that machine's clock and by the org's. */
export type Sending = { at?: string; orgAt?: string };

type ReadText = (path: string) => Promise<FileAnswer<string>>;

/**
 * These two files have no seal, and a run that was cut off may leave them incomplete. A part that isn't as it was
 * written counts as absent, and the rest is read.
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

const POSITIVE = z.int().check(z.positive());

/** Optional members that aren't as they were written make it another mark, of which nothing is known. */
const RUN_MARK = z.object({
  pid: POSITIVE,
  host: z.string(),
  machine: z.exactOptional(z.string()),
  began: z.exactOptional(z.string()),
  folder: z.string(),
}) satisfies z.ZodMiniType<RunMark>;

const RUN_AFTER = z.object({
  run: z.catch(z.optional(RUN_MARK), undefined),
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
  // In this order, because the run writes the result last: if it's there, the other file is final.
  const result = await readAs(RUN_RESULT, join(directory, RESULT), readText);
  const after = await readAs(RUN_AFTER, join(directory, AFTER), readText);
  // The result lists the same deploys, in case the other file is lost or different.
  const told = after?.deploys ?? result?.deploys;
  const deploys = (told ?? []).filter(({ checkOnly }) => checkOnly !== true);
  const unnamed = deploys.find(({ id }) => id === undefined);
  const open = deploys.filter(({ id, status }) => id !== undefined && !isDeployEnded(status));
  const isUnknown = unnamed !== undefined || !told;
  return {
    unchanged: unchangedIn(result?.outcomes, components),
    ids: deploys.flatMap(({ id }) => id ?? []),
    open: open.flatMap(({ id }) => id ?? []),
    openSince: sendingOf(open.at(-1)),
    ...(isUnknown && {
      unnamed: { checks: after?.checks ?? [], ...sendingOf(unnamed) },
    }),
    ...(!result && { unfinished: defined({ run: after?.run }) }),
    componentIds: new Map(after?.components.map(({ component, id }) => [componentKey(component), id])),
  };
};

const sendingOf = (deploy: { [Time in keyof Sending]?: Sending[Time] | undefined } | undefined): Sending =>
  defined({ at: deploy?.at, orgAt: deploy?.orgAt });

type Outcomes = z.infer<typeof RUN_RESULT>['outcomes'];

/** A component in the snapshot without an outcome was skipped by the run at its last reading. */
const unchangedIn = (outcomes: Outcomes, components: readonly ComponentName[]): ReadonlySet<string> => {
  if (outcomes === undefined) return new Set();
  const keysOf = (some: typeof outcomes): string[] =>
    some.flatMap(({ component }) => (component ? componentKey(component) : []));
  const tried = new Set(keysOf(outcomes));
  const left = components.map(componentKey).filter((key) => !tried.has(key));
  return new Set([...keysOf(outcomes.filter(mayBeOthersWork)), ...left]);
};

const readAs = async <T>(schema: z.ZodMiniType<T>, path: string, readText: ReadText): Promise<T | undefined> => {
  const text = await readText(path);
  return text.ok ? schema.safeParse(jsonIn(text.value)).data : undefined;
};
