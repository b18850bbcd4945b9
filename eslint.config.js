import js from '@eslint/js';
import { fixupPluginRules } from '@eslint/compat';
import sfPlugin from 'eslint-plugin-sf-plugin';
import tseslint from 'typescript-eslint';

const rooms = ['actions', 'commands', 'files', 'inventory', 'metadata', 'org', 'posture', 'remediation', 'reports'];

/** Rooms that judge or write text alone. They see no platform, no I/O, no clock and no process. */
const pureRooms = {
  metadata: [],
  posture: ['metadata'],
  reports: ['posture'],
};

const impureGlobals = ['process', 'console', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'];

const noClock = [
  { selector: 'ImportExpression', message: 'A pure room imports statically.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Pass the time in.' },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Pass the time in.' },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Pass randomness in.' },
];

const siblings = (room, allowed) =>
  rooms
    .filter((other) => other !== room && !allowed.includes(other))
    .map((other) => ({
      regex: `(^|/)\\.\\./(.*/)?${other}(/|$)`,
      message: `${room} must not depend on ${other}.`,
      allowTypeImports: true,
    }));

const pureRoom = ([room, allowed]) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: ['node:*', 'fs', 'fs/*', 'path', 'os', 'http', 'https', 'child_process'],
            message: `${room} is pure: no runtime of the platform.`,
          },
          {
            group: ['@salesforce/*', '@oclif/*', '@jsforce/*', 'undici'],
            message: `${room} is pure: no client library.`,
          },
          {
            regex: '/(texts|progress|interrupt|flags|exitCodes)\\.js$',
            message: `${room} is pure: pass it in.`,
            allowTypeImports: true,
          },
          ...siblings(room, allowed),
        ],
      },
    ],
    'no-restricted-globals': ['error', ...impureGlobals],
    'no-restricted-syntax': ['error', ...noClock],
  },
});

/** One way through the house: what a room that does I/O must not reach back to. */
const mustNotImport = {
  org: ['actions', 'commands', 'inventory', 'posture', 'remediation', 'reports', 'metadata', 'files'],
  files: ['actions', 'commands', 'inventory', 'posture', 'remediation', 'reports', 'metadata', 'org'],
  inventory: ['actions', 'commands', 'remediation', 'reports'],
  remediation: ['actions', 'commands', 'inventory', 'reports'],
  actions: ['commands', 'reports'],
};

const orderedRoom = ([room, forbidden]) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: forbidden.map((other) => ({
          regex: `(^|/)\\.\\./(.*/)?${other}(/|$)`,
          message: `${room} must not depend on ${other}.`,
          allowTypeImports: true,
        })),
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ['lib/', 'coverage/', 'node_modules/', '.sabotage/', 'test/fixtures/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './test/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      'no-console': 'error',
      eqeqeq: 'error',
      complexity: ['warn', 15],
    },
  },
  {
    files: ['src/commands/**/*.ts', 'src/flags.ts'],
    plugins: { 'sf-plugin': fixupPluginRules(sfPlugin) },
    rules: { ...sfPlugin.configs.recommended.rules, 'sf-plugin/dash-o': 'off' },
  },
  {
    files: ['**/*.js', 'scripts/**', 'test/**'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
      },
    },
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
  ...Object.entries(pureRooms).map(pureRoom),
  ...Object.entries(mustNotImport).map(orderedRoom),
);
