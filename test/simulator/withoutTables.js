import { registerHooks } from 'node:module';

/**
 * For child processes of tests: the library that draws the tables of other plugins takes a third of the time in which
 * the command line starts, and nothing of this plugin draws with it. Whoever did after all would be told.
 * `npm run demo`, `npm run test:real-cli` and what people install start with everything.
 */
const UNUSED = '@oclif/table';

const none = `
const none = () => { throw new Error('The tests leave ${UNUSED} out: see withoutTables.js.'); };
export { none as makeTable, none as printTable, none as printTables };
`;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === UNUSED
      ? { url: `data:text/javascript,${encodeURIComponent(none)}`, format: 'module', shortCircuit: true }
      : next(specifier, context),
});
