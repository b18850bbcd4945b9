import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { expect } from 'chai';
import { cruise, type ICruiseResult, type IViolation } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { ESLint } from 'eslint';

const ROOT = resolve(import.meta.dirname, '..');

/** A file that stands in no room. */
const STRAY = 'src/stray.ts';

/**
 * Each room with a file of another one that it may not import, one of which it may not even import types, and a module of
 * Node that it may not use. Written by hand: taken from the walls themselves, they would prove nothing.
 */
const ROOMS: Readonly<Record<string, { values: string; types: string; node: string }>> = {
  values: { values: 'metadata/facts', types: 'posture/model', node: 'fs' },
  exitCodes: { values: 'metadata/facts', types: 'reports/render', node: 'fs' },
  metadata: { values: 'posture/names', types: 'posture/model', node: 'fs' },
  posture: { values: 'metadata/compare', types: 'org/door', node: 'fs' },
  keys: { values: 'values', types: 'posture/model', node: 'fs' },
  migration: { values: 'org/errors', types: 'files/disk', node: 'crypto' },
  files: { values: 'metadata/compare', types: 'org/door', node: 'http' },
  'org/names': { values: 'org/errors', types: 'posture/model', node: 'fs' },
  org: { values: 'posture/names', types: 'metadata/facts', node: 'fs' },
  inventory: { values: 'remediation/edit/fingerprint', types: 'remediation/model/result', node: 'fs' },
  'remediation/model': { values: 'metadata/switches', types: 'files/disk', node: 'path' },
  'remediation/edit': { values: 'posture/names', types: 'inventory/model', node: 'fs' },
  'remediation/plan': { values: 'org/errors', types: 'files/disk', node: 'path' },
  'remediation/saved': { values: 'files/read', types: 'org/door', node: 'fs' },
  'remediation/deploy': { values: 'posture/names', types: 'files/disk', node: 'fs' },
  'remediation/outcome': { values: 'org/errors', types: 'files/disk', node: 'path' },
  'reports/words': { values: 'reports/terminal/page/page', types: 'org/door', node: 'util' },
  'reports/terminal/page': { values: 'reports/terminal/audit/header', types: 'org/door', node: 'util' },
  'reports/terminal/audit': { values: 'metadata/compare', types: 'remediation/model/result', node: 'util' },
  'reports/terminal/change': { values: 'remediation/plan/plan', types: 'remediation/plan/plan', node: 'util' },
  'reports/html': { values: 'reports/terminal/page/page', types: 'remediation/model/result', node: 'fs' },
  'reports/migration': { values: 'migration/loginCause', types: 'org/door', node: 'util' },
  'reports/terminal/migrate': { values: 'migration/loginCause', types: 'org/door', node: 'util' },
  'reports/terminal/verify': { values: 'metadata/compare', types: 'remediation/model/result', node: 'util' },
  reports: { values: 'metadata/compare', types: 'org/door', node: 'util' },
  actions: { values: 'org/errors', types: 'cli/run', node: 'fs' },
  cli: { values: 'inventory/fromOrg', types: 'commands/oauth-posture/audit', node: 'child_process' },
  hooks: { values: 'values', types: 'posture/model', node: 'fs' },
  commands: { values: 'org/connect', types: 'files/disk', node: 'fs' },
};

/** Each may import what stands left of it. */
const ORDER = ['model/result', 'edit/fingerprint', 'plan/plan', 'saved/planFile', 'deploy/send', 'outcome/verify'];

const PURE = ['metadata', 'migration', 'posture', 'reports', 'remediation/model', 'remediation/plan'];
const IMPURE = [
  { title: 'the clock', code: 'new Date()' },
  { title: 'the number of milliseconds', code: 'Date.now()' },
  { title: 'chance', code: 'Math.random()' },
  { title: 'the process', code: 'process.env' },
  { title: 'a timer', code: 'setTimeout(() => undefined, 1)' },
  { title: 'the network', code: "fetch('')" },
  { title: 'the console', code: 'console.log()' },
  { title: 'a dynamic import', code: "import('yaml')" },
];

type Try = { title: string; file: string; statement: string; refused: RegExp };

const specifier = (from: string, to: string): string => {
  const path = relative(dirname(from), to).replace(/\.ts$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
};

const isOneFile = (room: string): boolean => ['values', 'exitCodes', 'org/names'].includes(room);
const inRoom = (room: string, name: string): string => `src/${room}${isOneFile(room) ? '' : `/planted/${name}`}.ts`;
const pattern = (path: string): RegExp => new RegExp(`(^|/)${path}$`);

const triesOf = (room: string): Try[] => {
  const { values, types, node } = ROOMS[room] ?? { values: '', types: '', node: '' };
  const file = inRoom(room, 'violations');
  const path = (to: string): string => specifier(file, `src/${to}.ts`);
  const planted = (to: string, statement: string, title: string): Try => ({
    title,
    file,
    statement,
    refused: pattern(`src/${to}.ts`),
  });
  return [
    { title: 'a package', file, statement: "import 'chai';", refused: /node_modules\/chai\// },
    { title: 'a module of Node', file, statement: `import 'node:${node}';`, refused: pattern(`(node:)?${node}`) },
    { title: 'a file at the top', file, statement: `import '${specifier(file, STRAY)}';`, refused: pattern(STRAY) },
    planted(values, `import '${path(values)}';`, `values of ${values}`),
    planted(types, `import type {} from '${path(types)}';`, `types of ${types}`),
    planted(
      `${types.replace(/[^/]+$/, '')}late`,
      `void import('${path(`${types.replace(/[^/]+$/, '')}late`)}');`,
      'a late import',
    ),
  ];
};

const upwards: Try[] = ORDER.flatMap((from, at) =>
  ORDER.slice(at + 1).map((to) => {
    const file = inRoom(`remediation/${dirname(from)}`, `up-${dirname(to)}`);
    const refused = pattern(`src/remediation/${to}.ts`);
    return {
      title: `${from} on ${to}`,
      file,
      statement: `import '${specifier(file, `src/remediation/${to}.ts`)}';`,
      refused,
    };
  }),
);

const circles: Try[] = Object.keys(ROOMS)
  .filter((room) => !isOneFile(room))
  .map((room) => {
    const [file, other] = [inRoom(room, 'one'), inRoom(room, 'other')];
    return {
      title: room,
      file,
      statement: `import type {} from '${specifier(file, other)}';`,
      refused: pattern(other),
    };
  });

const besides: Try[] = [
  {
    title: 'a file at the top has no room',
    file: STRAY,
    statement: "import './values.js';",
    refused: pattern('src/values.ts'),
  },
  {
    title: 'a room without walls',
    file: 'src/newRoom/first.ts',
    statement: "import '../values.js';",
    refused: pattern('src/values.ts'),
  },
  {
    title: 'a test that imports another one',
    file: 'test/posture/one.test.ts',
    statement: "import './other.test.js';",
    refused: pattern('test/posture/other.test.ts'),
  },
  {
    title: 'the simulator on the product',
    file: 'test/simulator/planted.ts',
    statement: "import '../../src/values.js';",
    refused: pattern('src/values.ts'),
  },
];

const rooms = Object.keys(ROOMS).map((room) => ({ room, tries: triesOf(room) }));

/** The house with one violation of each kind in each room, and what the walls say of each. */
const plant = (folder: string): void => {
  for (const path of ['src', 'tsconfig.json', 'package.json'])
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const write = (path: string, text: string, flag = 'a'): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { flag });
  };
  for (const { types } of Object.values(ROOMS)) write(`src/${types.replace(/[^/]+$/, '')}late.ts`, 'export {};\n', 'w');
  for (const { file, statement } of [...rooms.flatMap(({ tries }) => tries), ...upwards, ...circles, ...besides])
    write(file, `${statement}\n`);
  for (const { file, refused } of circles) {
    const other = file.replace(/one\.ts$/, 'other.ts');
    write(other, `import type {} from './one.js';\n`);
    expect(other).to.match(refused);
  }
  write('test/posture/other.test.ts', 'export {};\n');
};

const violationsIn = async (baseDir: string, folders: readonly string[]): Promise<readonly IViolation[]> => {
  const options = await extractDepcruiseOptions(join(ROOT, '.dependency-cruiser.mjs'));
  const { output } = await cruise(
    [...folders],
    { ...options, baseDir, validate: true },
    {},
    { tsConfig: extractTSConfig(join(baseDir, 'tsconfig.json')) },
  );
  return (output as ICruiseResult).summary.violations;
};

describe('the walls of the house', function () {
  this.timeout(120_000);
  let found: readonly IViolation[] = [];
  before(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'walls-'));
    try {
      plant(folder);
      found = await violationsIn(folder, ['src', 'test']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  const namesOf = ({ file, refused }: Try): string[] =>
    found.filter(({ from, to }) => from === file && refused.test(to)).map(({ rule }) => rule.name);

  it('stand', async () => {
    const violations = await violationsIn(ROOT, ['src', 'test', 'scripts']);
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).to.deep.equal([]);
  });

  for (const { room, tries } of rooms)
    for (const one of tries)
      it(`keep ${one.title} out of ${room}`, () => {
        expect(namesOf(one).filter((name) => name.replace(' (types)', '') === room)).to.not.deep.equal([]);
      });

  for (const one of upwards)
    it(`let no arrow run up in remediation: ${one.title}`, () => expect(namesOf(one)).to.not.deep.equal([]));

  for (const one of circles)
    it(`refuse a circle in ${one.title}`, () => expect(namesOf(one)).to.deep.equal(['circle']));

  for (const one of besides) it(`refuse ${one.title}`, () => expect(namesOf(one)).to.not.deep.equal([]));

  it('have a try for each room', async () => {
    const { ROOMS: walls } = (await import(join(ROOT, '.dependency-cruiser.mjs'))) as { ROOMS: object };
    expect(Object.keys(ROOMS)).to.have.members(Object.keys(walls));
  });
});

describe('the pure rooms', function () {
  this.timeout(120_000);
  const RULES = ['no-restricted-globals', 'no-restricted-syntax'];
  const eslint = new ESLint({
    overrideConfig: { languageOptions: { parserOptions: { project: null } } },
    ruleFilter: ({ ruleId }) => RULES.includes(ruleId),
  });

  for (const room of PURE) {
    let lines: (number | undefined)[] = [];
    before(async () => {
      const code = IMPURE.map((one, at) => `export const x${at} = () => ${one.code};\n`).join('');
      const [result] = await eslint.lintText(code, { filePath: `src/${room}/planted.ts` });
      lines = (result?.messages ?? []).map(({ line }) => line);
    });
    for (const [at, { title }] of IMPURE.entries())
      it(`keep ${title} out of ${room}`, () => {
        expect(lines).to.include(at + 1);
      });
  }
});
