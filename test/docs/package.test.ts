import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { isWeb, linksOf, targetOf } from './support/pages.js';

/** What `npm pack` packs. The manifest is made by `prepack`, which doesn't run here. */

type Packed = { files: { path: string }[]; unpackedSize: number };
type Manifest = {
  dependencies: Record<string, string>;
  scripts: Record<string, string>;
  files: string[];
  version: string;
};

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

const packed = (): Packed => {
  const [found] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as Packed[];
  if (!found) throw new Error('npm packed nothing.');
  return found;
};

const listed = (folder: string, isMeant: (name: string) => boolean = () => true): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .filter(isMeant);

const FOR_THE_REPOSITORY = /^docs\/(architecture\.md$|contributing\/|decisions\/|pictures\/)/;

const EXPECTED = [
  ...['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'bin/run.js', 'package.json'],
  ...listed('src').map((file) => file.replace(/^src\/(.*)\.ts$/, 'lib/$1.js')),
  ...listed('messages'),
  ...listed('schemas'),
  ...listed('docs', (file) => !FOR_THE_REPOSITORY.test(file)),
].sort();

describe('the packed plugin', () => {
  let paths: string[];
  let size: number;
  before(() => {
    const { files, unpackedSize } = packed();
    paths = files.map(({ path }) => path).filter((path) => path !== 'oclif.manifest.json');
    size = unpackedSize;
  });

  it('holds what an installed plugin needs, and nothing else', () => {
    expect(paths.toSorted()).to.deep.equal(EXPECTED);
  });

  it('has no type declarations, because it is no library', () => {
    expect(paths.filter((path) => path.endsWith('.d.ts'))).to.deep.equal([]);
    expect(size).to.be.lessThan(2_500_000);
  });

  it('gets its manifest when it is packed', () => {
    expect(manifest.files).to.include('/oclif.manifest.json');
    expect(manifest.scripts['prepack']).to.match(/&& oclif manifest$/);
  });

  it('runs nothing when it is installed', () => {
    const atInstall = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare'];
    expect(Object.keys(manifest.scripts).filter((name) => atInstall.includes(name))).to.deep.equal([]);
  });

  it('holds the pages that messages name', () => {
    const named = listed('messages').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/<docs>\/([\w./-]*\w)/g)].map(([, page = '']) => `docs/${page}`),
    );
    expect(named).to.include('docs/waivers.md');
    for (const page of named)
      expect(
        paths.some((path) => path === page || path.startsWith(`${page}/`)),
        page,
      ).to.be.true;
  });

  it('names its pages in messages by their whole path alone', () => {
    for (const file of listed('messages'))
      expect(readFileSync(file, 'utf8').replaceAll(/https:\S+/g, ''), file).to.not.match(/(?<!<)docs\//);
  });

  it('holds the pages that its pages link to', () => {
    const missing = paths
      .filter((path) => /^docs\/.*\.md$/.test(path))
      .flatMap(linksOf)
      .filter((link) => !isWeb(link))
      .map(targetOf)
      .filter((target) => existsSync(target) && !FOR_THE_REPOSITORY.test(target))
      .filter((target) => !paths.some((path) => path === target || path.startsWith(`${target}/`)));
    expect(missing).to.deep.equal([]);
  });
});
