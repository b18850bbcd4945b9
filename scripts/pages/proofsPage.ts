import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import cells from '../../test/matrix/cells.json' with { type: 'json' };
import mutation from '../../test/mutation.json' with { type: 'json' };
import { FUNCTIONS } from '../../test/hostile/functions.js';
import { connectedAppRisks, connectedAppRules } from '../../test/posture/cases/connectedApps.js';
import { externalClientAppRules } from '../../test/posture/cases/externalClientApps.js';
import { hardeningCases } from '../../test/posture/cases/hardening.js';
import { settingsCases } from '../../test/posture/cases/settings.js';
import { sourceTrees } from '../../test/posture/cases/source.js';
import { allPatches } from '../../test/sabotage/all.js';
import { assumptions } from '../../test/simulator/assumptions.js';
import { EXIT_CODES } from '../../src/exitCodes.js';
import { allControls } from '../../src/posture/controls/all.js';
import { REASONS } from '../../src/posture/model.js';
import { ROOT } from '../proof/child.js';

/** docs/proofs.md: its numbers are those of the code, so that they can't grow old. */

const LABELED = [
  connectedAppRules,
  connectedAppRisks,
  externalClientAppRules,
  hardeningCases,
  sourceTrees,
  settingsCases,
];

/** fast-check's own number, where a test names none. */
const USUAL_CASES = 100;

const testTexts = (): string[] =>
  readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(ROOT, 'test', file), 'utf8'));

/** Each property, and the cases that it is tried with. */
const generated = (): { properties: number; cases: number } => {
  const texts = testTexts();
  const count = (text: string, what: RegExp): number => [...text.matchAll(what)].length;
  const properties = texts.reduce((all, text) => all + count(text, /fc\.assert\(/g), 0);
  const named = texts.flatMap((text) =>
    [...text.matchAll(/numRuns: runs\((\d+)\)/g)].map(([, cases]) => Number(cases)),
  );
  const others = properties - named.length;
  return { properties, cases: named.reduce((all, cases) => all + cases, others * USUAL_CASES) };
};

const number = (value: number): string => value.toLocaleString('en-US');
const table = (titles: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] =>
  [titles, titles.map(() => '---'), ...rows].map((row) => `| ${row.map(String).join(' | ')} |`);

const MATRICES: Readonly<Record<keyof typeof cells, string>> = {
  audit: 'audit',
  settings: 'audit of the settings of external client apps',
  guards: 'the guards of a restore that turns flows off, and of a remediation of files',
  remediate: '`remediate`',
  'remediate with a saved plan': '`remediate --plan`',
  'remediate in two packages': '`remediate` with two deploys',
  'remediate where one app is refused at last': '`remediate` whose first deploy is rejected',
  cancel: 'a deploy that is canceled because another one is ahead of it',
  harden: '`remediate --harden`',
  restore: '`restore`',
  migrate: '`migrate`, besides its audit',
  verify: '`verify`, besides its audit',
};

const percent = ({ mutants, detected }: { mutants: number; detected: number }): string =>
  `${((100 * detected) / mutants).toFixed(1)} %`;

export const proofsPage = (): string => {
  const { properties, cases } = generated();
  const labeled = LABELED.flat();
  const codes = EXIT_CODES.flatMap(({ commands }) => commands).length;
  const allCells = Object.values(cells).reduce((all, some) => all + some, 0);
  const numbers: Record<string, string> = {
    labeled: number(labeled.length),
    reasons: number(REASONS.length),
    controls: number(allControls.length),
    cells: number(allCells),
    patches: number(allPatches.length),
    properties: number(properties),
    cases: number(cases),
    hostile: number(Object.keys(FUNCTIONS).length),
    codes: number(codes),
    assumptions: number(assumptions.length),
    score: percent(mutation.total),
    mutants: number(mutation.total.mutants),
    'table of cells': table(
      ['Faults at the requests of', 'Cells'],
      Object.entries(MATRICES).map(([name, title]) => [title, number(cells[name as keyof typeof cells])]),
    ).join('\n'),
    'table of scores': table(
      ['Room', 'Mutants', 'Noticed', 'Score'],
      [...Object.entries(mutation.rooms), ['both', mutation.total] as const].map(([room, score]) => [
        room === 'both' ? room : `\`${room}\``,
        number(score.mutants),
        number(score.detected),
        percent(score),
      ]),
    ).join('\n'),
  };
  const template = readFileSync(join(import.meta.dirname, 'proofs.txt'), 'utf8');
  return template.replaceAll(/\{\{(.+?)\}\}/g, (_, name: string) => {
    const value = numbers[name];
    if (value === undefined) throw new Error(`Nothing is called ${name}.`);
    return value;
  });
};
