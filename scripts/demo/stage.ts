import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cliHome, type CliHome } from '../../test/simulator/cliLogin.js';
import { DEMO_ORG } from '../../test/simulator/connect.js';
import { startSimulator, type Simulator } from '../../test/simulator/simulator.js';
import { ROOT, runChild } from '../proof/child.js';

/** Where the demo plays: a simulated org, a home folder with a login to it, and the real command on this screen. */
export type Stage = {
  org: Simulator;
  home: CliHome;
  command: (args: readonly string[], keep?: Keep) => Promise<Ended>;
};

export type Ended = { exitCode: number | null; stdout: string };

const MARGIN = 2;
const WIDEST = 120;
const columns = Math.min(process.stdout.columns || WIDEST, WIDEST) - MARGIN;

/** Which of a command's sections a step shows. */
export type Keep = (section: string, at: number) => boolean;

/** Not what repeats the story, nor what is about the demo's own folder. */
const IN_THE_STORY: Keep = (section) => !/^(?:Notices|Next steps|Exit code)/.test(section);
/** Where the step before has shown the plan. */
export const WITHOUT_PLAN: Keep = (section, at) => at > 0 && IN_THE_STORY(section, at);

export const say = (text: string): void => console.log(text);
export const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, ' '.repeat(MARGIN));

/** The real output without some of its sections, which `[...]` stands for. */
const shortened = (text: string, keep: Keep): string =>
  text
    .trimEnd()
    .split('\n\n')
    .map((section, at) => (keep(section, at) ? section : '[...]'))
    .filter((section, at, all) => section !== '[...]' || all[at - 1] !== '[...]')
    .join('\n\n');

/** Always of this very source: what an earlier one was compiled to may lie around. */
const isCompiled = async (): Promise<boolean> => {
  const { exitCode, stdout } = await runChild('tsc', ['-p', '.'], { show: false });
  if (exitCode !== 0) console.error(stdout);
  return exitCode === 0 && existsSync(join(ROOT, 'lib/commands'));
};

export const withStage = async (play: (stage: Stage) => Promise<number>): Promise<number> => {
  if (!(await isCompiled())) return 1;
  const org = await startSimulator({ folder: DEMO_ORG });
  const home = cliHome(org);
  const clear = async (): Promise<void> => {
    home.remove();
    await org.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void clear().finally(() => process.exit(130)));
  try {
    const login = await home.logIn(org.login(), 'demo');
    if (login.exitCode === 0) return await play({ org, home, command: commandIn(home) });
    console.error(`The login to the simulated org failed:\n${login.stderr}`);
    return 1;
  } finally {
    await clear();
  }
};

const commandIn =
  (home: CliHome): Stage['command'] =>
  async (args, keep = IN_THE_STORY) => {
    // A folder of the demo that is gone when somebody reads this.
    const here = (text: string): string => text.replaceAll(`${home.folder}/`, '');
    say(`  $ sf oauth-posture ${here(args.join(' '))}\n`);
    const ended = await home.start(['oauth-posture', ...args], { env: { OCLIF_COLUMNS: String(columns) } }).ended;
    say(indented(shortened(here(ended.stdout), keep)));
    if (ended.stdout === '') console.error(indented(ended.stderr));
    return ended;
  };
