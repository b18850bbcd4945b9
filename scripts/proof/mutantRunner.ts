import { globSync } from 'node:fs';
import { basename, dirname, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext, type StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
  type DryRunOptions,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
} from '@stryker-mutator/api/test-runner';
import Mocha from 'mocha';

/**
 * Runs mocha for Stryker, by mocha's public interface alone: Stryker's own runner looks for files inside of mocha that
 * its latest versions don't have. Stryker loads this file in each process that runs tests.
 */
class MutantRunner implements TestRunner {
  public static readonly inject: [typeof commonTokens.options] = [commonTokens.options];
  readonly #context: InstrumenterContext;
  readonly #options: StrykerOptions;
  readonly #files: readonly string[];
  #all: Mocha | undefined;
  #isRecording = false;

  public constructor(options: StrykerOptions) {
    const names = globalThis as unknown as Record<string, InstrumenterContext>;
    this.#context = names[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {};
    this.#options = options;
    this.#files = globSync(options['tests'] as string[]).sort();
  }

  /** Before the clock runs: the time that loading takes would be added to the limit of each mutant. */
  public async init(): Promise<void> {
    if (this.#options.ignoreStatic) await this.#loaded();
  }

  /**
   * What was loaded stays loaded, so Stryker starts another process for a mutant that acts while files are loaded. Where
   * it ignores those, one that acts then and later is tried on the tests alone, and needs no other process.
   */
  public capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: this.#options.ignoreStatic };
  }

  public async dryRun({ coverageAnalysis, disableBail }: DryRunOptions): Promise<DryRunResult> {
    const mocha = await this.#loaded();
    this.#isRecording = coverageAnalysis === 'perTest';
    const tests = await run(mocha, { bails: !disableBail, titles: undefined, source: '' });
    this.#isRecording = false;
    const { mutantCoverage } = this.#context;
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) };
  }

  public async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { testFilter, hitLimit, activeMutant, mutantActivation, disableBail, sandboxFileName: source } = options;
    if (hitLimit !== undefined) Object.assign(this.#context, { hitLimit, hitCount: 0 });
    else for (const left of ['hitLimit', 'hitCount'] as const) delete this.#context[left];
    const how = { bails: !disableBail, titles: testFilter, source };
    const tests = await (mutantActivation === 'static'
      ? this.#runInStages(activeMutant.id, how)
      : this.#runLoaded(activeMutant.id, how));
    const { hitCount } = this.#context;
    return toMutantRunResult(determineHitLimitReached(hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests });
  }

  async #runLoaded(mutant: string, how: How): Promise<TestResult[]> {
    const mocha = await this.#loaded();
    this.#context.activeMutant = mutant;
    return run(mocha, how);
  }

  /** In a process of its own, where loading takes most of the time: the nearest tests alone, and all if none of them fails. */
  async #runInStages(mutant: string, how: How): Promise<TestResult[]> {
    this.#context.activeMutant = mutant;
    const least = Math.min(...this.#files.map((file) => distance(file, how.source)));
    const isNear = (file: string): boolean => distance(file, how.source) <= Math.max(least, NEAR);
    const near = await run(await loaded(this.#files.filter(isNear)), how);
    if (near.some(({ status }) => status === TestStatus.Failed)) return near;
    return [...near, ...(await run(await loaded(this.#files.filter((file) => !isNear(file))), how))];
  }

  /** Sources first: what a test loads late would count as something that only this test does. */
  async #loaded(): Promise<Mocha> {
    if (this.#all) return this.#all;
    for (const file of globSync(this.#options['sources'] as string[])) await import(pathToFileURL(resolve(file)).href);
    this.#all = await loaded(this.#files);
    const record = (test: Mocha.Runnable | undefined): void => {
      if (this.#isRecording && test) this.#context.currentTestId = test.fullTitle();
    };
    this.#all.suite.beforeEach(function () {
      record(this.currentTest);
    });
    return this.#all;
  }
}

type How = { bails: boolean; titles: readonly string[] | undefined; source: string };

const loaded = async (files: readonly string[]): Promise<Mocha> => {
  const mocha = new Mocha({ reporter: Silent, timeout: 0 });
  mocha.cleanReferencesAfterRun(false);
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  return mocha;
};

const run = async (mocha: Mocha, { bails, titles, source }: How): Promise<TestResult[]> => {
  setBail(mocha.suite, bails);
  mocha.suite.suites.sort((one, other) => distance(one.file, source) - distance(other.file, source));
  mocha.grep(only(titles));
  const results: TestResult[] = [];
  await new Promise<void>((done) => {
    const runner = mocha.run(() => done());
    const of = (test: Mocha.Runnable): Pick<TestResult, 'id' | 'name' | 'timeSpentMs'> => {
      const name = test.fullTitle();
      return { id: name, name, timeSpentMs: test.duration ?? 0 };
    };
    runner.on('pass', (test) => results.push({ ...of(test), status: TestStatus.Success }));
    runner.on('pending', (test) => results.push({ ...of(test), status: TestStatus.Skipped }));
    // A hook that fails counts too: its tests don't run.
    runner.on('fail', (test, error: unknown) =>
      results.push({ ...of(test), status: TestStatus.Failed, failureMessage: String(error) }),
    );
  });
  return results;
};

class Silent extends Mocha.reporters.Base {
  public override epilogue(): void {}
}

const setBail = (suite: Mocha.Suite, bails: boolean): void => {
  suite.bail(bails);
  for (const inner of suite.suites) setBail(inner, bails);
};

/** The first failure ends a run, so the tests of the same folder come first, and those with many cases last. */
const distance = (file: string | undefined, source: string): number => {
  const [place = '', test = ''] = [source.slice(source.lastIndexOf('/src/') + 5), file ?? ''];
  const folders = dirname(place).split(sep);
  const shared = folders.findLastIndex((_, at) => test.includes(`test/${folders.slice(0, at + 1).join(sep)}/`)) + 1;
  const isOwn = basename(test).startsWith(`${basename(place, '.ts')}.`);
  const isLong = test.includes('.property.') || test.includes('/actions/');
  return (isOwn ? 0 : folders.length - shared + 1) + (isLong ? 100 : 0);
};
/** In the same folder. */
const NEAR = 1;

/** A bound on time says nothing of a mutant, and each of these takes longer than a hundred others. */
const ABOUT_TIME =
  /takes no time|within a second|compares no key with each|linear time|in a few seconds|end the lines of|looked for once/;

/** By whole titles: an expression of a thousand of them would be tried on each of a thousand. */
const only = (titles: readonly string[] | undefined): RegExp => {
  const wanted = titles && new Set(titles);
  const isWanted = (title: string): boolean => !ABOUT_TIME.test(title) && (wanted?.has(title) ?? true);
  return Object.assign(/^/, { test: isWanted });
};

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'mocha', MutantRunner)];
