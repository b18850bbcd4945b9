import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { FAULTS } from './kinds.js';
import { APPS, RemediationBench, type Remediated, type Strike } from './remediations.js';

/** From the first request that is no audit any more. */
const REQUESTS: readonly { name: string; on: RegExp; nth: number }[] = [
  { name: 'the first validation', on: /^deploy$/, nth: 1 },
  { name: 'the end of the first validation', on: /^checkDeployStatus$/, nth: 1 },
  { name: 'the second validation', on: /^deploy$/, nth: 2 },
  { name: 'the end of the second validation', on: /^checkDeployStatus$/, nth: 2 },
  { name: 'the last look', on: /^retrieve$/, nth: 3 },
  { name: 'the files of the last look', on: /^checkRetrieveStatus$/, nth: 3 },
  { name: 'the deploy', on: /^deploy$/, nth: 3 },
  { name: 'the end of the deploy', on: /^checkDeployStatus$/, nth: 3 },
  { name: 'the reading back', on: /^retrieve$/, nth: 4 },
  { name: 'the files of the reading back', on: /^checkRetrieveStatus$/, nth: 4 },
  { name: 'the audit afterwards', on: /^listMetadata$/, nth: 3 },
];

const ROWS: readonly {
  name: string;
  strike: Omit<Strike, 'fault'> & { fault: Omit<Strike['fault'], 'on' | 'nth'> };
}[] = [
  ...FAULTS.map(({ name, fault }) => ({ name, strike: { fault } })),
  { name: 'is a deploy that fails', strike: { fault: { kind: 'deploy-failed' } } },
  { name: 'is interrupted', strike: { fault: { kind: 'slow', ms: 200 }, isInterrupted: true } },
];

const RECORDED = new URL('./cells.json', import.meta.url);
const KEYS = Object.keys(APPS);
const BEFORE: readonly string[] = Object.values(APPS);

const CLAIM_NO_CHANGE: ReadonlySet<string | undefined> = new Set(['deploy-failed', 'not-started', 'interrupted']);

type State = 'unchanged' | 'changed' | 'something else';

describe('a remediation, whatever goes wrong at whichever of its requests', function () {
  this.timeout(180_000);
  const bench = new RemediationBench();
  let changed: string[];
  let cells = 0;

  before(async () => {
    await bench.start(REQUESTS.length);
    const { first, second } = await bench.twice(0, undefined);
    expect(first.result?.summary.exitCode).to.equal(0);
    expect(second.result?.mode).to.equal('nothing-to-do');
    changed = first.texts;
    expect(changed).not.to.include.members([BEFORE[0]]).and.not.include.members([BEFORE[1]]);
  });
  after(() => bench.stop());

  const states = ({ texts }: Remediated): State[] =>
    texts.map((text, at) => (text === BEFORE[at] ? 'unchanged' : text === changed[at] ? 'changed' : 'something else'));

  /** What must never be true of a run, whatever happened to it. */
  const wrongWith = (run: Remediated): string[] => {
    const found = states(run);
    const count = found.filter((state) => state === 'changed').length;
    const code = run.refused?.exitCode ?? run.result?.summary.exitCode;
    const lies: Record<string, boolean> = {
      [`half a change: ${found.join(', ')}`]: found.includes('something else'),
      [`refused as ${run.refused?.code}, and something was changed`]: run.refused !== undefined && count > 0,
      'exit code 0, and not all is done': code === 0 && count < KEYS.length,
      [`exit code ${code}, and something was changed`]: (code === 1 || code === 130) && count > 0,
      'changed without a snapshot': count > 0 && !KEYS.every((key) => run.kept.includes(key)),
    };
    return [...Object.keys(lies).filter((lie) => lies[lie]), ...wrongClaims(run, found)];
  };

  const wrongClaims = ({ result }: Remediated, found: readonly State[]): string[] =>
    (result?.outcomes ?? []).flatMap(({ component, result: outcome, problem }) => {
      const claimed = outcome === 'verified' ? 'changed' : CLAIM_NO_CHANGE.has(problem?.code) ? 'unchanged' : undefined;
      const state = found[KEYS.indexOf(`${component.type}:${component.fullName}`)];
      return claimed === undefined || state === claimed ? [] : [`${component.fullName} is said to be ${claimed}`];
    });

  const wrongAfterwards = (again: Remediated): string[] => {
    const code = again.refused?.exitCode ?? again.result?.summary.exitCode;
    const done = states(again).every((state) => state === 'changed');
    return code === 0 && done
      ? []
      : [`running again ends with ${code}: ${again.refused?.code ?? states(again).join(', ')}`];
  };

  for (const { name, strike } of ROWS) {
    it(`where a request ${name}: all or nothing, a true ending, and running again finishes`, async () => {
      const judged = await Promise.all(
        REQUESTS.map(async ({ name: request, on, nth }, lane) => {
          const { first, second } = await bench.twice(lane, { ...strike, fault: { ...strike.fault, on, nth } });
          cells += 1;
          const struck = first.journal.some(({ fault }) => fault !== undefined);
          const wrong = [...(struck ? [] : ['no request was struck']), ...wrongWith(first), ...wrongAfterwards(second)];
          return wrong.map((what) => `${request}: ${what}`);
        }),
      );
      expect(judged.flat()).to.deep.equal([]);
    });
  }

  it('was tried in no fewer ways than before', () => {
    const { remediate: before } = JSON.parse(readFileSync(RECORDED, 'utf8')) as { remediate: number };
    console.log(`      ${cells} cells: ${ROWS.length} kinds of fault, ${REQUESTS.length} kinds of request`);
    expect(cells).to.be.at.least(before);
  });
});
