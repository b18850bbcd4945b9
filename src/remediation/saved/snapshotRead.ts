import { join } from 'node:path';
import type { FileAnswer } from '../../files/read.js';
import { componentKey } from '../../org/names.js';
import { type Fields, isFields, isListOf, isMissingOr, isNullOr, isText, unlessBroken } from '../../values.js';
import { sha256 } from '../edit/fingerprint.js';
import { isDeployEnded, isLeftUnchanged } from '../model/meaning.js';
import type { ComponentName } from '../model/result.js';
import { type Snapshot, SNAPSHOT_KIND, SNAPSHOT_SCHEMA, type SnapshotChange } from '../model/saved.js';
import { open, type Unopened } from './seal.js';
import { isApiVersion, isEachOnce, isSavedChange, isSavedOrg, isSavedTool } from './shape.js';
import { AFTER, BEFORE, ORIGINALS, RESULT } from './snapshot.js';

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
  const opened = open(text.value, { kind: SNAPSHOT_KIND, schemaVersion: SNAPSHOT_SCHEMA, isWhole: isSnapshot });
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

const isSnapshot = (content: unknown): content is Snapshot =>
  isFields(content) &&
  isSavedTool(content.tool) &&
  isText(content.createdAt) &&
  isSavedOrg(content.org) &&
  isApiVersion(content.apiVersion) &&
  isMissingOr(isText, content.keySalt) &&
  isListOf(content.changes, isKeptChange) &&
  isEachOnce(content.changes as SnapshotChange[]);

const isKeptChange = (change: unknown): boolean =>
  isFields(change) &&
  isSavedChange(change) &&
  isSwitch(change.before) &&
  isSwitch(change.after) &&
  isMissingOr(isText, change.id) &&
  isMissingOr(isText, change.keyMark) &&
  isOriginal(change.original);

const isSwitch = (state: unknown): boolean =>
  isFields(state) && isNullOr(isText, state.flag) && isNullOr(isText, state.user);

/** A name as this tool makes them: it leads nowhere else. */
const ORIGINAL = new RegExp(`^${ORIGINALS}/[\\w-]+\\.xml$`);

const isOriginal = (original: unknown): boolean =>
  isFields(original) && isText(original.file) && ORIGINAL.test(original.file) && isText(original.sha256);

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
  /** There may be a deploy of which nobody wrote down the id. */
  unnamed?: {
    /** Validations of the same run, by which the org can be asked for its deploys. */
    checks: readonly string[];
    /** When it was about to be sent, by the clock of that machine. */
    at?: string;
  };
};

type ReadText = (path: string) => Promise<FileAnswer<string>>;

export const readAftermath = async (
  directory: string,
  components: readonly ComponentName[],
  readText: ReadText,
): Promise<Aftermath> => {
  const [after, result] = await Promise.all([AFTER, RESULT].map((file) => readFields(join(directory, file), readText)));
  // The result names the same deploys, should the other file have got lost, or hold something else.
  const told = [after, result].find((one) => isListOf(one?.['deploys'], isFields));
  const deploys = listIn(told, 'deploys').filter(({ checkOnly }) => checkOnly !== true);
  const unnamed = deploys.find(({ id }) => !isText(id));
  const isUnknown = unnamed !== undefined || !told;
  return {
    unchanged: unchangedIn(result, components),
    ids: deploys.flatMap(({ id }) => (isText(id) ? [id] : [])),
    open: deploys.flatMap(({ id, status }) => (isText(id) && !isDeployEnded(status) ? [id] : [])),
    ...(isUnknown && {
      unnamed: { checks: textsIn(after, 'checks'), ...(isText(unnamed?.at) && { at: unnamed.at }) },
    }),
    componentIds: new Map(
      listIn(after, 'components').flatMap((reading) =>
        keyIn(reading).flatMap((key): [string, string][] => (isText(reading.id) ? [[key, reading.id]] : [])),
      ),
    ),
  };
};

/** What the run left out at its last look is in the snapshot, and has no outcome. */
const unchangedIn = (result: Fields | undefined, components: readonly ComponentName[]): ReadonlySet<string> => {
  if (!Array.isArray(result?.outcomes)) return new Set();
  const outcomes = listIn(result, 'outcomes');
  const tried = new Set(outcomes.flatMap(keyIn));
  const left = components.map(componentKey).filter((key) => !tried.has(key));
  return new Set([...outcomes.filter(isLeftUnchanged).flatMap(keyIn), ...left]);
};

const keyIn = ({ component }: Fields): string[] =>
  isFields(component) && isText(component.type) && isText(component.fullName)
    ? [componentKey({ type: component.type, fullName: component.fullName })]
    : [];

const textsIn = (content: Fields | undefined, member: string): string[] => {
  const list = content?.[member];
  return Array.isArray(list) ? list.filter(isText) : [];
};

const listIn = (content: Fields | undefined, member: string): Fields[] => {
  const list = content?.[member];
  return Array.isArray(list) ? list.filter(isFields) : [];
};

const readFields = async (path: string, readText: ReadText): Promise<Fields | undefined> => {
  const text = await readText(path);
  const content = text.ok ? unlessBroken((): unknown => JSON.parse(text.value)) : undefined;
  return isFields(content) ? content : undefined;
};
