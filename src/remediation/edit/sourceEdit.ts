import type { FileBytes } from '../../files/read.js';
import { decode, encode, type Encoding } from '../../metadata/decode.js';
import type { EditProblem } from '../../metadata/edit/proven.js';
import { switchOff } from '../../metadata/edit/switchOff.js';
import type { Change } from '../model/result.js';
import { componentHash } from './fingerprint.js';
import { secretPassages } from './secretPassages.js';
import { unifiedDiff } from './unifiedDiff.js';

/** A source file whose flow will be turned off. */
export type SourceCandidate = Pick<Change, 'control' | 'app' | 'component'> & {
  /** The real path, with links resolved. */
  path: string;
  /** Relative to the folder that patches are applied in, with forward slashes. */
  patchPath: string;
};

export type SourceEdit = {
  change: Change;
  path: string;
  patchPath: string;
  mode: number;
  before: Buffer;
  after: Buffer;
  /** For people: what changes. */
  diff: string;
  /** For `git apply`: the patch that undoes the edit, one character for each byte. */
  reverse: string;
};

export type SourceRefusal =
  | EditProblem
  /** The bytes are invalid in the file's encoding. */
  | 'not-text'
  /** The patch that undoes the edit would contain a consumer key or secret. */
  | 'secret-beside-switch'
  /** No patch can undo the edit, because git rejects the path. */
  | 'path-of-git';

export type DraftedEdit = { ok: true; edit: SourceEdit } | { ok: false; problem: SourceRefusal };

/**
 * Makes the smallest edit and checks it in the text and then in the bytes. Everything else is written as it was read.
 */
export const draftEdit = (candidate: SourceCandidate, { bytes, mode }: FileBytes): DraftedEdit => {
  const { control, app, component, path, patchPath } = candidate;
  if (isRejectedByGit(patchPath)) return refuse('path-of-git');
  const decoded = decode(bytes);
  if (!decoded.ok) return refuse('not-text');
  const { text, encoding } = decoded;
  const off = switchOff(text, component.type, { removeUser: true });
  if (!off.ok) return refuse(off.problem);
  const beforeHash = componentHash(text);
  if (beforeHash === undefined || !encode(text, encoding).equals(bytes)) return refuse('not-proven');

  const after = encode(off.text, encoding);
  const diff = unifiedDiff({ path: patchPath, before: text, after: off.text, hidden: SECRETS });
  const reverse = reverseOf(patchPath, bytes, after, encoding);
  if (diff === undefined || reverse === undefined) return refuse('secret-beside-switch');
  const change = { control, app, component, edits: off.edits, beforeHash };
  return { ok: true, edit: { change, path, patchPath, mode, before: bytes, after, diff, reverse } };
};

/**
 * Names that are that of a repository's own folder on some file system, whatever this one makes of them. One such path
 * in a patch makes git reject all of it, so none of the run could be undone.
 */
const isRejectedByGit = (path: string): boolean =>
  path.split(/[/\\]/).some((part) => /^(?:\.git|git~1)[. ]*(?::|$)/i.test(part.replaceAll(/\p{Cf}/gu, '')));

const refuse = (problem: SourceRefusal): DraftedEdit => ({ ok: false, problem });

const reverseOf = (path: string, before: Buffer, after: Buffer, encoding: Encoding): string | undefined =>
  unifiedDiff({
    path,
    before: after.toString('latin1'),
    after: before.toString('latin1'),
    hidden: encoding === 'utf-8' ? SECRETS : SECRETS_IN_WIDE_BYTES,
  });

const SECRETS = secretPassages('');
/** With two bytes for each letter, there may be zeros between letters. */
const SECRETS_IN_WIDE_BYTES = secretPassages('\\0?');
