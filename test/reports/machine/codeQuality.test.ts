import { expect } from 'chai';
import type { AuditReport } from '../../../src/posture/model.js';
import { rendered } from '../support/render.js';
import { SAMPLES } from '../support/samples.js';

type Issue = {
  description: string;
  check_name: string;
  fingerprint: string;
  severity: string;
  location: { path: string; lines: { begin: number } };
};

const issuesOf = async (report: AuditReport): Promise<Issue[]> =>
  JSON.parse(await rendered('codequality', report)) as Issue[];

describe('GitLab Code Quality', () => {
  it('has what GitLab requires of each issue', async () => {
    for (const report of Object.values(SAMPLES)) {
      const issues = await issuesOf(report);
      for (const issue of issues) {
        expect(Object.keys(issue)).to.deep.equal(['description', 'check_name', 'fingerprint', 'severity', 'location']);
        expect(issue.severity).to.be.oneOf(['info', 'minor', 'major', 'critical', 'blocker']);
        expect(issue.location.path).not.to.match(/^\.\/|^\//);
        expect(issue.location.lines.begin).to.be.at.least(1);
        expect(issue.description).not.to.equal('');
      }
      if (report !== SAMPLES.unusual)
        expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).to.equal(issues.length);
    }
  });

  it('stands on the file and line of a source tree', async () => {
    const found = (await issuesOf(SAMPLES['several-targets'])).find(({ severity }) => severity === 'blocker');
    expect(found?.location).to.deep.equal({
      path: 'force-app/main/default/connectedApps/Billing.connectedApp-meta.xml',
      lines: { begin: 12 },
    });
  });

  it('weighs a failure more than what nobody could judge, and shows what was waived', async () => {
    const issues = await issuesOf(SAMPLES.busy);
    const weightOf = (name: string): string | undefined =>
      issues.find(({ description }) => description.startsWith(name))?.severity;
    expect(weightOf('Legacy')).to.equal('blocker');
    expect(weightOf('Billing')).to.equal('critical');
    expect(weightOf('DevOps_Center')).to.equal('major');
    expect(weightOf('Archive')).to.equal('info');
    expect(weightOf('Chatter_Mobile')).to.equal(undefined);
  });
});
