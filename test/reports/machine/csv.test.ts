import { parse } from 'csv-parse/sync';
import { expect } from 'chai';
import * as fc from 'fast-check';
import type { AuditReport, OrgIdentity } from '../../../src/posture/model.js';
import { cell } from '../../../src/reports/machine/csv.js';
import { finding, ORG, orgTarget, reportOf } from '../support/builders.js';
import { rendered } from '../support/render.js';
import { SAMPLES } from '../support/samples.js';

type Row = Record<string, string>;

const csv = async (report: AuditReport): Promise<Row[]> =>
  parse<Row>(await rendered('csv', report), { columns: true, relax_column_count: false });

const statuses = (rows: Row[]): string[] => rows.map((row) => row['Status'] ?? '').sort();

describe('CSV', () => {
  it('is read by a reader of RFC 4180: as many rows as findings and parts that failed', async () => {
    for (const report of Object.values(SAMPLES)) {
      const failed = report.targets.flatMap(({ error, coverage }) => [
        ...(error ? [error] : []),
        ...coverage.filter(({ status }) => status === 'failed'),
      ]);
      const found = report.targets.flatMap(({ findings }) => findings.map(({ status }) => status));
      expect(statuses(await csv(report))).to.deep.equal([...found, ...failed.map(() => 'not-read')].sort());
    }
  });

  it('ends each line as RFC 4180 does, and the last one too', async () => {
    const text = await rendered('csv', SAMPLES.hostile);
    expect(text.endsWith('\r\n')).to.equal(true);
    expect(text.replaceAll('\r\n', '')).not.to.match(/[\r\n]/);
  });

  it('leaves owner, due date and remarks to whoever works by it', async () => {
    for (const row of await csv(SAMPLES.busy))
      expect(row).to.include({ 'Action owner': '', 'Due date': '', Remarks: '' });
  });

  it('says how bad, why, as whom, and what to do', async () => {
    const [worst] = await csv(SAMPLES.busy).then((rows) => rows.filter((row) => row['Status'] === 'fail'));
    expect(worst).to.include({
      Severity: 'critical',
      'CVSS estimate': '10',
      App: 'Warehouse_Sync_Nightly_Batch_Europe',
      'Run As user': 'integration.user@example.com',
      Use: 'seen',
      Logins: '1204',
      'Can be fixed by this tool': 'true',
    });
    expect(worst?.['Why']).to.include('administrator');
    expect(worst?.['What to do']).not.to.equal('');
  });

  it('shows a waived failure with whoever answers for it', async () => {
    const found = (await csv(SAMPLES.busy)).find(({ App }) => App === 'Archive');
    expect(found).to.include({ Status: 'waived' });
    expect(found?.['Waiver or manual check']).to.include('integration-team, SEC-1234, until 2026-12-01');
  });

  it('has the org in each row, the others in which an app fails, and a row for an org that could not be audited', async () => {
    const org = (alias: string): { org: OrgIdentity } => ({
      org: { ...ORG, alias, id: `${ORG.id.slice(0, 8)}${alias}` },
    });
    const fails = finding({ name: 'Sync', reason: 'flow-enabled', contact: '=team@example.com' });
    const error = { name: 'NetworkError', message: 'qa: gone.', actions: ['Try again.'] };
    const rows = await csv(
      reportOf([
        orgTarget([fails, finding({ name: 'Lone', reason: 'flow-enabled' })], org('prod')),
        orgTarget([{ ...fails }], org('uat')),
        orgTarget([finding({ name: 'Sync', reason: 'flow-disabled' })], org('dev')),
        orgTarget([], { ...org('qa'), error, coverage: [] }),
      ]),
    );
    const told = rows.map((row) => [
      row['Status'],
      row['App'],
      row['Target'],
      row['Also fails in'],
      row['Contact of the app'],
    ]);
    expect(told).to.deep.equal([
      ['fail', 'Lone', 'prod', '', ''],
      ['fail', 'Sync', 'prod', 'uat', "'=team@example.com"],
      ['fail', 'Sync', 'uat', 'prod', "'=team@example.com"],
      ['pass', 'Sync', 'dev', '', ''],
      ['not-read', '', 'qa', '', ''],
    ]);
    expect(new Set(rows.map((row) => row['Org ID'])).size).to.equal(4);
    expect(rows.at(-1)?.['Finding']).to.include('qa: gone.');
  });

  it('lets no spreadsheet compute what an app is called', async () => {
    for (const start of ['=', '+', '-', '@', '\t=', '\r=', '\n=', ' =', '\u200B=', '\uFF1D', '|', '\u2212']) {
      const label = `${start}cmd|' /C calc'!A0`;
      const [row] = await csv(
        reportOf([orgTarget([finding({ name: label, app: { label }, reason: 'flow-enabled' })])]),
      ).then((rows) => rows.filter(({ Status }) => Status === 'fail'));
      for (const value of [row?.['App'], row?.['Label']]) expect(value).to.match(/^'/, JSON.stringify(start));
    }
  });

  it('lets no spreadsheet compute a part of a name, where it divides cells at semicolons', async () => {
    for (const before of [';', '; ', ';"', 'a;b;\u200B', ',;'])
      for (const formula of ['=', '+', '-', '@', '\uFF1D']) {
        const label = `x${before}${formula}cmd|' /C calc'!A0;y`;
        const text = await rendered(
          'csv',
          reportOf([orgTarget([finding({ name: 'X', app: { label }, reason: 'flow-enabled' })])]),
        );
        for (const part of text.split(/[;\r\n]/)) expect(part).not.to.match(/^["\s\u200B]*[=+\-@\uFF1D]/, label);
      }
  });

  it('shows neither a terminal nor a pipeline a command in what no audit writes, but a saved result may hold', async () => {
    const hostile = '\u001b[31mx\n::stop-commands::y\r\n::add-mask::z';
    const found = finding({ name: 'X', reason: 'flow-enabled' });
    const usage = { status: 'seen', windowDays: 90, lastLogin: hostile } as const;
    for (const one of [
      { ...found, id: hostile },
      { ...found, usage },
    ]) {
      const text = await rendered('csv', reportOf([orgTarget([one])]));
      expect(text).to.include('stop-commands');
      expect(text).not.to.include('\u001b');
      expect(text).not.to.match(/^::/m);
    }
  });

  it('brings every text through a cell, and begins none with a formula', () => {
    const unit = fc.constantFrom(
      ';',
      '=',
      '+',
      '-',
      '@',
      '"',
      ',',
      '\r',
      '\n',
      '\t',
      ' ',
      "'",
      'a',
      '1',
      '\u200B',
      '漢',
    );
    fc.assert(
      fc.property(fc.array(fc.string({ unit }), { minLength: 2 }), (texts) => {
        const line = texts.map(cell).join(',');
        const [read = []] = parse(`${line}\r\n`, { relax_column_count: false, record_delimiter: '\r\n' });
        expect(read).to.have.length(texts.length);
        for (const [at, text] of texts.entries()) {
          expect(read[at]?.replaceAll("'", '')).to.equal(text.replaceAll("'", ''));
          expect(read[at]).not.to.match(/^[\s\u200B]*[=+\-@]/);
        }
      }),
    );
  });

  it('leaves numbers as numbers', () => {
    expect(cell(9.5)).to.equal('9.5');
    expect(cell(undefined)).to.equal('');
  });
});
