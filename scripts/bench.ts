import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installCli, projectIn, type InstalledCli } from './bench/installed.js';
import { measure, median, type Measured } from './bench/measure.js';
import type { Counted } from './bench/org.js';
import { startOrgs, type Orgs } from './bench/orgs.js';
import { BASELINE, ordersFor, rowsFor, SNAPSHOT, type Row, type Sizes } from './bench/rows.js';
import { fillSourceTree } from './bench/sourceTree.js';

/**
 * `npm run bench`: one table from one run. Each figure is the median of fresh processes of the packed plugin in today's
 * Salesforce CLI. The commands take turns, so that what slows the machine slows all of them. Simulated orgs run in
 * processes of their own. `--short` is what a pipeline runs. It fails where a command needs more than its share.
 */

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    apps: { type: 'string' },
    changes: { type: 'string' },
    fleet: { type: 'string' },
    files: { type: 'string' },
    runs: { type: 'string' },
    /** Where the CLI stays installed for the next run. */
    cli: { type: 'string' },
  },
});

const LONG: Record<keyof Sizes, string> = { apps: '10,50,500,5000', changes: '10,1000', fleet: '40', files: '20000' };
const SHORT: Record<keyof Sizes, string> = { apps: '50', changes: '', fleet: '0', files: '0' };
const size = (name: keyof Sizes): string => values[name] ?? (values.short ? SHORT : LONG)[name];
const list = (name: keyof Sizes): number[] => size(name).split(',').filter(Boolean).map(Number);
const sizes: Sizes = {
  ...{ apps: list('apps'), changes: list('changes') },
  ...{ fleet: Number(size('fleet')), files: Number(size('files')) },
};
const runs = Number(values.runs ?? (values.short ? 1 : 3));
const rows = rowsFor(sizes).filter(({ isMore }) => !(values.short && isMore));

type Figures = { row: Row; measured: Measured[]; counted?: Counted };

const OWN = ['audit', 'remediate', 'restore', 'report'];
const SAVED_IN = /--snapshot (\S+)/;

const runRow = async (row: Row, { sf, home, env }: InstalledCli, snapshot: string): Promise<Measured> => {
  const own = OWN.includes(row.args[0] ?? '') ? ['oauth-posture'] : [];
  const args = row.args.map((arg) => (arg === SNAPSHOT ? snapshot : arg));
  const folder = row.inProject ? join(home, 'project') : home;
  const measured = await measure({ command: [sf, ...own, ...args], folder, env });
  if (row.exits.includes(measured.exitCode)) return measured;
  throw new Error(`${row.title} ended with ${measured.exitCode}:\n${measured.stdout}\n${measured.stderr}`);
};

/** The first round warms up: the compile cache, and the caches of the disk. */
const runAll = async (cli: InstalledCli, orgs: ReadonlyMap<string, Orgs>): Promise<Figures[]> => {
  const figures: Figures[] = rows.map((row) => ({ row, measured: [] }));
  for (let round = 0; round <= runs; round += 1) {
    let snapshot = '';
    for (const figure of figures) {
      const org = orgs.get(figure.row.org ?? '');
      await org?.count();
      const measured = await runRow(figure.row, cli, snapshot);
      const counted = await org?.count();
      if (counted) figure.counted = counted;
      snapshot = SAVED_IN.exec(measured.stdout + measured.stderr)?.[1] ?? snapshot;
      if (round > 0) figure.measured.push(measured);
      process.stderr.write('.');
    }
    process.stderr.write('\n');
  }
  return figures;
};

const of = (figures: Figures | undefined, what: 'wall' | 'cpu' | 'memory'): number =>
  median((figures?.measured ?? []).map((one) => one[what]));

/** Seconds beyond the baseline. What is less says nothing: as a divisor it made a ratio of 8 out of a tenth of a second. */
const SAYS_SOMETHING = 0.05;

const ratioOf = (all: readonly Figures[], figure: Figures, what: 'wall' | 'cpu'): number | undefined => {
  const base = of(
    all.find(({ row }) => row.title === BASELINE),
    what,
  );
  const other = all.find(({ row }) => row.title === figure.row.against);
  const beyond = of(other, what) - base;
  return other && beyond >= SAYS_SOMETHING ? (of(figure, what) - base) / beyond : undefined;
};

const times = (ratio: number | undefined): string => (ratio === undefined ? '' : ratio.toFixed(2));

const show = (all: readonly Figures[]): void => {
  console.log(
    `\n${new Date().toISOString().slice(0, 10)}, ${cpus().length} processors, Node ${process.version}, ${runs} runs\n`,
  );
  console.log('| command | wall s | CPU s | peak MiB | requests (polls) | compared with | CPU | wall | CPU target |');
  console.log('|---|--:|--:|--:|--:|---|--:|--:|--:|');
  for (const figure of all) {
    const { row, counted } = figure;
    const asked = counted ? `${counted.requests} (${counted.polls})` : '';
    const cells = [
      ...[
        row.title,
        of(figure, 'wall').toFixed(2),
        of(figure, 'cpu').toFixed(2),
        of(figure, 'memory').toFixed(0),
        asked,
      ],
      ...[
        row.against?.split(': ').at(-1) ?? '',
        times(ratioOf(all, figure, 'cpu')),
        times(ratioOf(all, figure, 'wall')),
      ],
      times(row.target),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
};

/** A busy machine changes ratios of processor time by a fifth. This much more is a mistake. */
const TOLERATED = 1.5;

const folder = values.cli === undefined ? mkdtempSync(join(tmpdir(), 'oauth-posture-bench-')) : resolve(values.cli);
mkdirSync(folder, { recursive: true });
const cli = await installCli(folder);
const orgs = new Map<string, Orgs>();
try {
  projectIn(cli.home);
  if (sizes.files > 0) fillSourceTree(join(cli.home, 'tree'), sizes.files);
  for (const order of ordersFor(sizes)) {
    const started = await startOrgs(order);
    orgs.set(order.name, started);
    for (const [number, org] of started.started.entries())
      await cli.logIn(org, order.orgs.length === 1 ? order.name : `${order.name}${number}`);
  }
  const all = await runAll(cli, orgs);
  show(all);
  const tooMuch = all.filter((one) => (ratioOf(all, one, 'cpu') ?? 0) > (one.row.target ?? Infinity) * TOLERATED);
  for (const { row } of tooMuch) console.error(`Far above its target: ${row.title}`);
  if (tooMuch.length > 0) process.exitCode = 1;
} finally {
  for (const one of orgs.values()) one.stop();
  rmSync(values.cli === undefined ? folder : cli.home, { recursive: true, force: true });
}
