import { join, resolve } from 'node:path';
import type { FileAnswer } from '../../files/read.js';
import { BEFORE } from '../../remediation/saved/snapshot.js';
import { Refusal } from '../refusal.js';
import { ATTRIBUTES, KEEPING_BYTES, PATCHES, UNDO_NOTE } from './sourceSnapshot.js';

type ReadText = (path: string) => Promise<FileAnswer<string>>;

/**
 * A word in the form that the note of a run has, with nothing that a shell would interpret. An attacker could plant a
 * folder so that a user pastes what it says. A backslash right before a quote would keep the word open, and what other
 * words have in quotes would be outside of them.
 */
const WORD = String.raw`(?:[\w@%+=:,./-]+|(?:'[^'\n]*'|"[^"$\x60\\!\n]*"|\\')+|\$'(?:[\w ./@+=,-]|\\[0-3][0-7]{2})+')`;
const UNDO_COMMAND = new RegExp(
  `^git -c core.attributesFile=(${WORD}) --git-dir=/dev/null -C (${WORD}) apply --whitespace=nowarn (${WORD})(?: (${WORD}))?$`,
);

/**
 * A run quotes in a way that holds in every shell. PowerShell ends a word at a curly quote, and the old command line of
 * Windows knows only double quotes, of which no file name there has any: after others, it would start what follows.
 */
const IN_EVERY_SHELL =
  /^(?:[\w@%+=:,./-]+|(?:'[^'"\u2018-\u201b&|<>^\p{C}]*'|"[^"$\x60\\!\u201c-\u201f\p{C}]*")+|\$'[^']+')$/u;

/** A restore works on an org. Files that were edited come back by Git, and their snapshot holds the command. */
export const refuseSourceSnapshot = async (directory: string, readText: ReadText): Promise<void> => {
  const path = join(directory, UNDO_NOTE);
  const [before, note] = await Promise.all([readText(join(directory, BEFORE)), readText(path)]);
  const command = note.ok ? (note.value.trimEnd().split('\n').at(-1) ?? '') : '';
  const [attributes, ...others] = (UNDO_COMMAND.exec(command) ?? []).slice(1).filter((word) => word !== undefined);
  if (before.ok || attributes === undefined) return;
  const isOurs =
    [attributes, ...others].every((word) => IN_EVERY_SHELL.test(word)) &&
    (await keepsBytes(attributes, directory, readText)) &&
    (await undoesEdits(others.slice(1).join(' '), directory, readText));
  throw new Refusal('snapshot-of-files', [directory, isOurs ? command : '', path], { bundle: 'restore' });
};

/** Other attributes could name a filter, which is a program in the configuration of the user. */
const keepsBytes = async (word: string, directory: string, readText: ReadText): Promise<boolean> => {
  const path = resolve(directory, ATTRIBUTES);
  const text = await readText(path);
  return isOnly(word, [path]) && text.ok && text.value === KEEPING_BYTES;
};

/** Whether these paths are all that the words contain, apart from quotes. */
const isOnly = (words: string, paths: readonly string[]): boolean =>
  /^['" ]*$/.test(paths.reduce((left, path) => left.replace(path, ''), words));

/** Only patches of this folder that change files of apps. Another patch could write anything into any file. */
const undoesEdits = async (words: string, directory: string, readText: ReadText): Promise<boolean> => {
  const named = PATCHES.map((name) => resolve(directory, name)).filter((patch) => words.includes(patch));
  if (named.length === 0 || !isOnly(words, named)) return false;
  const texts = await Promise.all(named.map(readText));
  return texts.every((text) => (text.ok ? editsApps(text.value) : text.code === 'ENOENT'));
};

/** What may stand before a hunk, besides the names of the file. */
const HEADER = /^(?:diff|index|old|new|deleted|rename|copy|similarity|dissimilarity|GIT|Binary)\b/;
const NAME = /^(?:---|\+\+\+) /;
/** Git ends a name at a tab. */
const NAME_OF_APP = /^\S+ "?[ab]\/[^\t]*\.(?:connectedApp|ecaOauthPlcy)(?:-meta\.xml)?"?$/;

const editsApps = (patch: string): boolean =>
  patch
    .split('\n')
    .every((line) => (NAME.test(line) ? NAME_OF_APP.test(line) : !HEADER.test(line) || line.startsWith('diff --git ')));
