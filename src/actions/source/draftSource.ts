import { dirname, join, relative, resolve, sep } from 'node:path';
import { LIMITS } from '../../metadata/xml/parse.js';
import type { Finding } from '../../posture/model.js';
import { draftEdit, type SourceEdit } from '../../remediation/edit/sourceEdit.js';
import type { ComponentName, Skip } from '../../remediation/model/result.js';
import type { Reads } from '../doors.js';

export type FileToEdit = { finding: Finding; component: ComponentName };

export type Drafted = {
  /** The folder that patches are applied in. */
  base: string;
  edits: SourceEdit[];
  skipped: Skip[];
};

type Located = FileToEdit & { path: string };

/** Makes each edit in memory, with its patches, whose paths all start at one folder. */
export const draftAll = async (files: readonly FileToEdit[], root: string, doors: Reads): Promise<Drafted> => {
  const { located, skipped } = await locate(files, root, doors);
  const base = await patchFolder(
    located.map(({ path }) => path),
    root,
    doors,
  );
  const edits: SourceEdit[] = [];
  for (const file of located) {
    const drafted = await draftOne(file, base, doors);
    if ('change' in drafted) edits.push(drafted);
    else skipped.push(drafted);
  }
  return { base, edits, skipped };
};

/** git rejects a path that goes through a link. */
const locate = async (
  files: readonly FileToEdit[],
  root: string,
  { realPath }: Reads,
): Promise<{ located: Located[]; skipped: Skip[] }> => {
  const located: Located[] = [];
  const skipped: Skip[] = [];
  for (const file of files) {
    const real = await realPath(resolve(root, file.finding.app.file ?? ''));
    if (real.ok) located.push({ ...file, path: real.value });
    else skipped.push(skip(file, 'gone', real.code));
  }
  return { located, skipped };
};

const draftOne = async (file: Located, base: string, { readBytes }: Reads): Promise<SourceEdit | Skip> => {
  const { path, component, finding } = file;
  const read = await readBytes(path, LIMITS.length);
  if (!read.ok) return skip(file, 'gone', read.code);
  const { control, app } = finding;
  const patchPath = relative(base, path).split(sep).join('/');
  const drafted = draftEdit({ control, app, component, path, patchPath }, read.value);
  return drafted.ok ? drafted.edit : skip(file, 'not-editable', drafted.problem);
};

const skip = ({ finding: { control, app } }: FileToEdit, reason: Skip['reason'], detail: string): Skip => ({
  control,
  app,
  reason,
  detail,
});

/**
 * The top of the repository that contains all files or, if there is none, the innermost folder that contains them and
 * the working directory.
 */
const patchFolder = async (paths: readonly string[], root: string, { realPath, git }: Reads): Promise<string> => {
  const folders = paths.map(dirname);
  const topLevel = await git.topLevel(commonFolder(folders) ?? root);
  if (topLevel !== undefined) return topLevel;
  const start = await realPath(root);
  return commonFolder([start.ok ? start.value : root, ...folders]) ?? root;
};

const commonFolder = ([first, ...others]: readonly string[]): string | undefined =>
  others.reduce((common, folder) => {
    let shared = common;
    while (shared !== undefined && shared !== folder && !folder.startsWith(join(shared, sep))) shared = dirname(shared);
    return shared;
  }, first);
