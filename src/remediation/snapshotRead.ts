import { join } from 'node:path';
import type { FileAnswer } from '../files/read.js';
import { isFields, isListOf, isMissingOr, isNullOr, isText } from '../shape.js';
import { sha256 } from './hash.js';
import { componentKey } from './model.js';
import { isApiVersion, isEachOnce, isSavedChange, isSavedOrg, isSavedTool } from './savedShape.js';
import { open, type Unopened } from './sealed.js';
import { BEFORE, ORIGINALS } from './snapshot.js';
import { SNAPSHOT_KIND, SNAPSHOT_SCHEMA, type Snapshot, type SnapshotChange } from './snapshotModel.js';

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
