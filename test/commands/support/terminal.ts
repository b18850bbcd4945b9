import { spawn, spawnSync } from 'node:child_process';
import { commandLine, type CliHome } from '../../simulator/cliLogin.js';
import { comesToBe } from './interrupting.js';

/** The plugin's own command on a terminal of its own, that somebody looks at and types into. */
export type Terminal = {
  /** Everything that was ever shown, in its order. */
  screen(): string;
  /** Waits until this is shown. */
  shows(text: string): Promise<void>;
  type(keys: string): void;
  /** As if its window were closed: the kernel sends SIGHUP, and writing to it fails. */
  close(): void;
  ended: Promise<number | null>;
};

export const CTRL_C = '\u0003';
export const CTRL_D = '\u0004';
export const ENTER = '\r';

/** `script` of util-linux makes a terminal and ends with the exit code of what runs on it. Others of that name do not. */
export const hasTerminals = (): boolean =>
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

/** One whose size nobody has set. `redirected`: what stands behind the command to send its output elsewhere. */
export const onTerminal = ({ installed, folder }: CliHome, args: readonly string[], redirected = ''): Terminal => {
  const command = [...commandLine(), ...args].map(quoted).join(' ') + redirected;
  const env = { ...installed, TERM: 'xterm', NO_COLOR: '1' };
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], { cwd: folder, env });
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (screen += text));
  const close = (): void => void child.kill('SIGKILL');
  return {
    screen: () => screen,
    shows: async (text) => {
      if (await comesToBe(() => screen.includes(text))) return;
      close();
      throw new Error(`Never shown: ${text}\n${screen}`);
    },
    type: (keys) => void child.stdin.write(keys),
    close,
    ended: new Promise((done, fail) => child.once('error', fail).once('close', done)),
  };
};

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
