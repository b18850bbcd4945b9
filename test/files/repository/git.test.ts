import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { git, type CheckedFile } from '../../../src/files/repository/git.js';
import { HOSTILE_TREES, springTrap, trap } from '../support/hostileTrees.js';
import { removeTemporaryTrees, temporaryTree } from '../support/temporaryTree.js';

const FILE = 'force-app/Hostile.connectedApp-meta.xml';

const checked = (...paths: string[]): CheckedFile[] => paths.map((path) => ({ path, bytes: readFileSync(path) }));

const commit = (root: string): void => {
  execFileSync('git', ['init', '-q', root]);
  execFileSync('git', ['-C', root, 'add', '.'], { stdio: 'ignore' });
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  execFileSync('git', ['-C', root, ...identity, 'commit', '-qm', 'first']);
};

/** Variables of the process, for as long as the work takes. */
const within = async (environment: NodeJS.ProcessEnv, work: () => Promise<void>): Promise<void> => {
  const before = Object.keys(environment).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, environment);
  try {
    await work();
  } finally {
    for (const [name, value] of before)
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
  }
};

/** So that git is asked for what it leaves out. */
const makeSparse = (root: string): void => {
  const repository = join(root, '.git');
  if (!existsSync(repository) || !statSync(repository).isDirectory()) return;
  mkdirSync(join(repository, 'info'), { recursive: true });
  writeFileSync(join(repository, 'info', 'sparse-checkout'), '/*\n');
};

describe('asking git about a source tree', () => {
  afterEach(removeTemporaryTrees);

  describe('runs nothing that the tree brings', () => {
    for (const { name, plant, springs, environment } of HOSTILE_TREES)
      it(name, async () => {
        const root = temporaryTree({ [`tree/${FILE}`]: '<a/>\n' });
        const tree = join(root, 'tree');
        const folder = dirname(join(tree, FILE));
        const { command, wasRun, reset } = trap(root);
        plant({ root: tree, folder, command });
        const variables = environment?.(tree, command) ?? {};
        await within(variables, async () => {
          await git.topLevel(folder);
          await git.modified(checked(join(tree, FILE)));
          makeSparse(tree);
          await git.leftOut(folder, ['sfdx-project.json']);
          await git.leftOut(tree, []);
        });
        expect(wasRun()).to.equal(false);
        if (springs) {
          springTrap(folder, springs, variables);
          expect(wasRun(), 'the trap itself').to.equal(true);
          reset();
        }
      });
  });

  describe('tells what differs from the last commit', () => {
    it('changed, staged and never committed files, and no other', async () => {
      const root = temporaryTree({ 'a b/same.xml': '1\n', 'a b/edited.xml': '1\n', 'a b/staged.xml': '1\n' });
      commit(root);
      writeFileSync(join(root, 'a b/edited.xml'), '2\n');
      writeFileSync(join(root, 'a b/staged.xml'), '2\n');
      execFileSync('git', ['-C', root, 'add', 'a b/staged.xml']);
      writeFileSync(join(root, 'a b/-new.xml'), '1\n');
      const paths = ['same', 'edited', 'staged', '-new'].map((file) => join(root, `a b/${file}.xml`));
      expect([...(await git.modified(checked(...paths)))]).to.deep.equal(paths.slice(1));
    });

    it('not the ends of lines that git made itself', async () => {
      const root = temporaryTree({ 'a.xml': 'one\ntwo\n' });
      commit(root);
      writeFileSync(join(root, 'a.xml'), 'one\r\ntwo\r\n');
      expect([...(await git.modified(checked(join(root, 'a.xml'))))]).to.deep.equal([]);
    });

    it('each file by its own repository', async () => {
      const root = temporaryTree({ 'sub/a.xml': '1\n', 'b.xml': '1\n' });
      commit(join(root, 'sub'));
      commit(root);
      writeFileSync(join(root, 'b.xml'), '2\n');
      expect([...(await git.modified(checked(join(root, 'sub/a.xml'), join(root, 'b.xml'))))]).to.deep.equal([
        join(root, 'b.xml'),
      ]);
    });

    it('more files than one question of git can name', async () => {
      const names = Array.from({ length: 250 }, (_, index) => `${index}.xml`);
      const root = temporaryTree(Object.fromEntries(names.map((name) => [name, '1\n'])));
      commit(root);
      writeFileSync(join(root, '230.xml'), '2\n');
      const modified = await git.modified(checked(...names.map((name) => join(root, name))));
      expect([...modified]).to.deep.equal([join(root, '230.xml')]);
    });

    it('in a working tree beside the repository', async () => {
      const root = temporaryTree({ 'main/a.xml': '1\n' });
      commit(join(root, 'main'));
      execFileSync('git', ['-C', join(root, 'main'), 'worktree', 'add', '-q', '../beside']);
      writeFileSync(join(root, 'beside/a.xml'), '2\n');
      expect(await git.topLevel(join(root, 'beside'))).to.equal(join(root, 'beside'));
      expect([...(await git.modified(checked(join(root, 'beside/a.xml'))))]).to.have.lengthOf(1);
    });

    it('nothing where there is no commit, no repository, or no git', async () => {
      const root = temporaryTree({ 'a.xml': '1\n' });
      expect([...(await git.modified(checked(join(root, 'a.xml'))))]).to.deep.equal([]);
      execFileSync('git', ['init', '-q', root]);
      expect([...(await git.modified(checked(join(root, 'a.xml'))))]).to.deep.equal([]);
      commit(root);
      writeFileSync(join(root, 'a.xml'), '2\n');
      await within({ PATH: '' }, async () => {
        expect([...(await git.modified(checked(join(root, 'a.xml'))))]).to.deep.equal([]);
      });
    });
  });

  it('takes no folder for a repository that only looks like one', async () => {
    const root = temporaryTree({ 'sub/.git/readme': '', 'sub/bare/HEAD': '', 'sub/bare/config': '' });
    for (const name of ['objects', 'refs']) mkdirSync(join(root, 'sub/bare', name));
    commit(root);
    expect(await git.topLevel(join(root, 'sub/bare'))).to.equal(root);
  });
});
