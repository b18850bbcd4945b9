import { expect } from 'chai';
import { advisoriesIn } from '../../scripts/proof/advisories.js';

const report = (total: number, more: object = {}): string =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: total > 0 ? { yaml: { severity: 'moderate' } } : {},
    metadata: { vulnerabilities: { total }, dependencies: { prod: 290 } },
    ...more,
  });

/** As npm prints it for a registry that rejects the question. */
const REJECTED = JSON.stringify({
  message: '405 Method Not Allowed - POST https://registry.npmjs.org/-/npm/v1/security/advisories/bulk',
  statusCode: 405,
  error: { summary: '', detail: '' },
});

describe('the known vulnerabilities of the runtime dependencies', () => {
  const answerTo = (exitCode: number, stdout: string, stderr = ''): string =>
    advisoriesIn({ exitCode, stdout, stderr }).answer;

  it('are none only by a whole report of an npm that ended well', () => {
    expect(answerTo(0, report(0))).to.equal('clean');
    expect(answerTo(1, report(0))).to.equal('not answered');
    expect(answerTo(0, report(0, { metadata: { vulnerabilities: { total: 0 } } }))).to.equal('not answered');
    expect(answerTo(0, report(0, { auditReportVersion: undefined }))).to.equal('not answered');
  });

  it('are named with their severity', () => {
    for (const exitCode of [0, 1])
      expect(advisoriesIn({ exitCode, stdout: report(1), stderr: '' })).to.deep.equal({
        answer: 'vulnerable',
        told: 'Known vulnerabilities: yaml (moderate)',
      });
  });

  it('are unknown, and never none, where the registry does not answer', () => {
    expect(advisoriesIn({ exitCode: 1, stdout: REJECTED, stderr: '' }).told).to.match(/didn't answer.*405/);
    for (const stdout of [REJECTED, '', 'null', '{}', '[]', '<html>Sign in</html>'])
      for (const exitCode of [0, 1]) expect(answerTo(exitCode, stdout), stdout).to.equal('not answered');
  });
});
