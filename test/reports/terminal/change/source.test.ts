import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  SKIP_REASONS,
  type Plan,
  type RemediationResult,
  type Skip,
} from '../../../../src/remediation/model/result.js';
import { buildResult } from '../../../../src/remediation/outcome/result.js';
import { remediationReport } from '../../../../src/reports/terminal/change/result.js';
import { sourcePlanReport, sourceQuestion, sourceTexts } from '../../../../src/reports/terminal/change/source.js';
import { createTexts } from '../../../../src/cli/texts.js';

const texts = createTexts();
const VIEW = { view: 'table', width: 100, color: false } as const;
const file = 'force-app/connectedApps/Ledger.connectedApp-meta.xml';
const app = { type: 'ConnectedApp', name: 'Ledger', managed: false, file } as const;
const component = { type: 'ConnectedApp', fullName: 'Ledger' } as const;
const control = 'connected-app-client-credentials';
const source = { directories: ['force-app'] };
const change = { control, app, component, edits: [], beforeHash: 'abc' } as const;
const planOf = (changes: number): Plan => ({
  changes: Array.from({ length: changes }, () => ({ ...change, edits: [] })),
  skipped: [],
  notRead: [],
});
const DIFF = `--- a/${file}\n+++ b/${file}\n@@ -1,2 +1,2 @@\n \t<a>x\u001b[2J\u202e</a>\r\n-    <b>true</b>\n+    <b>false</b>\n`;

describe('a remediation of files in words', () => {
  it('shows the diff line by line, tabs as blanks and nothing that a terminal would obey', () => {
    const shown = sourcePlanReport({ plan: planOf(1), source, diff: DIFF }, texts, VIEW);
    expect(shown.split('\n')).to.deep.equal([
      '1 file to edit in force-app',
      '',
      `--- a/${file}`,
      `+++ b/${file}`,
      '@@ -1,2 +1,2 @@',
      '     <a>x</a>',
      '-    <b>true</b>',
      '+    <b>false</b>',
      '',
    ]);
  });

  it('says that there is nothing to edit', () => {
    expect(sourcePlanReport({ plan: planOf(0), source, diff: '' }, texts, VIEW)).to.equal(
      'Nothing to edit in force-app\n',
    );
  });

  it('says only that no edit is planned where an app was skipped', () => {
    const skipped: Skip[] = [{ control, app, reason: 'not-evaluated', detail: 'flag-not-visible' }];
    const shown = sourcePlanReport({ plan: { ...planOf(0), skipped }, source, diff: '' }, texts, VIEW);
    expect(shown)
      .to.match(/^No edit planned in force-app\n/)
      .and.not.contain('Nothing to edit');
  });

  it('does not say so where a file could not be read', () => {
    const notRead = [
      { step: 'read-files', status: 'failed' as const, detail: 'not-readable: A.connectedApp (EACCES)' },
    ];
    const shown = sourcePlanReport({ plan: { ...planOf(0), notRead }, source, diff: '' }, texts, VIEW);
    expect(shown).to.match(/^Nothing to edit in the files that could be read in force-app\n/);
    expect(shown).to.contain('A.connectedApp (EACCES)');
  });

  it('says beside the diff what the next deploy does, where no org was asked', () => {
    const notices = [{ code: 'deploy-stops-clients' as const }];
    const shown = sourcePlanReport({ plan: planOf(1), source, diff: DIFF, notices }, texts, VIEW);
    expect(shown.replaceAll(/\s+/g, ' ')).to.contain('The next deploy of these files stops clients that still use');
  });

  it('counts apps, and says that an audit has a finding for each of their files', () => {
    const left = ['one', 'two'].map((name): Skip => ({ control, app: { ...app, file: name }, reason: 'in-use' }));
    const plan: Plan = { changes: [], skipped: left, notRead: [] };
    const parts = { tool: { name: 'sf-oauth-posture', version: '0' }, startedAt: '', finishedAt: '', source, plan };
    const result = buildResult({
      ...parts,
      mode: 'nothing-to-do',
      takenOut: 0,
      isOfFailing: true,
      deploys: [],
      outcomes: [],
      notices: [],
    });
    expect(result.summary.leftFailing).to.equal(1);
    const how = { ...VIEW, command: 'remediate', inPipeline: false, shown: { skipped: left, notices: [] } } as const;
    expect(remediationReport(result, sourceTexts(texts), how).replaceAll(/\s+/g, ' ')).to.contain(
      '1 failing app is unchanged in these files. The next audit reports it again, once for each of its files.',
    );
  });

  it('asks', () => {
    expect(sourceQuestion({ plan: planOf(1), source }, texts)).to.equal(
      'Turn off the client credentials flow in 1 file in force-app?',
    );
    expect(sourceQuestion({ plan: planOf(3), source }, texts)).to.equal(
      'Turn off the client credentials flow in 3 files in force-app?',
    );
  });

  it('has words for whatever is left alone', () => {
    for (const reason of SKIP_REASONS) {
      const plan: Plan = { changes: [], skipped: [{ control, app, reason }], notRead: [] };
      expect(sourcePlanReport({ plan, source, diff: '' }, texts, VIEW), reason).to.include('Ledger');
    }
  });

  for (const problem of ['secret-beside-switch', 'not-text', 'path-of-git'] as const)
    it(`says why a file is not edited: ${problem}`, () => {
      const plan: Plan = {
        changes: [],
        skipped: [{ control, app, reason: 'not-editable', detail: problem }],
        notRead: [],
      };
      const shown = sourcePlanReport({ plan, source, diff: '' }, texts, VIEW).replaceAll(/\s+/g, ' ');
      expect(shown).to.include(texts.say('remediation', `edit.${problem}`));
    });

  it('tells what became of the files, where the patch is, and nothing of restoring an org', () => {
    const result: RemediationResult = {
      schemaVersion: 1,
      tool: { name: 'sf-oauth-posture', version: '1.2.3' },
      startedAt: '2026-11-20T12:00:00.000Z',
      finishedAt: '2026-11-20T12:00:10.000Z',
      mode: 'applied',
      target: { kind: 'source', source },
      plan: planOf(1),
      snapshot: { directory: 'snapshots/source-1' },
      deploys: [],
      outcomes: [{ app, component, result: 'failed', problem: { code: 'not-written', detail: 'EACCES' } }],
      summary: {
        planned: 1,
        skipped: 0,
        verified: 1,
        validated: 0,
        failed: 1,
        reverted: 0,
        altered: 0,
        notAttempted: 0,
        leftFailing: 0,
        exitCode: 68,
      },
      notices: [
        {
          code: 'source-reverse-patch',
          data: { attributes: '/my repo/s/attributes', folder: '/my repo', patch: '/my repo/s/reverse.patch' },
        },
      ],
    };
    const options = { ...VIEW, command: 'remediate', inPipeline: false, shown: { skipped: [], notices: [] } } as const;
    const told = remediationReport(result, sourceTexts(texts), options)
      .replaceAll(/ \\\n\s*/g, ' ')
      .replaceAll(/\s+/g, ' ');
    expect(told).to.include('Result');
    expect(told).to.include("The file couldn't be written: EACCES");
    expect(told).to.include('Patch to undo the edits saved to snapshots/source-1');
    expect(told).to.include(
      "To undo, run: git -c core.attributesFile='/my repo/s/attributes' --git-dir=/dev/null -C '/my repo' apply --whitespace=nowarn '/my repo/s/reverse.patch'",
    );
    expect(told).to.not.include('Notices');
    expect(told).to.not.include('sf oauth-posture restore');
  });

  it('says in other words only what a remediation of an org says as well', () => {
    const keys = (bundle: string): string[] =>
      [...readFileSync(`messages/${bundle}.md`, 'utf8').matchAll(/^# (.+)$/gm)].map(([, key = '']) => key);
    const own = ['plan.some.one', 'plan.some.other', 'question', 'files.one', 'files.other'];
    expect(keys('remediation')).to.include.members(keys('source').filter((key) => !own.includes(key)));
  });
});
