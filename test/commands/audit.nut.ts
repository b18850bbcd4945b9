import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import type { CliResult } from '../simulator/cliLogin.js';
import { resultOf, startCliOrg, type CliOrg } from './support/cliOrg.js';

describe('sf oauth-posture audit, on an org somebody logged in to', () => {
  let org: CliOrg;

  before(async () => {
    org = await startCliOrg();
  });
  after(() => org.stop());

  describe('for a person', () => {
    let shown: CliResult;
    before(async () => {
      shown = await org.audit();
    });

    it('shows every app with its verdict on stdout and ends with 30', () => {
      for (const name of ['Order_Sync', 'nova__Partner_Hub', 'acme__Invoice_Connector', 'Vendor_Sync'])
        expect(shown.stdout).to.include(name);
      expect(shown.stdout).to.include('6 failed (4 critical, 2 high), 2 not evaluated, 5 passed, 1 not applicable');
      expect(shown.exitCode).to.equal(30);
    });

    it('announces as many changes as a dry run then plans', async () => {
      const { stdout } = await org.home.start(['oauth-posture', 'remediate', '-o', 'demo', '--dry-run', '--json'])
        .ended;
      const { result } = JSON.parse(stdout) as { result: RemediationResult };
      const announced = /turning off the flow for (\d+) apps?\./.exec(shown.stdout.replaceAll(/\s+/g, ' '))?.[1];
      expect(result.plan.changes.length).to.equal(Number(announced));
    });

    it('tells on stderr what it is doing, a line a step, and nothing else', () => {
      expect(shown.stderr.trim().split('\n')).to.deep.equal([
        '[1/2] Connecting to demo',
        '[2/2] Reading the apps of demo',
      ]);
    });
  });

  describe('for a machine', () => {
    let ended: CliResult;
    let requests: number;
    let file: string;
    before(async () => {
      file = join(org.home.folder, 'results', 'posture.json');
      ended = await org.audit(['--json', '--output-file', file]);
      requests = org.simulator.journal.entries.length;
    });

    it('keeps to the contract', () => {
      const { targets, gate, scope, ...rest } = resultOf(ended);
      expect(rest).to.include.keys('schemaVersion', 'tool', 'startedAt', 'finishedAt', 'summary', 'notices');
      expect(rest.schemaVersion).to.equal(1);
      expect(rest.tool.name).to.equal('sf-oauth-posture');
      expect(rest.summary).to.deep.equal({ pass: 5, fail: 6, waived: 0, notEvaluated: 2, notApplicable: 1 });
      expect(scope).to.deep.equal({
        controls: ['connected-app-client-credentials', 'eca-client-credentials-policy'],
        apps: null,
        usageDays: 180,
      });
      expect(gate).to.deep.equal({ failOn: 'high', allowIncomplete: false, waiverFile: null, exitCode: 30 });
      expect(targets).to.have.length(1);
      expect(targets[0]?.org).to.deep.include({
        id: org.simulator.state.org.id,
        alias: 'demo',
        username: 'admin@example.com',
        instanceUrl: org.simulator.url,
        apiVersion: '68.0',
        isSandbox: false,
      });
    });

    it('counts the very requests that the org saw, polls and those of connecting included', () => {
      expect(requests).to.be.above(10);
      expect(resultOf(ended).targets[0]?.requests).to.equal(requests);
    });

    it('names every app that the org has, once for each control that judges it', () => {
      const { state } = org.simulator;
      const listed = ['ConnectedApp', 'ExternalClientApplication'].flatMap((type) =>
        state.componentsOf(type).map(({ fullName }) => `${type}:${fullName}`),
      );
      const found = resultOf(ended).targets.flatMap(({ findings }) =>
        findings.map(({ app }) => `${app.type}:${app.namespace === undefined ? '' : `${app.namespace}__`}${app.name}`),
      );
      expect(found).to.have.members(listed);
    });

    it('writes the same object into the file, in a folder that was not there', () => {
      expect(JSON.parse(readFileSync(file, 'utf8'))).to.deep.equal(resultOf(ended));
    });
  });

  it('prints the bare report with --result-format json, and the text into a file', async () => {
    const file = join(org.home.folder, 'posture.txt');
    const ended = await org.audit(['--result-format', 'json', '--output-file', file, '--view', 'detail']);
    expect(JSON.parse(ended.stdout)).to.have.property('schemaVersion', 1);
    expect([ended.exitCode, ended.stderr]).to.deep.equal([30, '']);
    expect(readFileSync(file, 'utf8')).to.include('Fail, critical: 4').and.to.include('oauth-posture.yml');
  });
});
