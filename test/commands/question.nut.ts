import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { finishDeploys } from '../simulator/deploy/operations.js';
import { setDeployRules } from '../simulator/deploy/rules.js';
import { connectedApp } from '../simulator/deploy/samples.js';
import { REMEDIATE, RESTORE } from './support/changingOrg.js';
import { componentsOf, startCliOrg, type CliOrg, type Components } from './support/cliOrg.js';
import { comesToBe } from './support/interrupting.js';
import { CTRL_C, CTRL_D, ENTER, hasTerminals, onTerminal, type Terminal } from './support/terminal.js';
import { skipBecause } from '../skip.js';

const HOSTILE = 'Hostile\u009b31m\u202e';
const APPS = ['Open_Reporting', 'Order_Sync', 'Hostile*'].flatMap((app) => ['--app', app]);
const SNAPSHOTS = 'oauth-posture-snapshots';

const NOT_DONE: Record<'n' | 'Enter alone' | 'Ctrl-C' | 'Ctrl-D', { keys: string; code: number; said: string }> = {
  n: { keys: `n${ENTER}`, code: 1, said: 'Canceled: nothing was changed' },
  'Enter alone': { keys: ENTER, code: 1, said: 'Canceled: nothing was changed' },
  'Ctrl-C': { keys: CTRL_C, code: 130, said: 'The run was interrupted at the question. Nothing was changed.' },
  'Ctrl-D': { keys: CTRL_D, code: 130, said: 'The run was interrupted at the question. Nothing was changed.' },
};

describe('the question before an org is changed', () => {
  let org: CliOrg;
  before(async () => {
    const user = {
      Username: HOSTILE,
      Name: HOSTILE,
      IsActive: true,
      UserType: 'Standard',
      ProfileId: '@Profile:Admin',
    };
    org = await startCliOrg({ rows: { User: [user] } });
    org.simulator.setComponent('ConnectedApp', HOSTILE, connectedApp({ oauthClientCredentialUser: HOSTILE }));
  });
  after(() => org.stop());

  describe('where nobody can be asked', () => {
    const runs = [REMEDIATE, [...RESTORE, '--snapshot', '.']];
    for (const args of runs)
      it(`${args[1]} refuses before the org hears of it`, async () => {
        const { exitCode, stderr } = await org.start(args).ended;
        expect([exitCode, org.simulator.journal.entries]).to.deep.equal([1, []]);
        expect(stderr).to.include("this session isn't interactive").and.to.include('--no-prompt');
      });
  });

  describe('on a terminal', () => {
    before(function () {
      if (!hasTerminals()) skipBecause(this, 'this system has no `script` of util-linux, which makes a terminal');
    });

    for (const [where, redirected] of Object.entries({ file: ' > seen.txt', pipe: ' | cat > seen.txt; exit 1' }))
      for (const args of [REMEDIATE, [...RESTORE, '--snapshot', '.']])
        it(`whose output goes into a ${where}, ${args[1]} refuses: nobody would see the plan`, async () => {
          org.simulator.journal.clear();
          const terminal = onTerminal(org.home, args, redirected);
          await terminal.shows("this session isn't interactive");
          expect([await terminal.ended, org.simulator.journal.entries]).to.deep.equal([1, []]);
          expect(readFileSync(join(org.home.folder, 'seen.txt'), 'utf8')).to.equal('');
        });

    const asked = async (args: readonly string[]): Promise<Terminal> => {
      org.simulator.journal.clear();
      const terminal = onTerminal(org.home, args);
      await terminal.shows('in PRODUCTION org');
      return terminal;
    };
    const snapshots = (): string[] =>
      existsSync(join(org.home.folder, SNAPSHOTS)) ? readdirSync(join(org.home.folder, SNAPSHOTS)) : [];
    const deploys = (): string[] => org.simulator.journal.of('deploy').map(({ detail }) => detail);

    const notDone = (args: () => readonly string[], names: readonly (keyof typeof NOT_DONE)[]): void => {
      for (const name of names)
        it(`answered with ${name}: ${NOT_DONE[name].code}, nothing was changed`, async () => {
          const [before, kept] = [componentsOf(org.simulator), snapshots()];
          const { keys, code, said } = NOT_DONE[name];
          const terminal = await asked(args());
          terminal.type(keys);
          expect(await terminal.ended).to.equal(code);
          expect(terminal.screen()).to.include(said);
          expect([componentsOf(org.simulator), snapshots(), deploys()]).to.deep.equal([before, kept, ['check-only']]);
        });
    };

    describe('remediate', () => {
      const args = [...REMEDIATE, ...APPS];

      it('names a production org as such, below a plan in which no name moves or colours anything', async () => {
        const { state } = org.simulator;
        setDeployRules(state, {
          refuses: ({ fullName }) => (fullName === 'Order_Sync' ? '\u009b2Jred\u202e' : undefined),
        });
        const terminal = await asked(args);
        setDeployRules(state, { refuses: () => undefined });
        terminal.type(CTRL_C);
        await terminal.ended;
        const [plan = '', question] =
          terminal.screen().split('2 changes planned for demo (production)')[1]?.split('? ') ?? [];
        expect(question).to.include('for 2 apps');
        expect(plan)
          .to.include('ConnectedApp:Hostile')
          .and.to.include('oauthConfig.oauthClientCredentialUser: Hostile → (removed)')
          .and.to.match(/- ConnectedApp:Order_Sync: .*red/);
        expect(plan).not.to.match(/[^\P{Cc}\r\n]|[\u202a-\u202e\u2066-\u2069]/u);
      });

      it('whose window is closed while the org deploys keeps what it knows', async () => {
        const { simulator, home } = org;
        const before = componentsOf(simulator);
        simulator.journal.clear();
        simulator.fault({ kind: 'never-done', on: 'deploy', nth: 2 });
        const terminal = onTerminal(home, [...args, '--no-prompt', '--snapshot-dir', 'closed']);
        await comesToBe(() => deploys().length === 2 && simulator.journal.entries.at(-1)?.poll === true);
        terminal.close();
        const kept = join(home.folder, 'closed', readdirSync(join(home.folder, 'closed'))[0] ?? '', 'result.json');
        await comesToBe(() => existsSync(kept));
        simulator.clearFaults();
        // Whatever is deployed next would wait behind it.
        finishDeploys(simulator.state);
        for (const [key, text] of Object.entries(before)) {
          const [type = '', fullName = ''] = key.split(/:(.*)/s);
          simulator.setComponent(type, fullName, text);
        }
        const { mode, summary } = JSON.parse(readFileSync(kept, 'utf8')) as RemediationResult;
        expect([mode, summary.exitCode]).to.deep.equal(['in-progress', 69]);
      });

      for (const [name, ahead] of Object.entries({
        'y and Enter': `y${ENTER}`,
        'y alone': 'y',
        'y and Enter, again and again': `y${ENTER}`.repeat(200),
      }))
        it(`takes ${name}, typed before there was a plan, for no answer`, async () => {
          const before = componentsOf(org.simulator);
          org.simulator.journal.clear();
          org.simulator.fault({ kind: 'slow', on: 'retrieve', ms: 1500 });
          const terminal = onTerminal(org.home, args);
          await terminal.shows('Reading');
          terminal.type(ahead);
          await terminal.shows('in PRODUCTION org');
          org.simulator.clearFaults();
          await pause(1500);
          expect(componentsOf(org.simulator), terminal.screen()).to.deep.equal(before);
          terminal.type(ENTER);
          expect(await terminal.ended).to.equal(1);
          expect(terminal.screen()).to.include('Canceled: nothing was changed');
          expect([componentsOf(org.simulator), deploys()]).to.deep.equal([before, ['check-only']]);
        });

      notDone(() => args, ['n', 'Ctrl-C', 'Ctrl-D']);
    });

    describe('remediate, answered with y, then restore', () => {
      let original: Components;
      let snapshot: string;
      before(async () => {
        original = componentsOf(org.simulator);
        const terminal = await asked([...REMEDIATE, ...APPS]);
        terminal.type(`y${ENTER}`);
        expect(await terminal.ended, terminal.screen()).to.equal(0);
        snapshot = join(SNAPSHOTS, snapshots()[0] ?? '');
      });

      it('has switched the flow of each app off', () => {
        const now = componentsOf(org.simulator);
        const changed = Object.keys(now).filter((key) => now[key] !== original[key]);
        expect(changed).to.have.members(['Open_Reporting', 'Order_Sync', HOSTILE].map((app) => `ConnectedApp:${app}`));
        for (const key of changed) expect(now[key]).to.include('<isClientCredentialEnabled>false<');
      });

      notDone(() => [...RESTORE, '--snapshot', snapshot], ['Enter alone', 'Ctrl-C']);

      it('answered with y: everything is as it was', async () => {
        const terminal = await asked([...RESTORE, '--snapshot', snapshot]);
        expect(terminal.screen()).to.include('in PRODUCTION org demo');
        terminal.type(`y${ENTER}`);
        expect(await terminal.ended, terminal.screen()).to.equal(0);
        expect(componentsOf(org.simulator)).to.deep.equal(original);
      });
    });
  });
});
