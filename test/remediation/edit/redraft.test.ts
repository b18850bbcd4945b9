import { expect } from 'chai';
import type { RetrievedFile } from '../../../src/org/door.js';
import type { Change } from '../../../src/remediation/model/result.js';
import { redraft } from '../../../src/remediation/edit/switchingOff.js';
import { attempt, policyCandidate } from '../support/editedApps.js';

const candidate = policyCandidate('Gateway');
const planned = attempt(candidate).otherwise('profile names are already taken')?.edited.change;
const file: RetrievedFile = { ...candidate.component, path: candidate.path, text: candidate.text };

const ended = (differing: Partial<Change>, now: RetrievedFile | undefined = file): string => {
  if (!planned) throw new Error('There is no plan that goes without grants.');
  const redrafted = redraft({ ...planned, ...differing }, now);
  return redrafted.ok ? 'as planned' : redrafted.reason;
};

describe('an edit that is made anew just before it is sent', () => {
  it('comes out as it was planned where nothing has changed', () => {
    expect(planned?.leftOut).to.deep.equal(['commaSeparatedPermissionSet', 'commaSeparatedProfile']);
    expect(ended({})).to.equal('as planned');
  });

  const others: Record<string, Partial<Change>> = {
    'goes without fewer grants': { leftOut: ['commaSeparatedProfile'] },
    'goes without more': { leftOut: ['commaSeparatedPermissionSet', 'commaSeparatedProfile', 'scopes'] },
    'goes without none': { leftOut: [] },
    'has another edit': { edits: [] },
    'was made of something else': { beforeHash: '0'.repeat(64) },
  };
  for (const [name, differing] of Object.entries(others))
    it(`is left alone where the plan ${name}`, () => {
      expect(ended(differing)).to.equal('changed-since-plan');
    });
});
