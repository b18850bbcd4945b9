import { join } from 'node:path';
import type { Disk } from '../../files/disk.js';
import type { FileAnswer } from '../../files/read.js';
import { componentKey, isText } from '../../values.js';
import { sha256 } from '../edit/fingerprint.js';
import type { Deploy, RemediationResult } from '../model/result.js';
import type { SendingTime, Snapshot, SnapshotAfter, SnapshotChange, SnapshotReading } from '../model/saved.js';
import { seal } from './seal.js';

export const SNAPSHOT_FORM = { kind: 'oauth-posture-snapshot', schemaVersion: 3 } as const;

export type SnapshotRequest = Omit<Snapshot, keyof typeof SNAPSHOT_FORM | 'changes'> & {
  /** `original` is the text as the org returned it, without consumer key and secret. */
  changes: readonly (Omit<SnapshotChange, 'original'> & { original: string })[];
};

/** One folder for each run, never shared. When a call returns, its data is on the disk. */
export type SnapshotFolder = {
  directory: string;
  /** The file with the component's earlier state. */
  originalOf: (component: SnapshotChange['component']) => string;
  /** Before the first deploy: records the validations of this run. */
  begun(checks: readonly string[]): Promise<FileAnswer<void>>;
  /** Right before a deploy is sent: records that there may be one from now on. */
  deploySending(deploy: Deploy, time: SendingTime): Promise<FileAnswer<void>>;
  /** The org didn't receive the deploy that was sent last. */
  deployNotSent(): Promise<FileAnswer<void>>;
  /** As soon as the org returns the deploy's ID: from now on it can be found again. */
  deploySent(deploy: Deploy): Promise<FileAnswer<void>>;
  /** Records the status of each deploy and what was read back. */
  readBack(deploys: readonly Deploy[], components: readonly SnapshotReading[]): Promise<FileAnswer<void>>;
  /** Nothing was sent, so there is nothing to undo. */
  discard(): Promise<FileAnswer<void>>;
  finished(result: RemediationResult): Promise<FileAnswer<void>>;
  /** True if it's still the folder that was created, not a link or another folder in its place. */
  isInPlace(): Promise<boolean>;
};

/** The org's ID becomes part of a folder name, so it must be a real ID. */
export const isOrgId = (id: unknown): boolean => isText(id) && /^00D(?:[0-9A-Za-z]{12}|[0-9A-Za-z]{15})$/.test(id);

export const BEFORE = 'before.json';
export const AFTER = 'after.json';
export const RESULT = 'result.json';
export const ORIGINALS = 'originals';

/**
 * Writes the originals first and `before.json` last: a folder with that file is complete. If writing fails, the folder
 * is removed.
 */
export const createSnapshot = async (
  below: string,
  request: SnapshotRequest,
  disk: Disk,
): Promise<FileAnswer<SnapshotFolder>> => {
  if (!isOrgId(request.org.id)) return { ok: false, code: 'org-id' };
  const made = await disk.makeNewFolder(join(below, folderName(request)));
  if (!made.ok) return made;
  const directory = made.value;
  const kept = originalsOf(request);
  const written = await untilRefused(stepsOf(directory, request, kept, disk));
  const id = written.ok ? await disk.folderId(directory) : written;
  if (id.ok) return { ok: true, value: folder({ directory, id: id.value }, kept, disk) };
  await disk.removeFolder(directory);
  return id;
};

type Original = { text: string; change: SnapshotChange };

const originalsOf = ({ changes }: SnapshotRequest): Original[] =>
  changes.map(({ original, ...change }, index) => {
    const file = `${ORIGINALS}/${originalName(index, change.component)}`;
    return { text: original, change: { ...change, original: { file, sha256: sha256(original) } } };
  });

type Step = () => Promise<FileAnswer<void>>;

const stepsOf = (directory: string, request: SnapshotRequest, originals: readonly Original[], disk: Disk): Step[] => {
  const write =
    (file: string, content: string): Step =>
    () =>
      disk.write(join(directory, file), content);
  const changes = originals.map(({ change }) => change);
  const before: Snapshot = { ...SNAPSHOT_FORM, ...request, changes };
  return [
    () => disk.makeFolder(join(directory, ORIGINALS)),
    write('.gitignore', '*\n'),
    ...originals.map(({ text, change }) => write(change.original.file, text)),
    write(BEFORE, seal(before)),
  ];
};

const untilRefused = async (steps: readonly Step[]): Promise<FileAnswer<void>> => {
  for (const step of steps) {
    const answer = await step();
    if (!answer.ok) return answer;
  }
  return { ok: true, value: undefined };
};

type Place = { directory: string; id: string };

const folder = ({ directory, id }: Place, originals: readonly Original[], disk: Disk): SnapshotFolder => {
  const files = new Map(originals.map(({ change }) => [componentKey(change.component), change.original.file]));
  const after: SnapshotAfter = { checks: [], deploys: [], components: [] };
  const isInPlace = async (): Promise<boolean> => {
    const found = await disk.folderId(directory);
    return found.ok && found.value === id;
  };
  const write = async (file: string, content: unknown): Promise<FileAnswer<void>> =>
    (await isInPlace())
      ? disk.write(join(directory, file), `${JSON.stringify(content, null, 2)}\n`)
      : { ok: false, code: 'snapshot-gone' };
  return {
    directory,
    originalOf: (component) => join(directory, files.get(componentKey(component)) ?? ORIGINALS),
    begun: (checks) => {
      after.checks = [...checks];
      return write(AFTER, after);
    },
    deploySending: async (deploy, time) => {
      after.deploys.push({ ...deploy, ...time });
      const written = await write(AFTER, after);
      if (!written.ok) after.deploys.pop();
      return written;
    },
    deployNotSent: () => {
      after.deploys.pop();
      return write(AFTER, after);
    },
    deploySent: (deploy) => {
      Object.assign(after.deploys.at(-1) ?? {}, deploy);
      return write(AFTER, after);
    },
    readBack: (deploys, components) => {
      const ends = new Map(deploys.flatMap(({ id, status }) => (id === undefined ? [] : [[id, status]])));
      after.deploys = after.deploys.map((one) => ({ ...one, status: ends.get(one.id ?? '') ?? one.status }));
      after.components = [...components];
      return write(AFTER, after);
    },
    discard: () => disk.removeFolder(directory),
    finished: (result) => write(RESULT, result),
    isInPlace,
  };
};

/** A file name can't contain a colon. */
const folderName = ({ org, createdAt }: SnapshotRequest): string => `${org.id}-${createdAt.replaceAll(/[:.]/g, '-')}`;

/** Names come from the org, so only letters, digits, and similar are kept. The number makes them distinct. */
const originalName = (index: number, { type, fullName }: SnapshotChange['component']): string =>
  `${String(index + 1).padStart(4, '0')}-${type}-${fullName.replaceAll(/\W+/g, '_').slice(0, 80)}.xml`;
