import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
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

const FOR_THE_REPOSITORY = /^docs\/(contributing|pictures)\//;

/** What a packed page may link to although it isn't packed. The README says so. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'docs/pictures/terminal.png': 'pictures would double the size of the package, and have a text in their place',
  'docs/pictures/report-light.png': 'as above',
  'docs/pictures/report-finding.png': 'as above',
  'docs/pictures/change-record.png': 'as above',
  'CONTRIBUTING.md': 'for people who have the source',
  'test/simulator/README.md': 'describes tests, which are not packed',
};

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

  it('holds what its pages link to, but for a few that the README names', () => {
    const isPacked = (target: string): boolean =>
      paths.some((path) => path === target || path.startsWith(`${target}/`));
    const links = paths
      .filter((path) => path.endsWith('.md') && !path.startsWith('messages/'))
      .flatMap(linksOf)
      .filter((link) => !isWeb(link))
      .map((link) => ({ ...link, target: targetOf(link) }));
    expect(links.length).to.be.greaterThan(50);
    const missing = links.filter(({ target }) => !isPacked(target));
    expect(missing.filter(({ target }) => !(target in LEFT_OUT)).map(({ from, to }) => `${from}: ${to}`)).to.deep.equal(
      [],
    );
    expect(Object.keys(LEFT_OUT).filter((target) => missing.every((link) => link.target !== target))).to.deep.equal([]);
  });

  it('says in its README what is in the repository only', () => {
    const readme = readFileSync('README.md', 'utf8').replaceAll(/\s+/g, ' ');
    expect(readme).to.include(
      'The installed plugin has these pages too, without their pictures. *Contributing* and *the simulated org* are in the repository only.',
    );
  });
});
