import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect } from 'chai';

/** What a command loads before it knows whether its flags are right: a mistake in them is told at once. */

const SRC = resolve(import.meta.dirname, '../../src');
const FOLDER = join(SRC, 'commands/oauth-posture');
const STATIC_IMPORT = /^(?:import|export) (?!type\b)[^;]*?from '(\.[^']+)';/gm;

const loadedWith = (file: string, found = new Set<string>()): Set<string> => {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(STATIC_IMPORT))
    loadedWith(join(dirname(file), path).replace(/\.js$/, '.ts'), found);
  return found;
};

const HEAVY =
  /^(?:actions\/(?!refusal\.ts)|cli\/(?:change|output)\/|cli\/run\.ts|files\/|inventory\/|org\/(?!redact\.ts|problem\.ts)|remediation\/)/;

describe('what a command loads before it has read its flags', () => {
  for (const command of readdirSync(FOLDER)) {
    const loaded = [...loadedWith(join(FOLDER, command))].map((file) => relative(SRC, file).replaceAll('\\', '/'));

    it(`is nothing that ${command} needs only to run`, () =>
      expect(loaded.filter((file) => HEAVY.test(file))).to.deep.equal([]));

    it(`is a few files of our own for ${command}`, () => expect(loaded.length).to.be.lessThan(50));
  }
});
