import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { EXIT_CODES } from '../../../src/exitCodes.js';
import type { MigrationResult } from '../../../src/migration/model.js';
import type { VerifyResult } from '../../../src/migration/verifyResult.js';
import type { RemediationResult } from '../../../src/remediation/model/result.js';
import { moveApps, ORDER_USER } from '../../actions/support/movingOrg.js';
import { orgAt, passing, save, savedAt, THEN, unread } from '../../actions/report/support/saving.js';
import type { CliResult } from '../../simulator/cliLogin.js';
import { setDeployRules } from '../../simulator/deploy/rules.js';
import type { Simulator } from '../../simulator/simulator.js';
import { CHANGED, KEY_FILE, RUNS, type State } from './changingOrg.js';
import { AUDIT, printed, resultOf } from './cliOrg.js';

/** How a run comes to end so, and how its JSON shows that this is why. */
export type Ending = {
  args: readonly string[];
  from: State;
  arrange?: (simulator: Simulator) => void;
  /** Comes while a request is held. */
  signal?: NodeJS.Signals;
  proof: (seen: Seen) => void;
};
export type Seen = { ended: CliResult; changed: readonly string[]; requests: number; isDeploying: boolean };

type Row = (typeof EXIT_CODES)[number];
type CommandName = Row['commands'][number];
type Endings<Command extends CommandName> = {
  [One in Row as Command extends One['commands'][number] ? One['name'] : never]: Ending;
};

const [REPORTING, SYNC] = CHANGED;

const audited = (...args: readonly string[]): Pick<Ending, 'args' | 'from'> => ({
  args: [...AUDIT, ...args, '--json'],
  from: 'original',
});

const audit: Endings<'audit'> = {
  clean: {
    ...audited('--app', 'Ticket_Bridge'),
    proof: ({ ended }) => expect(resultOf(ended).summary).to.include({ pass: 1, fail: 0, notEvaluated: 0 }),
  },
  'could-not-run': {
    args: ['oauth-posture', 'audit', '--target-org', 'nobody', '--json'],
    from: 'original',
    proof: ({ ended, requests }) => {
      const { name, actions } = printed(ended);
      expect([name, requests]).to.deep.equal(['UnknownOrgError', 0]);
      expect(actions?.join(' ')).to.include('sf org login web');
    },
  },
  'wrong-flags': {
    ...audited('--result-format', 'json'),
    proof: ({ ended, requests }) => {
      expect(printed(ended).message).to.include('--json').and.to.include('--result-format');
      expect(requests).to.equal(0);
    },
  },
  findings: {
    ...audited('--app', 'Order_Sync', '--app', 'Vendor_Sync'),
    proof: ({ ended }) => expect(resultOf(ended).summary).to.include({ fail: 1, notEvaluated: 1 }),
  },
  incomplete: {
    ...audited('--app', 'Ticket_Bridge', '--app', 'Vendor_Sync'),
    proof: ({ ended }) => expect(resultOf(ended).summary).to.include({ pass: 1, fail: 0, notEvaluated: 1 }),
  },
  interrupted: {
    ...audited(),
    arrange: (simulator) => simulator.fault({ kind: 'never', on: 'retrieve' }),
    signal: 'SIGTERM',
    proof: ({ ended }) => expect(printed(ended).name).to.equal('InterruptedError'),
  },
};

type Changing = {
  run: 'remediate' | 'restore';
  wrongFlags: { args: readonly string[]; said: string };
  /** What is said of a change that the org takes back. */
  takenBack: string;
};

const changing = ({ run, wrongFlags, takenBack }: Changing): Endings<'remediate'> & Endings<'restore'> => {
  const { args, from } = RUNS[run];
  return {
    done: {
      args,
      from,
      proof: ({ ended, changed }) => {
        expect(outcomesIn(ended)).to.deep.equal({ [REPORTING]: ['verified'], [SYNC]: ['verified'] });
        expect(changed).to.deep.equal(CHANGED);
      },
    },
    'nothing-changed': {
      args: args.filter((arg) => arg !== '--no-prompt'),
      from,
      proof: ({ ended, changed, requests }) => {
        expect([printed(ended).name, requests]).to.deep.equal(['CannotAskError', 0]);
        expect(changed).to.deep.equal([]);
      },
    },
    'wrong-flags': {
      args: wrongFlags.args,
      from,
      proof: ({ ended, changed, requests }) => {
        expect(printed(ended).message).to.include(wrongFlags.said);
        expect([changed, requests]).to.deep.equal([[], 0]);
      },
    },
    'not-confirmed': {
      args,
      from,
      arrange: ({ state }) => setDeployRules(state, { reverts: [REPORTING] }),
      proof: ({ ended }) =>
        expect(outcomesIn(ended)).to.deep.equal({ [REPORTING]: ['reverted', takenBack], [SYNC]: ['verified'] }),
    },
    partly: {
      args,
      from,
      arrange: ({ state }) =>
        setDeployRules(state, { refuses: ({ fullName }) => (fullName === 'Order_Sync' ? 'Not today.' : undefined) }),
      proof: ({ ended, changed }) => {
        const { plan } = resultOf<RemediationResult>(ended);
        expect(plan.skipped.map(({ app, reason, detail }) => [app.name, reason, detail])).to.deep.equal([
          ['Order_Sync', 'refused', 'Not today.'],
        ]);
        expect(outcomesIn(ended)).to.deep.equal({ [REPORTING]: ['verified'] });
        expect(changed).to.deep.equal([REPORTING]);
      },
    },
    'still-running': {
      args,
      from,
      arrange: (simulator) => {
        simulator.fault({ kind: 'never-done', on: 'deploy', nth: 2 });
        // The first question is about the validation. By the second one the requests of the day are used up.
        simulator.fault({ kind: 'request-limit', on: 'checkDeployStatus', nth: 2, times: Infinity });
      },
      proof: ({ ended, changed }) => {
        const { mode, deploys } = resultOf<RemediationResult>(ended);
        expect(mode).to.equal('in-progress');
        expect(deploys.find(({ checkOnly }) => !checkOnly)?.id).to.match(/^0Af/);
        const unseen = ['failed', 'still-running'];
        expect(outcomesIn(ended)).to.deep.equal({ [REPORTING]: unseen, [SYNC]: unseen });
        expect(changed).to.deep.equal([]);
      },
    },
    interrupted: {
      args,
      from,
      arrange: (simulator) => simulator.fault({ kind: 'never', on: 'retrieve' }),
      signal: 'SIGTERM',
      proof: ({ ended, changed, isDeploying }) => {
        expect(printed(ended).name).to.equal('InterruptedError');
        expect([changed, isDeploying]).to.deep.equal([[], false]);
      },
    },
  };
};

const MIGRATE = ['oauth-posture', 'migrate', '--target-org', 'demo', '--json'];

const migrated = (folder: string, ...args: readonly string[]): Pick<Ending, 'args' | 'from'> => ({
  args: [...MIGRATE, '--output-dir', folder, ...args],
  from: 'original',
});

const migrate: Endings<'migrate'> = {
  written: {
    ...migrated('migration-written', '--app', 'Order_Sync'),
    proof: ({ ended, changed }) => {
      expect(resultOf<MigrationResult>(ended).summary).to.include({ written: 1, notEvaluated: 0, withoutFile: 0 });
      expect(changed).to.deep.equal([]);
    },
  },
  'nothing-written': {
    ...migrated('migration-none', '--app', 'Order_Sync', '--certificate', KEY_FILE),
    proof: ({ ended, requests }) =>
      expect([printed(ended).name, requests]).to.deep.equal(['CertificateHoldsPrivateKeyError', 0]),
  },
  'wrong-flags': {
    ...migrated('migration-wrong'),
    proof: ({ ended, requests }) => {
      expect(printed(ended).message).to.include('app');
      expect(requests).to.equal(0);
    },
  },
  'partly-written': {
    ...migrated('migration-partly', '--app', 'Order_Sync', '--app', 'Vendor_Sync'),
    proof: ({ ended }) => expect(resultOf<MigrationResult>(ended).summary).to.include({ written: 1, notEvaluated: 1 }),
  },
  interrupted: {
    ...migrated('migration-interrupted', '--app', 'Order_Sync'),
    arrange: (simulator) => simulator.fault({ kind: 'never', on: 'retrieve' }),
    signal: 'SIGTERM',
    proof: ({ ended }) => expect(printed(ended).name).to.equal('InterruptedError'),
  },
};

const verified = (user: string, ...args: readonly string[]): Pick<Ending, 'args' | 'from'> => ({
  args: [
    ...['oauth-posture', 'verify', '--target-org', 'demo', '--app', 'Order_Sync', '--json'],
    ...['--key-file', KEY_FILE, '--username', user, ...args],
  ],
  from: 'original',
});

const moveAndTurnOff = (simulator: Simulator): void => {
  moveApps(simulator);
  const text = simulator.state.component('ConnectedApp', 'Order_Sync')?.text ?? '';
  simulator.setComponent('ConnectedApp', 'Order_Sync', text.replace('Enabled>true<', 'Enabled>false<'));
};

const flowIn = (ended: CliResult): unknown[] => {
  const { login, flow } = resultOf<VerifyResult>(ended);
  return [login.proven, login.token, flow.status];
};

const verify: Endings<'verify'> = {
  moved: {
    ...verified(ORDER_USER),
    arrange: moveAndTurnOff,
    proof: ({ ended }) => expect(flowIn(ended)).to.deep.equal([true, 'revoked', 'off']),
  },
  'still-used': {
    ...verified(ORDER_USER),
    arrange: moveApps,
    proof: ({ ended }) => expect(flowIn(ended)).to.deep.equal([true, 'revoked', 'used']),
  },
  'left-open': {
    ...verified(ORDER_USER),
    arrange: (simulator) => {
      moveAndTurnOff(simulator);
      simulator.fault({ kind: 'error', on: 'revoke', status: 403, times: Infinity });
    },
    proof: ({ ended }) => expect(flowIn(ended)).to.deep.equal([true, 'alive', 'off']),
  },
  'not-proven': {
    ...verified('nobody@example.com'),
    arrange: moveApps,
    proof: ({ ended }) => {
      expect(flowIn(ended)).to.deep.equal([false, 'none', 'used']);
      expect(resultOf<VerifyResult>(ended).login.causes).to.deep.equal(['not-approved']);
    },
  },
  'wrong-flags': {
    ...verified(ORDER_USER, '--audience', 'http://login.example.com'),
    proof: ({ ended, requests }) => {
      expect(printed(ended).message).to.include('https URL');
      expect(requests).to.equal(0);
    },
  },
  interrupted: {
    ...verified(ORDER_USER),
    arrange: (simulator) => {
      moveApps(simulator);
      simulator.fault({ kind: 'never', on: 'retrieve' });
    },
    signal: 'SIGTERM',
    proof: ({ ended }) => expect(printed(ended).name).to.equal('InterruptedError'),
  },
};

/** Of this process, whoever removes the folders of other tests. */
const SAVED = mkdtempSync(join(tmpdir(), 'oauth-posture-saved-'));
process.once('exit', () => rmSync(SAVED, { recursive: true, force: true }));
save(SAVED, 'passing.json', savedAt(THEN, [orgAt(1, [passing()])]));
save(SAVED, 'failing.json', savedAt(THEN, [orgAt(2)]));
save(SAVED, 'unread.json', savedAt(THEN, [orgAt(3, [unread()])]));
save(SAVED, 'damaged.json', '{');

const merged = (...files: readonly string[]): Pick<Ending, 'args' | 'from'> => ({
  args: ['oauth-posture', 'report', ...files.flatMap((file) => ['--from', join(SAVED, `${file}.json`)]), '--json'],
  from: 'original',
});

/** It asks no org, so nothing holds it: that it can be interrupted is seen in the test of its action. */
const report: Omit<Endings<'report'>, 'interrupted'> = {
  clean: {
    ...merged('passing'),
    proof: ({ ended }) => expect(resultOf(ended).summary).to.include({ pass: 1, fail: 0, notEvaluated: 0 }),
  },
  'could-not-run': {
    ...merged('passing', 'damaged'),
    proof: ({ ended }) => expect(printed(ended).name).to.equal('UnusableError'),
  },
  'wrong-flags': {
    ...merged(),
    proof: ({ ended }) => expect(printed(ended).message).to.include('from'),
  },
  findings: {
    ...merged('passing', 'failing', 'unread'),
    proof: ({ ended }) => expect(resultOf(ended).summary).to.include({ pass: 1, fail: 1, notEvaluated: 1 }),
  },
  incomplete: {
    ...merged('passing', 'unread'),
    proof: ({ ended }) => expect(resultOf(ended).summary).to.include({ fail: 0, notEvaluated: 1 }),
  },
};

/** By command and exit code. */
export const ENDINGS: { [Command in Exclude<CommandName, 'report'>]: Endings<Command> } & { report: typeof report } = {
  report,
  audit,
  remediate: changing({
    run: 'remediate',
    wrongFlags: {
      args: [...RUNS.remediate.args, '--source-dir', '.', '--save-plan', 'saved.json'],
      said: '--source-dir',
    },
    takenBack: 'still-on',
  }),
  restore: changing({
    run: 'restore',
    wrongFlags: { args: RUNS.restore.args.filter((arg) => !/snapshot/.test(arg)), said: 'snapshot' },
    takenBack: 'still-off',
  }),
  migrate,
  verify,
};

const outcomesIn = (ended: CliResult): Record<string, string[]> =>
  Object.fromEntries(
    resultOf<RemediationResult>(ended).outcomes.map(({ component, result, problem }) => [
      `${component.type}:${component.fullName}`,
      [result, ...(problem ? [problem.code] : [])],
    ]),
  );
