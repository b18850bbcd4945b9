import { expect } from 'chai';
import { createTexts } from '../../../src/cli/texts.js';
import type { Finding, Target } from '../../../src/posture/model.js';
import {
  adviceSteps,
  guardFlags,
  isToCheckInSetup,
  isToolOffered,
  todo,
  whatToolCan,
} from '../../../src/reports/words/todo.js';
import { finding, orgTarget, SEEN } from '../support/builders.js';

const texts = createTexts();
const org = (found: Finding): Target => orgTarget([found]);
const files = (found: Finding): Target => ({ ...org(found), kind: 'source', source: { directories: ['force-app'] } });

describe('what to do about a finding', () => {
  const unknown = finding({ name: 'A', type: 'ExternalClientApplication', reason: 'hardening-unknown' });
  const notVisible = finding({ name: 'B', reason: 'flag-not-visible' });

  it('is for files, where it differs', () => {
    expect(todo(unknown, files(unknown), texts).join(' ')).to.match(/^Audit the org\./);
    expect(todo(unknown, org(unknown), texts).join(' ')).to.match(/^Audit again as a user/);
    expect(whatToolCan(unknown, files(unknown), texts)).to.include("files don't show whether");
    const [inFiles, inOrg] = [files(unknown), org(unknown)].map((target) =>
      adviceSteps('disable-with-tool', [target], texts).join(' '),
    );
    expect(inFiles).to.include('shows the edit of each file').and.not.include('has the org validate');
    expect(inOrg).to.include('has the org validate');
  });

  it('names the flag without which a remediation skips an app in use', () => {
    for (const reason of ['flow-enabled', 'hardening-unknown'] as const) {
      const inUse = { ...finding({ name: 'D', reason }), usage: SEEN };
      expect(whatToolCan(inUse, org(inUse), texts)).to.include('--include-active');
      expect(guardFlags(inUse, org(inUse))).to.deep.equal(['--include-active']);
      expect(guardFlags(inUse, files(inUse))).to.deep.equal([]);
    }
    const notSearched = finding({ name: 'E', reason: 'flow-enabled' });
    expect(guardFlags(notSearched, org(notSearched))).to.deep.equal([]);
  });

  it('offers no command for an app with a waiver, which a remediation skips', () => {
    const waived = { ...finding({ name: 'F', reason: 'flow-enabled' }), status: 'waived' as const };
    expect(whatToolCan(waived, org(waived), texts)).to.match(/skips this app, because it has a waiver/);
    expect(isToolOffered(waived)).to.equal(false);
  });

  it('sends nobody to Setup for a file', () => {
    expect(isToCheckInSetup(notVisible, files(notVisible))).to.equal(false);
    expect(isToCheckInSetup(notVisible, org(notVisible))).to.equal(true);
  });

  it('never calls a failing app one that was not evaluated', () => {
    const foreign = { ...finding({ name: 'C', reason: 'flow-enabled' }), remediation: { automatic: false } };
    expect(whatToolCan(foreign, org(foreign), texts)).to.match(/doesn't say what remediate can do/);
  });
});
