/** One plausible mistake, and the test that exists because of it. */
export type Patch = {
  name: string;
  /** Below src/. */
  file: string;
  /** Stands in the file exactly once. */
  find: string;
  replace: string;
  /** The file of the test, below test/, and a part of its full title that only it has. */
  test: { file: string; title: string };
};
