import type { RenderOptions, View } from './reports/render-options.js';

const WIDTH_WITHOUT_TERMINAL = 120;

/** A terminal that nobody has given a size says that it is 0 wide. */
export const screen = (view: View): RenderOptions => ({
  view,
  width: process.stdout.columns || WIDTH_WITHOUT_TERMINAL,
  color: process.stdout.isTTY && process.stdout.hasColors(),
});

/** A report in a file looks the same wherever it was made. */
export const page = (view: View): RenderOptions => ({ view, width: WIDTH_WITHOUT_TERMINAL, color: false });

/** Where nothing outlives the run unless it is kept on purpose. */
export const inPipeline = (): boolean => process.env['CI'] !== undefined;
