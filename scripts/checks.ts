import { check, runStages } from './proof/parts.js';

/** What can be told without a test: types, style, and that the recorded surface is the one that there is. */

await runStages([
  [
    check('types', 'tsc', '-p', '.', '--noEmit', '--pretty'),
    check('format', 'prettier', '--check', '--log-level', 'warn', '.'),
  ],
  [check('lint', 'eslint', '.', '--max-warnings', '0'), check('types of the tests', 'tsc', '-p', 'test', '--pretty')],
  [check('walls', 'npm', 'run', '--silent', 'walls')],
  [
    check('command snapshot', 'npm', 'run', '--silent', 'test:deprecation-policy'),
    check('JSON schemas', 'npm', 'run', '--silent', 'test:json-schema'),
  ],
]);
