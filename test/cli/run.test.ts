import { SfError } from '@salesforce/core';
import { expect } from 'chai';
import { Refusal } from '../../src/actions/refusal.js';
import { run } from '../../src/cli/run.js';

const OPTIONS = {
  forMachines: true,
  errorsTo: 'stdout' as const,
  tool: { name: 'sf-oauth-posture', version: '0.0.0' },
  spinner: { start: () => undefined, stop: () => undefined },
  writeLine: () => undefined,
  apiVersion: undefined,
  waitMs: 1000,
};

const errorOf = async (work: () => never): Promise<SfError> => {
  try {
    await run(OPTIONS, () => Promise.resolve().then(work));
  } catch (error) {
    if (error instanceof SfError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown');
};

describe('what a command does around its action', () => {
  const foreign: Array<[name: string, error: Error]> = [
    ['an error of the runtime', new TypeError('terminated')],
    ['an error that another one caused', new Error('fetch failed', { cause: new TypeError('terminated') })],
    ['an unhandled error of the org', new Error('UNKNOWN_EXCEPTION: 123456789-12345 (-1234567890)')],
  ];
  for (const [name, error] of foreign)
    it(`${name} is told in our words alone, and cannot choose the exit code`, async () => {
      const told = await errorOf(() => {
        throw error;
      });
      expect(told.exitCode).to.equal(1);
      expect(told.cause).to.equal(undefined);
      expect(`${told.message}\n${told.stack}`).to.not.match(/TypeError|\d{9}-\d{5} \(/);
    });

  it('a refusal keeps its exit code, and says what to do next', async () => {
    const told = await errorOf(() => {
      throw new Refusal('no-target-org');
    });
    expect(told.exitCode).to.equal(1);
    expect(told.actions).to.not.deep.equal([]);
  });
});
