/**
 * The walls of the house: a room names what it may import, and everything else is refused, packages, modules of Node and
 * files at the top of `src` included. `npm run walls` checks them; `test/walls.test.ts` shows that each of them bites.
 *
 * `from`: rooms whatever of which may be imported. `types`: rooms of which types alone may be. A room may always import
 * itself and the rooms below it, unless those have walls of their own here.
 */

/** Without a `from`, a `types`, a package or a module, a room may import nothing of that kind. */
export const ROOMS = {
  values: {},
  exitCodes: { from: ['posture'] },

  metadata: { from: ['values'], packages: ['@rgrove/parse-xml'] },
  posture: { from: ['values'], types: ['metadata'], packages: ['picomatch', 'yaml', 'zod'] },

  keys: { node: ['crypto'] },
  migration: {
    from: ['values', 'keys', 'metadata', 'posture', 'remediation/model', 'remediation/edit'],
    types: ['org'],
  },

  files: {
    from: ['values', 'keys', 'metadata/decode'],
    node: ['child_process', 'crypto', 'fs', 'fs/promises', 'os', 'path', 'timers/promises', 'util'],
  },
  'org/names': { from: ['values'], types: ['org'] },
  org: {
    from: ['values', 'org/names'],
    types: ['posture'],
    packages: ['@salesforce/core', '@jsforce/jsforce-node', 'fflate', 'undici'],
    node: ['async_hooks', 'http', 'module', 'timers/promises', 'zlib'],
  },
  inventory: { from: ['values', 'keys', 'metadata', 'posture', 'org', 'org/names', 'files'], node: ['path'] },

  'remediation/model': { from: ['values'], types: ['metadata', 'posture', 'org'], packages: ['zod'] },
  'remediation/edit': {
    from: ['values', 'metadata', 'org/names', 'remediation/model'],
    types: ['posture', 'org', 'files'],
    packages: ['diff'],
    node: ['crypto'],
  },
  'remediation/plan': {
    from: ['values', 'keys', 'metadata', 'posture', 'org/names', 'remediation/model', 'remediation/edit'],
    types: ['org'],
  },
  'remediation/saved': {
    from: ['values', 'posture', 'org/names', 'remediation/model', 'remediation/edit', 'remediation/plan'],
    types: ['metadata', 'files'],
    packages: ['zod'],
    node: ['path'],
  },
  'remediation/deploy': {
    from: ['values', 'metadata', 'org', 'org/names', 'remediation/(model|edit|plan|saved)'],
    types: ['posture'],
    node: ['timers/promises'],
  },
  'remediation/outcome': {
    from: ['values', 'exitCodes', 'metadata', 'posture', 'org/names', 'remediation/(model|edit|plan|saved|deploy)'],
    types: ['org'],
  },

  'reports/words': {
    from: ['values', 'posture'],
    types: ['reports/render', 'metadata', 'remediation/model'],
    node: ['crypto'],
  },
  'reports/terminal/page': {
    from: ['values', 'posture', 'reports/words'],
    types: ['reports/render'],
    packages: ['get-east-asian-width'],
  },
  'reports/terminal/audit': {
    from: ['values', 'posture', 'reports/words', 'reports/terminal/page'],
    types: ['reports/render', 'metadata'],
  },
  'reports/terminal/change': {
    from: ['values', 'posture', 'remediation/model', 'reports/words', 'reports/terminal/page'],
    types: ['reports/render', 'metadata'],
  },
  'reports/html': {
    from: ['values', 'posture', 'reports/words'],
    types: ['reports/render', 'metadata'],
    packages: ['fflate'],
    node: ['crypto'],
  },
  'reports/terminal/verify': {
    from: ['values', 'posture', 'migration', 'reports/words', 'reports/terminal/page'],
    types: ['reports/render'],
  },
  'reports/terminal/migrate': {
    from: ['values', 'posture', 'reports/words', 'reports/terminal/page'],
    types: ['reports/render', 'migration'],
  },
  'reports/migration': { from: ['posture', 'reports/words'], types: ['reports/render', 'migration'] },
  reports: {
    from: [
      'values',
      'posture',
      'remediation/model',
      'reports/words',
      'reports/terminal/(audit|change)',
      'reports/html',
    ],
    types: ['metadata'],
  },

  actions: {
    from: [
      ...['values', 'exitCodes', 'keys', 'metadata', 'migration', 'posture', 'inventory', 'org/names'],
      'org/requests/retrieve/retrieveAll',
      'remediation/(model|edit|plan|saved|deploy|outcome)',
    ],
    types: ['org', 'files', 'reports', 'reports/render'],
    node: ['path', 'util'],
  },
  cli: {
    from: [
      ...['values', 'exitCodes', 'posture', 'org', 'files', 'actions', 'reports'],
      'reports/(words|migration|terminal/change)',
    ],
    types: ['remediation/model', 'inventory'],
    packages: ['@oclif/core', '@salesforce/core', '@salesforce/sf-plugins-core'],
    node: ['events', 'fs', 'fs/promises', 'module', 'path', 'timers/promises', 'util'],
  },
  hooks: { packages: ['@oclif/core', '@salesforce/core'], node: ['module', 'path'] },
  commands: {
    from: ['values', 'exitCodes', 'cli', 'actions', 'reports', 'reports/(migration|terminal/(verify|migrate))'],
    types: ['posture', 'migration', 'remediation/model'],
    packages: ['@salesforce/core', '@salesforce/sf-plugins-core'],
  },
};

const names = Object.keys(ROOMS);
const innerOf = (room) => names.filter((name) => name.startsWith(`${room}/`));

/** Of its files alone: a room inside of it that has walls of its own is another one. */
const pathOf = (room) => {
  const inner = innerOf(room).map((name) => name.slice(room.length + 1));
  const others = inner.length === 0 ? '' : `(?!(?:${inner.join('|')})(?:/|\\.ts$))`;
  return `^src/${room}(?:\\.ts$|/${others})`;
};

const packagePath = (name) => `(?:^|/)node_modules/(?:@types/)?${name}/`;

const wallsOf = ([room, { from = [], types = [], packages = [], node = [] }]) => {
  const mayImport = [
    ...[room, ...from].map(pathOf),
    ...packages.map(packagePath),
    ...node.map((module) => `^(?:node:)?${module}$`),
  ];
  const told = (what, list) =>
    `${room} may import ${what} of ${[...list, ...packages, ...node].join(', ') || 'itself'} alone.`;
  return [
    {
      name: room,
      comment: told('values', from),
      severity: 'error',
      from: { path: pathOf(room) },
      to: { pathNot: mayImport, dependencyTypesNot: ['type-only'] },
    },
    {
      name: `${room} (types)`,
      comment: told('types', [...from, ...types]),
      severity: 'error',
      from: { path: pathOf(room) },
      to: { pathNot: [...mayImport, ...types.map(pathOf)], dependencyTypes: ['type-only'] },
    },
  ];
};

export default {
  forbidden: [
    ...Object.entries(ROOMS).flatMap(wallsOf),
    {
      name: 'no room',
      comment: 'What stands in no room has no walls: give it one above.',
      severity: 'error',
      from: { path: '^src/', pathNot: names.map((room) => `^src/${room}(?:\\.ts$|/)`) },
      to: {},
    },
    {
      name: 'circle',
      comment: 'Two files that import each other are one, or share a third.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'test',
      comment: 'What two tests share is a helper, in the `support` of its room.',
      severity: 'error',
      from: {},
      to: { path: '\\.(?:test|nut)\\.ts$' },
    },
    {
      name: 'simulator',
      comment: 'The simulator knows the platform from its documentation, and nothing from what it is to prove.',
      severity: 'error',
      from: { path: '^test/simulator/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
    doNotFollow: { path: '(?:^|/)node_modules/' },
    exclude: { path: '^test/fixtures/' },
  },
};
