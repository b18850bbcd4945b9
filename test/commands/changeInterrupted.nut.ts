import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import type { CliResult } from '../simulator/cliLogin.js';
import { finishDeploys } from '../simulator/deploy/operations.js';
import { RUNS, startChangingOrgs, type ChangingOrg } from './support/changingOrg.js';
import { printed, resultOf } from './support/cliOrg.js';
import { interruptDeploy } from './support/interrupting.js';
import { alongLanes } from './support/lanes.js';

/** Each signal at each run that changes an org, while the org validates and while it deploys. */

type Interruption = { run: keyof typeof RUNS; signal: NodeJS.Signals };

/** What was seen of a run that was interrupted, and of the org right after it. */
type Seen = { ended: CliResult; changed: string[]; deploys: string[] };

/** The same once the org has ended what it was doing, and of the same command given again. */
type SeenDeploying = Seen & { after: string; different: string[]; again: CliResult; differentInTheEnd: string[] };

const interruptions = (Object.keys(RUNS) as (keyof typeof RUNS)[]).flatMap((run) =>
  (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal): Interruption => ({ run, signal })),
);

const whileValidating = (org: ChangingOrg, interruption: Interruption): Promise<Seen> =>
  interrupted(org, interruption, 1);

const whileDeploying = async (org: ChangingOrg, interruption: Interruption): Promise<SeenDeploying> => {
  const { args, to } = RUNS[interruption.run];
  const seen = await interrupted(org, interruption, 2);
  const { snapshot } = resultOf<RemediationResult>(seen.ended);
  const after = readFileSync(join(snapshot?.directory ?? '', 'after.json'), 'utf8');
  finishDeploys(org.simulator.state);
  const different = org.changedSince(to);
  const again = await org.start(args).ended;
  return { ...seen, after, different, again, differentInTheEnd: org.changedSince(to) };
};

const interrupted = async (org: ChangingOrg, { run, signal }: Interruption, deploy: number): Promise<Seen> => {
  const { args, from } = RUNS[run];
  org.become(from);
  const ended = await interruptDeploy(org.simulator, deploy, signal, () => org.start(args));
  const deploys = org.simulator.journal.of('deploy').map(({ detail }) => detail);
  return { ended, changed: org.changedSince(from), deploys };
};

describe('an org is being changed when a signal comes', () => {
  let lanes: ChangingOrg[] = [];
  let validating: Seen[];
  let deploying: SeenDeploying[];

  before(async () => {
    lanes = await startChangingOrgs(5);
    deploying = await alongLanes(lanes, interruptions, whileDeploying);
    validating = await alongLanes(lanes, interruptions, whileValidating);
  });
  after(() => Promise.all(lanes.map((org) => org.stop())));

  const seenIn = <One>(all: readonly One[], index: number): One => {
    const one = all[index];
    if (!one) throw new Error('It was not run.');
    return one;
  };

  for (const [index, { run, signal }] of interruptions.entries()) {
    it(`${signal}, ${run}, while the org validates: 130, nothing was changed`, () => {
      const { ended, changed, deploys } = seenIn(validating, index);
      expect([ended.exitCode, printed(ended).name]).to.deep.equal([130, 'InterruptedError']);
      expect(printed(ended).message).to.include('Nothing was changed.');
      expect([changed, deploys]).to.deep.equal([[], ['check-only']]);
    });

    it(`${signal}, ${run}, while the org deploys: 69, the id is on disk, and running again ends well`, () => {
      const { ended, changed, deploys, after, different, again, differentInTheEnd } = seenIn(deploying, index);
      const { mode, deploys: told } = resultOf<RemediationResult>(ended);
      expect([ended.exitCode, mode, deploys]).to.deep.equal([69, 'in-progress', ['check-only', 'for good']]);
      expect(changed, 'the deploy was still running').to.deep.equal([]);
      const kept = JSON.parse(after) as Pick<RemediationResult, 'deploys'>;
      expect(kept.deploys.map(({ id }) => id)).to.deep.equal(told.filter(({ checkOnly }) => !checkOnly).map(idOf));
      expect(different, 'the deploy has ended').to.deep.equal([]);
      expect([again.exitCode, resultOf<RemediationResult>(again).mode]).to.deep.equal([0, 'nothing-to-do']);
      expect(differentInTheEnd).to.deep.equal([]);
    });
  }
});

const idOf = ({ id }: RemediationResult['deploys'][number]): string => id ?? 'none';
