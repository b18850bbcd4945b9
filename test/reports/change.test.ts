import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createTexts } from '../../src/cli/texts.js';
import { keepRecords, savedRecords } from '../../src/cli/output/changeRecord.js';
import { approvalOf, APPROVALS, type ChangeRecord } from '../../src/reports/change/record.js';
import { RECORD_FORMATS, type RecordFormat } from '../../src/reports/formatNames.js';
import { RECORDS } from '../../src/reports/records.js';
import { changeRecord, RESULT } from './support/changeRecord.js';
import { expectGolden, withoutMachinery } from './support/golden.js';

const texts = createTexts();

const made = async (format: RecordFormat, more?: Partial<ChangeRecord>): Promise<string> =>
  (await RECORDS[format]())(changeRecord(more), texts);

const ENDINGS: Readonly<Record<string, string>> = { human: 'txt', json: 'json', markdown: 'md', html: 'html' };

describe('change record', () => {
  for (const format of RECORD_FORMATS) {
    const ending = ENDINGS[format];
    if (ending !== undefined)
      it(`is kept whole: ${format}`, async () => {
        const text = await made(format);
        expectGolden(`remediation/record.${ending}`, format === 'html' ? withoutMachinery(text) : text);
      });

    it(`shows in ${format} what could not be read, what was left undone, and what differs`, async () => {
      const text = await made(format);
      expect(text).to.include('socket hang up').and.to.include('Refused').and.to.include('scopes');
      expect(text).to.include('0Af000000000002AAA');
    });

    it(`names in ${format} what the restore command does not set, and the file that shows the earlier state`, async () => {
      const text = (await made(format)).replaceAll(/\s+/g, ' ');
      expect(text).to.include('originals/0001-ConnectedApp-Sync.xml');
      if (format !== 'json') expect(text).to.include('That command restores only the flow and its Run As user.');
    });

    it(`says in ${format} how it was approved`, async () => {
      const said = await Promise.all(APPROVALS.map((how) => made(format, { approval: { how } })));
      expect(new Set(said).size).to.equal(APPROVALS.length);
    });
  }

  for (const format of RECORD_FORMATS)
    it(`names in ${format} an app that was skipped only after the plan was shown`, async () => {
      const [first] = RESULT.plan.changes;
      if (!first) throw new Error('The record has no change.');
      const late = {
        control: first.control,
        app: { ...first.app, name: 'Late_One' },
        reason: 'changed-since-plan',
      } as const;
      const result = { ...RESULT, plan: { ...RESULT.plan, skipped: [...RESULT.plan.skipped, late] } };
      expect(await made(format, { result })).to.include('Late');
    });

  it('lets no text of the org be markup', async () => {
    expect(await made('markdown')).not.to.match(/(?<!`[^`\n]*)<script>/);
  });

  it('names the command with its flags, and keeps no token that was given in place of a name', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'record-'));
    const files = (['markdown', 'human', 'json'] as const).map((format) => ({ path: join(folder, format), format }));
    const given = ['sf', 'oauth-posture', 'remediate', '--target-org 00D000000000001!AQ8FSM36ufPn', '--include-active'];
    const recording = { files, command: 'remediate', given, planText: '', skippedByPlan: [], noPrompt: true } as const;
    await keepRecords(RESULT, recording, texts, { isChanging: true });
    for (const { path } of files) {
      const text = await readFile(path, 'utf8');
      expect(text).to.include('sf oauth-posture remediate --target-org *** --include-active');
      expect(text).not.to.include('AQ8FSM36');
    }
    await rm(folder, { recursive: true });
  });

  it('is named once it is written, and not if it could not be', () => {
    const files = (['a.md', 'b.md'] as const).map((path) => ({ path, format: 'markdown' as const }));
    const lost = { code: 'record-not-written', data: { file: 'b.md', problem: 'ENOSPC' } } as const;
    expect(savedRecords(files, { notices: [lost] }, texts)).to.deep.equal([
      'Saved the change record to a.md (format: markdown).',
    ]);
  });

  it('joins a problem and its differences into whole sentences', async () => {
    expect(await made('markdown'))
      .to.include('as well. `oauthConfig.scopes`')
      .and.not.include('.;');
  });

  it('shows a notice of the plan once', async () => {
    const notice = { code: 'not-audited-again' } as const;
    const result: typeof RESULT = { ...RESULT, notices: [notice] };
    const sentence = texts.say('notices', notice.code);
    const times = (text: string): number => text.replaceAll(/\s+/g, ' ').split(sentence).length - 1;
    expect(times(await made('human', { result }))).to.equal(1);
    expect(times(await made('human', { result, planText: `Notices\n  - ${sentence}` }))).to.equal(1);
  });

  it('of a dry run says that nothing was changed, and what a pipeline would still find', async () => {
    const summary = { ...RESULT.summary, exitCode: 0, leftFailing: 2 };
    const result: typeof RESULT = { ...RESULT, mode: 'dry-run', summary };
    delete result.snapshot;
    const page = (await made('html', { result })).replaceAll('&#39;', "'");
    expect(page).to.include("2 failing apps aren't in the plan").and.include('Every planned change was validated.');
    expect(page).not.to.include('are unchanged').and.not.include('Its snapshot folder');
  });

  it('says in Markdown when an app was last used, and why one could not be evaluated, in words', async () => {
    const app = { type: 'ConnectedApp', name: 'A', managed: false } as const;
    const skip = { app, control: 'connected-app-client-credentials' } as const;
    const skipped = [
      { ...skip, reason: 'in-use', detail: '2026-11-27T01:03:53.679Z' },
      { ...skip, reason: 'not-evaluated', detail: 'not-returned' },
    ] as const;
    const result = { ...RESULT, plan: { ...RESULT.plan, skipped: [...skipped] } };
    expect(await made('markdown', { result }))
      .to.include('| last on 2026-11-27 |')
      .and.include("The org lists the app, but didn't return its metadata.")
      .and.not.include('`not-returned`');
  });

  it('calls nothing approved that was not carried out', () => {
    expect(approvalOf({ mode: 'dry-run' }, { noPrompt: true }).how).to.equal('not-needed');
    expect(approvalOf({ mode: 'nothing-to-do' }, { noPrompt: true }).how).to.equal('not-needed');
    expect(approvalOf({ mode: 'cancelled' }, { noPrompt: false }).how).to.equal('declined');
    expect(approvalOf({ mode: 'applied' }, { noPrompt: false }).how).to.equal('asked');
    expect(approvalOf({ mode: 'in-progress' }, { noPrompt: true }).how).to.equal('no-prompt');
  });

  for (const [code, isChanging, then] of [
    [0, true, 32],
    [68, true, 68],
    [69, true, 69],
    [0, false, 1],
    [1, false, 1],
  ] as const)
    it(`that cannot be written turns ${code} into ${then} where an org ${isChanging ? 'was' : 'was not'} changed`, async () => {
      const result = { ...RESULT, summary: { ...RESULT.summary, exitCode: code } };
      const recording = {
        files: [{ path: '/nowhere/at/all/x.json', format: 'json' }],
        command: 'remediate',
        planText: '',
        skippedByPlan: [],
        noPrompt: true,
      } as const;
      const kept = await keepRecords(result, recording, texts, { isChanging });
      expect(kept.summary.exitCode).to.equal(then);
      expect(kept.notices.at(-1)).to.deep.equal({
        code: 'record-not-written',
        data: { file: '/nowhere/at/all/x.json', problem: 'ENOENT' },
      });
    });
});
