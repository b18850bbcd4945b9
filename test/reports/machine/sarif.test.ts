import { expect } from 'chai';
import * as fc from 'fast-check';
import type { AuditReport } from '../../../src/posture/model.js';
import { escaped } from '../../../src/reports/machine/sarif/rules.js';
import { finding, orgTarget, reportOf } from '../support/builders.js';
import { rendered } from '../support/render.js';
import { SAMPLES } from '../support/samples.js';
import { githubErrors, schemaErrors, type Sarif } from '../support/sarif.js';

const sarif = async (report: AuditReport): Promise<Sarif> => JSON.parse(await rendered('sarif', report)) as Sarif;

const withFinding = (...given: Parameters<typeof finding>): AuditReport => reportOf([orgTarget([finding(...given)])]);

describe('SARIF', () => {
  it('keeps to the schema of the standard, whatever the report holds', async () => {
    const errorsIn = await schemaErrors();
    for (const report of Object.values(SAMPLES)) expect(errorsIn(await rendered('sarif', report))).to.deep.equal([]);
    expect(errorsIn('{"version":"2.1.0","runs":[{}]}')).not.to.deep.equal([]);
  });

  it('has nothing that GitHub rejects, by Microsoft’s validator', async () => {
    const files: Record<string, string> = {};
    for (const name of ['busy', 'empty', 'hostile', 'several-targets'] as const)
      files[name] = await rendered('sarif', SAMPLES[name]);
    expect(await githubErrors(files)).to.deep.equal([]);
    const damaged = (files['busy'] ?? '').replaceAll(/"uri": "[^"]*"/g, '"index": -1');
    expect(await githubErrors({ damaged, busy: files['busy'] ?? '' })).not.to.deep.equal([]);
  });

  it('shows whatever GitHub could not: each result has a file, a line, and a fingerprint of its own', async () => {
    for (const report of Object.values(SAMPLES)) {
      const { runs } = await sarif(report);
      const results = runs.flatMap((run) => run.results);
      for (const { locations, ruleId, level } of results) {
        expect(locations[0]?.physicalLocation.artifactLocation.uri).to.match(/^[^/].*[^/]$/);
        expect(locations[0]?.physicalLocation.region.startLine).to.be.at.least(1);
        expect(level).to.equal(ruleId.endsWith('-not-evaluated') ? 'warning' : 'error');
      }
      const marks = runs.map((run) => run.results.map((result) => result.partialFingerprints.primaryLocationLineHash));
      for (const own of marks) expect(new Set(own).size).to.equal(own.length);
      const ids = runs.map((run) => run.automationDetails.id);
      if (report !== SAMPLES.unusual) expect(new Set(ids).size).to.equal(ids.length);
      for (const id of ids) expect(id).to.match(/^oauth-posture\/(?:coverage\/)?[^/]*\/$/);
    }
  });

  it('weighs the controls as their severity, and never as one that rounds to another', async () => {
    const { runs } = await sarif(SAMPLES.busy);
    const rules = runs[0]?.tool.driver.rules ?? [];
    const weights = Object.fromEntries(rules.map(({ id, properties }) => [id, properties['security-severity']]));
    expect(weights).to.include({ 'connected-app-client-credentials': '9.5', 'eca-client-credentials-policy': '8.0' });
    for (const { help } of rules) expect(help.text.length).to.be.above(50);
  });

  it('says where a source file is, with its line', async () => {
    const { runs } = await sarif(SAMPLES['several-targets']);
    const found = runs.flatMap((run) => run.results).find(({ properties }) => properties.status === 'fail');
    expect(found?.locations[0]?.physicalLocation).to.deep.equal({
      artifactLocation: { uri: 'force-app/main/default/connectedApps/Billing.connectedApp-meta.xml' },
      region: { startLine: 12 },
    });
  });

  it('holds a waived failure as one that was accepted, and never as one less', async () => {
    const { runs } = await sarif(SAMPLES.excused);
    const [waived] = runs[0]?.results ?? [];
    expect(waived).to.include({ level: 'error', ruleId: 'connected-app-client-credentials' });
    expect(waived?.suppressions).to.have.length(1);
    expect(waived?.suppressions?.[0]?.justification).to.include('Vendor has no JWT support yet');
    expect(waived?.kind).to.equal(undefined);
  });

  it('has no suppression for what nobody accepted', async () => {
    const { runs } = await sarif(SAMPLES.busy);
    for (const { properties, suppressions } of runs.flatMap((run) => run.results))
      expect(suppressions !== undefined).to.equal(properties.status === 'waived');
  });

  it('keeps what is told of an org that cannot be opened apart, so that its earlier results stay', async () => {
    const { runs } = await sarif(SAMPLES['several-targets']);
    expect(runs.map(({ automationDetails: { id } }) => id)).to.deep.equal([
      'oauth-posture/00D000000000001EAA/',
      'oauth-posture/force-app%2Bpackages%2Fbilling/',
      'oauth-posture/coverage/production%2Btraining%2Bforce-app%2C%20packages%2Fbilling/',
    ]);
    const coverage = runs.at(-1);
    expect(coverage?.invocations[0]?.executionSuccessful).to.equal(false);
    expect(coverage?.results.map(({ message }) => message.text)).to.deep.equal([
      "training couldn't be audited. training no longer accepts this login. " +
        'Log in again with "sf org login web" and repeat the command.',
    ]);
  });

  it('marks the run of an org of which a list did not come as failed', async () => {
    const { runs } = await sarif(SAMPLES['list-refused']);
    for (const run of runs) {
      expect(run.invocations[0]?.executionSuccessful).to.equal(false);
      expect(run.invocations[0]?.toolExecutionNotifications[0]).to.deep.include({ level: 'error' });
    }
    expect(runs.at(-1)?.results.map(({ level }) => level)).to.deep.equal(['error']);
    const clean = await sarif(SAMPLES.clean);
    expect(clean.runs.every(({ invocations }) => invocations[0]?.executionSuccessful)).to.equal(true);
  });

  it('tells what is new since a baseline', async () => {
    const { runs } = await sarif(SAMPLES.baseline);
    expect(runs[0]?.results.map(({ baselineState }) => baselineState)).to.deep.equal(['new', 'unchanged']);
  });

  it('makes no link and no place for a value of a name', async () => {
    const name = '[free money](https://evil.example) {0}';
    const { runs } = await sarif(withFinding({ name, reason: 'flow-enabled' }));
    expect(runs[0]?.results[0]?.message.text).to.match(/^\\\[free money\\\]\(https:\/\/evil\.example\) \{\{0\}\}: /);
  });

  it('brings every text through a message', () => {
    const read = (text: string): string =>
      text
        .replaceAll(/\\([\\[\]])/g, '$1')
        .replaceAll('{{', '{')
        .replaceAll('}}', '}');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('[', ']', '\\', '{', '}', 'a', '0', '(', ')') }), (text) => {
        const message = escaped(text);
        expect(read(message)).to.equal(text);
        expect(message.replaceAll(/\\[\\[\]]/g, '').replaceAll(/\{\{|\}\}/g, '')).not.to.match(/[[\]{}\\]/);
      }),
    );
  });

  it('stays on the folder that it is about, whatever an app is called', async () => {
    const report = withFinding({ name: '../../../etc/passwd', reason: 'flow-enabled' });
    const { runs } = await sarif(report);
    expect(runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).to.equal(
      'salesforce/00D000000000001EAA/connectedApps/.._.._.._etc_passwd.connectedApp-meta.xml',
    );
  });
});
