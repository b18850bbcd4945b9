import { expect } from 'chai';
import { createTexts } from '../../../src/cli/texts.js';
import type { Finding, Notice, Target } from '../../../src/posture/model.js';
import { targetName } from '../../../src/posture/names.js';
import {
  guardFlags,
  howTos,
  isToCheckInSetup,
  isToolOffered,
  todo,
  whatToolCan,
} from '../../../src/reports/words/todo.js';
import { finding, orgTarget, SEEN } from '../support/builders.js';

const texts = createTexts();
const org = (found: Finding): Target => orgTarget([found]);
const files = (found: Finding): Target => ({ ...org(found), kind: 'source', source: { directories: ['force-app'] } });

const NO_NOTICES = { notices: [] };

describe('what to do about a finding', () => {
  const unknown = finding({ name: 'A', type: 'ExternalClientApplication', reason: 'hardening-unknown' });
  const notVisible = finding({ name: 'B', reason: 'flag-not-visible' });

  it('is for files, where it differs', () => {
    expect(todo(unknown, files(unknown), texts).join(' ')).to.match(/^Audit the org\./);
    expect(todo(unknown, org(unknown), texts).join(' ')).to.match(/^Audit again as a user/);
    expect(whatToolCan(unknown, files(unknown), NO_NOTICES, texts)).to.include("files don't show whether");
  });

  it('names the flag without which a remediation skips an app in use', () => {
    for (const reason of ['flow-enabled', 'hardening-unknown'] as const) {
      const inUse = { ...finding({ name: 'D', reason }), usage: SEEN };
      expect(whatToolCan(inUse, org(inUse), NO_NOTICES, texts)).to.include('--include-active');
      expect(guardFlags(inUse, org(inUse))).to.deep.equal(['--include-active']);
      expect(guardFlags(inUse, files(inUse))).to.deep.equal([]);
    }
    const notSearched = finding({ name: 'E', reason: 'flow-enabled' });
    expect(guardFlags(notSearched, org(notSearched))).to.deep.equal([]);
  });

  it('offers no command for an app with a waiver, which a remediation skips', () => {
    const waived = { ...finding({ name: 'F', reason: 'flow-enabled' }), status: 'waived' as const };
    expect(whatToolCan(waived, org(waived), NO_NOTICES, texts)).to.match(/skips this app, because it has a waiver/);
    expect(isToolOffered(waived)).to.equal(false);
  });

  it('sends nobody to Setup for a file', () => {
    expect(isToCheckInSetup(notVisible, files(notVisible))).to.equal(false);
    expect(isToCheckInSetup(notVisible, org(notVisible))).to.equal(true);
  });

  it('never calls a failing app one that was not evaluated', () => {
    const foreign = { ...finding({ name: 'C', reason: 'flow-enabled' }), remediation: { automatic: false } };
    expect(whatToolCan(foreign, org(foreign), NO_NOTICES, texts)).to.match(
      /doesn't say what the remediate command can do/,
    );
  });

  it('is what a subscriber can do about a packaged app', () => {
    const user = { username: 'vendor@example.com', state: 'active' } as const;
    const packaged = finding({ name: 'G', reason: 'flow-enabled', app: { managed: true }, executionUser: user });
    const advice = todo(packaged, org(packaged), texts).join(' ');
    expect(advice).to.include('clear "Run As"').and.include('Ask the publisher').and.not.include('turn off the flow');
    const titles = howTos([org(packaged)], texts).map(({ code }) => code);
    expect(titles).to.include('clear-run-as').and.not.include('jwt-bearer').and.not.include('disable-with-tool');
  });

  it('asks the publisher of a packaged external client app for the certificate that only the publisher can add', () => {
    const packaged = finding({
      name: 'H',
      type: 'ExternalClientApplication',
      reason: 'not-hardened',
      app: { managed: true },
    });
    const codes = howTos([org(packaged)], texts).map(({ code }) => code);
    expect(codes).to.include('disable-with-tool').and.include('ask-publisher').and.not.include('jwt-bearer');
    expect(todo(packaged, org(packaged), texts).join(' ')).to.include('Ask the publisher');
  });

  it('names no other view where the evidence is on the page', () => {
    for (const reason of ['unreadable', 'not-hardened', 'hardening-unknown'] as const) {
      const found = finding({ name: 'I', reason });
      for (const target of [org(found), files(found)])
        expect(todo(found, target, texts, true).join(' ')).not.to.include('detail view');
    }
    const unreadable = finding({ name: 'J', reason: 'unreadable' });
    expect(todo(unreadable, org(unreadable), texts).join(' ')).to.include('--view detail');
  });

  describe('whose waiver has expired', () => {
    const expired = (name: string, target = 'production'): { notices: Notice[] } => ({
      notices: [
        {
          code: 'waiver-expired',
          data: { control: 'connected-app-client-credentials' },
          target,
          app: `ConnectedApp:${name}`,
        },
      ],
    });

    it('says that a remediation changes it only by its name', () => {
      const failing = finding({ name: 'K', reason: 'flow-enabled' });
      expect(whatToolCan(failing, org(failing), expired('K'), texts)).to.match(
        /only if --app names.*waiver has expired/,
      );
      expect(whatToolCan(failing, files(failing), expired('K', targetName(files(failing))), texts)).to.match(
        /edits the file only if --app/,
      );
      expect(whatToolCan(failing, org(failing), expired('Another'), texts)).not.to.include('waiver');
    });

    it('names the other flag too if the flow may be in use', () => {
      const inUse = { ...finding({ name: 'L', reason: 'flow-enabled' }), usage: SEEN };
      const said = whatToolCan(inUse, org(inUse), expired('L'), texts);
      expect(said).to.include('--include-active').and.include('waiver has expired');
    });
  });
});

describe('the steps below a report', () => {
  const failing = finding({ name: 'A', reason: 'flow-enabled' });
  const fine = finding({ name: 'B', reason: 'flow-disabled' });
  const stepsOf = (targets: Target[], code: string): string =>
    howTos(targets, texts)
      .filter((one) => one.code === code)
      .flatMap(({ steps }) => steps)
      .join(' ');

  it('are for files or an org, by the apps that need them', () => {
    const inFiles = stepsOf([org(fine), files(failing)], 'disable-with-tool');
    expect(inFiles).to.include('shows the edit of each file').and.not.include('has the org validate');
    const inOrg = stepsOf([org(failing), files(fine)], 'disable-with-tool');
    expect(inOrg).to.include('has the org validate').and.not.include('shows the edit of each file');
  });

  it('are both, under two titles, if apps of both need them', () => {
    const both = howTos([files(failing), org(failing)], texts).filter(({ code }) => code === 'disable-with-tool');
    expect(both.map(({ title }) => title)).to.deep.equal([
      'Turn off the flow with this plugin',
      'Turn off the flow in the files with this plugin',
    ]);
  });

  it('send nobody to the source tree that was audited', () => {
    expect(stepsOf([files(failing)], 'end-access')).not.to.include('source tree');
    expect(stepsOf([org(failing)], 'end-access')).to.include('source tree');
    expect(stepsOf([org(failing), files(failing)], 'end-access')).to.include('source tree');
  });
});
