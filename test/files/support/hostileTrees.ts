import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

type Planted = { root: string; folder: string; command: string };

/** Ways in which a tree brings a repository, or a git, that wants to run a command on the machine of whoever looks at it. */
export type HostileTree = {
  name: string;
  /** Lays it below the root, in the folder that holds the app. */
  plant: (tree: Planted) => void;
  /** What git itself falls for, so that the trap is known to be armed. Absent: the trap is none for `git status`. */
  springs?: readonly string[];
  /** What the run is started with. */
  environment?: (root: string, command: string) => NodeJS.ProcessEnv;
};

const STATUS = ['status', '--porcelain'];

const gitIn = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

const commitIn = (folder: string): void => {
  gitIn(folder, 'init', '--quiet');
  gitIn(folder, 'add', '.');
  gitIn(folder, 'commit', '--quiet', '--message', 'first');
};

/** As a file of git's own: what one entry of it says goes to a shell. */
const configure = (folder: string, ...entries: [name: string, value: string][]): void => {
  for (const [name, value] of entries) gitIn(folder, 'config', name, value);
};

/** Touched files make git look into them again. */
const touch = (folder: string): void => {
  const file = join(folder, 'Hostile.connectedApp-meta.xml');
  writeFileSync(file, readFileSync(file));
};

const partialClone = (folder: string, ...entries: [name: string, value: string][]): void => {
  commitIn(folder);
  const tree = gitIn(folder, 'rev-parse', 'HEAD^{tree}').trim();
  configure(
    folder,
    ['core.repositoryformatversion', '1'],
    ['extensions.partialClone', 'origin'],
    ['remote.origin.promisor', 'true'],
    ...entries,
  );
  rmSync(join(folder, '.git/objects', tree.slice(0, 2), tree.slice(2)));
};

export const HOSTILE_TREES: readonly HostileTree[] = [
  {
    name: 'a folder that a commit can carry and git takes for a bare repository',
    plant: ({ folder, command }: Planted): void => {
      mkdirSync(join(folder, 'objects'));
      mkdirSync(join(folder, 'refs'));
      writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/main\n');
      const config = `[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = "${command}"\n`;
      writeFileSync(join(folder, 'config'), config);
    },
    springs: STATUS,
  },
  {
    name: 'a repository in an archive, with a monitor of files',
    plant: ({ folder, command }: Planted): void => {
      commitIn(folder);
      configure(folder, ['core.fsmonitor', command]);
    },
    springs: STATUS,
  },
  {
    name: 'an index that was written with a monitor of files',
    plant: ({ folder, command }: Planted): void => {
      commitIn(folder);
      configure(folder, ['core.fsmonitor', 'true']);
      gitIn(folder, 'update-index', '--fsmonitor');
      configure(folder, ['core.fsmonitor', command]);
    },
    springs: STATUS,
  },
  {
    name: 'a .git file that leads to a repository in the tree',
    plant: ({ root, folder, command }: Planted): void => {
      commitIn(folder);
      configure(folder, ['core.fsmonitor', command], ['core.worktree', folder]);
      cpSync(join(folder, '.git'), join(root, 'module'), { recursive: true });
      rmSync(join(folder, '.git'), { recursive: true });
      writeFileSync(join(folder, '.git'), 'gitdir: ../module\n');
    },
    springs: STATUS,
  },
  ...['include.path', 'includeIf.gitdir:**.path'].map((key) => ({
    name: `a configuration that brings in another one by ${key}`,
    plant: ({ folder, command }: Planted): void => {
      commitIn(folder);
      writeFileSync(join(folder, 'more'), `[core]\n\tfsmonitor = "${command}"\n`);
      configure(folder, [key, '../more']);
    },
    springs: STATUS,
  })),
  ...['clean', 'process'].map((kind) => ({
    name: `a filter of files: ${kind}`,
    plant: ({ folder, command }: Planted): void => {
      commitIn(folder);
      writeFileSync(join(folder, '.gitattributes'), '* filter=evil diff=evil\n');
      configure(
        folder,
        [`filter.evil.${kind}`, command],
        ['filter.evil.smudge', command],
        ['diff.evil.textconv', command],
        ['diff.evil.command', command],
      );
      touch(folder);
    },
    springs: STATUS,
  })),
  {
    name: 'hooks, pagers, and programs for differences and for refs of others',
    plant: ({ folder, command }: Planted): void => {
      commitIn(folder);
      const hooks = join(folder, 'hooks');
      mkdirSync(hooks);
      for (const name of ['post-index-change', 'post-checkout', 'pre-commit', 'reference-transaction']) {
        writeFileSync(join(hooks, name), `#!/bin/sh\n${command}\n`);
        chmodSync(join(hooks, name), 0o755);
      }
      configure(
        folder,
        ['core.hooksPath', hooks],
        ['core.pager', command],
        ['pager.status', command],
        ['pager.ls-tree', command],
        ['diff.external', command],
        ['core.alternateRefsCommand', command],
        ['core.sshCommand', command],
        ['core.gitProxy', command],
        ['core.editor', command],
        ['credential.helper', `!${command}`],
        ['alias.status', `!${command}`],
        ['alias.ls-tree', `!${command}`],
      );
      appendFileSync(join(folder, 'Hostile.connectedApp-meta.xml'), '\n');
    },
    springs: ['diff'],
  },
  {
    name: 'a commit whose files would have to be fetched, by a program for uploads',
    plant: ({ root, folder, command }: Planted): void => {
      mkdirSync(join(root, 'other'));
      gitIn(join(root, 'other'), 'init', '--quiet', '--bare');
      partialClone(folder, ['remote.origin.url', join(root, 'other')], ['remote.origin.uploadpack', command]);
    },
    springs: STATUS,
  },
  {
    name: 'a commit whose files would have to be fetched, by a program for connections',
    plant: ({ folder, command }: Planted): void => {
      partialClone(folder, ['remote.origin.url', 'ssh://127.0.0.1/x'], ['core.sshCommand', command]);
    },
    springs: STATUS,
  },
  {
    name: 'a commit whose files would have to be fetched, from a program',
    plant: ({ folder, command }: Planted): void => {
      partialClone(folder, ['remote.origin.url', `ext::${command}`], ['protocol.ext.allow', 'always']);
    },
    springs: STATUS,
  },
  {
    name: 'a git of its own, by a relative entry of the search path',
    plant: ({ folder, root, command }: Planted): void => {
      commitIn(folder);
      plantProgram(root, command);
    },
    environment: (): NodeJS.ProcessEnv => ({ PATH: `.:${process.env['PATH'] ?? ''}` }),
  },
  {
    name: 'a git of its own, in a folder of the repository that is on the search path',
    plant: ({ root, command }: Planted): void => {
      commitIn(root);
      plantProgram(root, command);
    },
    environment: (root: string): NodeJS.ProcessEnv => ({ PATH: `${root}:${process.env['PATH'] ?? ''}` }),
  },
  {
    name: 'variables that configure git',
    plant: ({ folder }: Planted): void => {
      commitIn(folder);
      touch(folder);
    },
    springs: STATUS,
    environment: (_root: string, command: string): NodeJS.ProcessEnv => ({
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.fsmonitor',
      GIT_CONFIG_VALUE_0: command,
      GIT_EXTERNAL_DIFF: command,
      GIT_PAGER: command,
    }),
  },
];

const plantProgram = (folder: string, command: string): void => {
  writeFileSync(join(folder, 'git.new'), `#!/bin/sh\n${command}\n`);
  chmodSync(join(folder, 'git.new'), 0o755);
  renameSync(join(folder, 'git.new'), join(folder, 'git'));
};

/** What git does there by itself, run as people run it. Whether it fails does not matter: only what it started. */
export const springTrap = (folder: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): void => {
  try {
    execFileSync('git', args, { cwd: folder, stdio: 'ignore', env: { ...process.env, ...environment } });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
};

/** A command that tells by a file that it was run. */
export const trap = (root: string): { command: string; wasRun: () => boolean; reset: () => void } => {
  const program = join(root, 'trap.sh');
  const marker = join(root, 'was-run');
  writeFileSync(program, `#!/bin/sh\ntouch '${marker}'\n`);
  chmodSync(program, 0o755);
  return { command: program, wasRun: () => existsSync(marker), reset: () => rmSync(marker, { force: true }) };
};
