import js from '@eslint/js';
import { fixupPluginRules } from '@eslint/compat';
import sfPlugin from 'eslint-plugin-sf-plugin';
import tseslint from 'typescript-eslint';

/**
 * Rooms that judge or write text alone. They see no platform, no I/O, no clock and no process. What a room may import is
 * told in `.dependency-cruiser.mjs`.
 */
const pureRooms = ['metadata', 'migration', 'posture', 'reports', 'remediation/model', 'remediation/plan'];

const impureGlobals = ['process', 'console', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'];

const noClock = [
  { selector: 'ImportExpression', message: 'A pure room imports statically.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Pass the time in.' },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Pass the time in.' },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Pass randomness in.' },
];

const pureRoom = (room) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    'no-restricted-globals': ['error', ...impureGlobals],
    'no-restricted-syntax': ['error', ...noClock],
  },
});

export default tseslint.config(
  { ignores: ['lib/', 'coverage/', 'node_modules/', '.sabotage/', '.stryker/', 'test/fixtures/'] },
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
    files: ['src/commands/**/*.ts', 'src/cli/flags/flags.ts'],
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
  ...pureRooms.map(pureRoom),
);
