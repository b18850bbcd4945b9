import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { storeLogin } from '../../org/support/homeFolder.js';
import { startAuditedOrg, targetOf, type AuditedOrg } from '../support/auditedOrg.js';

describe('audit: several targets', () => {
  let org: AuditedOrg;
  let username: string;
  before(async () => {
    org = await startAuditedOrg();
    username = targetOf(await org.audit()).org?.username ?? '';
  });
  after(() => org.stop());

  it('audits an org once that is named twice in the same way', async () => {
    const report = await org.audit({ orgs: [username, username] });
    expect(report.targets).to.have.lengthOf(1);
  });

  it('lets one bad name sink nothing, and tells it beside the result', async () => {
    const report = await org.audit({ orgs: ['nobody', username] });
    const [lost, found] = report.targets.toSorted((one) => (one.error ? -1 : 1));
    expect([lost?.name, lost?.error?.message]).to.deep.equal(['nobody', 'No authorized org found for "nobody".']);
    expect(found?.findings.length).to.be.above(0);
    expect(report.gate.exitCode).to.equal(30);
  });

  it('saves the id that the login of the org is stored with, since its alias may be that of another org elsewhere', async () => {
    const orgId = '00D000000000001AAA';
    const gone = { ...org.simulator.login(), username: 'gone@example.com', instanceUrl: 'http://127.0.0.1:9' };
    await storeLogin(gone, { orgId });
    const report = await org.audit({ orgs: [gone.username, 'nobody', username] });
    expect(report.targets.map(({ name, orgId }) => [name, orgId])).to.have.deep.members([
      [gone.username, orgId],
      ['nobody', undefined],
      [undefined, undefined],
    ]);
  });

  it('ends with 1 where no target at all could be audited, and adds nothing up', async () => {
    const report = await org.audit({ orgs: ['nobody', 'nobody-else'] });
    expect(report.gate.exitCode).to.equal(1);
    expect(report.summary.pass).to.equal(0);
  });

  it('asks no org for a pattern that is none', async () => {
    expect((await org.refusal({ apps: ['x'.repeat(70_000)] })).name).to.equal('BadPatternError');
    expect(org.simulator.journal.entries).to.deep.equal([]);
  });

  it('asks no org for a baseline of another scope', async () => {
    const baseline = join(org.folder, 'base.json');
    await writeFile(baseline, JSON.stringify(await org.audit({ usageDays: 30 })));
    expect((await org.refusal({ baseline })).name).to.equal('BaselineOtherScopeError');
    expect(org.simulator.journal.entries).to.deep.equal([]);
  });

  it('judges a folder of files beside an org and tells where they disagree', async () => {
    const folder = join(org.folder, 'source');
    await mkdir(folder);
    const file = `<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>a@example.com</contactEmail><label>Staff</label>
    <oauthConfig><callbackUrl>https://x.example</callbackUrl><isClientCredentialEnabled>true</isClientCredentialEnabled></oauthConfig>
</ConnectedApp>`;
    await writeFile(join(folder, 'Staff_Portal.connectedApp-meta.xml'), file);
    const report = await org.audit({ directories: [folder], root: org.folder });
    const source = report.targets.find(({ kind }) => kind === 'source');
    expect(source?.findings.map(({ app, status }) => [app.name, app.line, status])).to.deep.equal([
      ['Staff_Portal', 3, 'fail'],
    ]);
    expect(report.notices.map(({ code }) => code)).to.include('source-switches-on');
  });

  describe('a folder without any Salesforce metadata', () => {
    const folderWith = async (name: string, files: Readonly<Record<string, string>>): Promise<string> => {
      const folder = join(org.folder, name);
      await mkdir(folder);
      for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
      return folder;
    };

    it('is an error, since a mistyped path would keep a gate green', async () => {
      const folder = await folderWith('mistyped', { 'readme.md': 'nothing here' });
      const refused = await org.refusal({ orgs: [], directories: [folder], root: org.folder });
      expect([refused.name, refused.exitCode]).to.deep.equal(['NoMetadataError', 1]);
      expect(refused.message).to.include('mistyped');
    });

    it('sinks nothing else that was asked for, and ends with 31', async () => {
      const folder = await folderWith('mistyped-too', {});
      const report = await org.audit({ directories: [folder], root: org.folder, failOn: 'never' });
      const source = report.targets.find(({ kind }) => kind === 'source');
      expect([source?.error?.name, report.gate.exitCode]).to.deep.equal(['NoMetadataError', 31]);
    });

    it('is one where only an installed package has such metadata', async () => {
      const folder = await folderWith('templates-installed', { 'package.json': '{}' });
      const installed = join(folder, 'node_modules/templates/project');
      await mkdir(installed, { recursive: true });
      for (const name of ['package.xml', 'Order.object-meta.xml']) await writeFile(join(installed, name), '');
      const refused = await org.refusal({ orgs: [], directories: [folder], root: org.folder });
      expect([refused.name, refused.exitCode]).to.deep.equal(['NoMetadataError', 1]);
    });

    it('is none that holds other metadata, a manifest, or lies in a project', async () => {
      const files = [{ 'Order.object-meta.xml': '' }, { 'package.xml': '' }, { 'sfdx-project.json': '{}' }];
      for (const [index, content] of files.entries()) {
        const folder = await folderWith(`other-${index}`, content);
        const report = await org.audit({ orgs: [], directories: [folder], root: org.folder });
        expect(report.gate.exitCode, Object.keys(content).join()).to.equal(0);
      }
      const inside = join(await folderWith('project', { 'sfdx-project.json': '{}' }), 'empty');
      await mkdir(inside);
      expect((await org.audit({ orgs: [], directories: [inside], root: org.folder })).gate.exitCode).to.equal(0);
    });
  });
});
