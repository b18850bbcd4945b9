import { expect } from 'chai';
import { STEPS, type AuditReport, type Target } from '../../src/posture/model.js';
import { FORMAT_NAMES, type Format } from '../../src/reports/formatNames.js';
import { finding, orgTarget, reportOf } from './support/builders.js';
import { rendered } from './support/render.js';

/** A list that could not be read has no findings. It must not look clean, in whatever format. */

const FINE = finding({ name: 'Fine', reason: 'flow-disabled' });

const withStep = (step: string, more: Partial<AuditReport> = {}): AuditReport =>
  reportOf([orgTarget([FINE], { coverage: [{ step, status: 'failed', detail: 'cut: socket hang up' }] })], {
    gate: { exitCode: 31 },
    ...more,
  });

const UNOPENED: Target = {
  kind: 'org',
  name: 'nowhere',
  error: { name: 'UnknownOrgError', message: 'The org nowhere said: no.', actions: ['Log in to nowhere.'] },
  findings: [],
  summary: { pass: 0, fail: 0, waived: 0, notEvaluated: 0, notApplicable: 0 },
  coverage: [],
};

/** What a program, or a person who looks for trouble, goes by. */
const ALARM: Readonly<Record<Format, RegExp>> = {
  human: /Couldn't be read|Couldn't be audited/,
  json: /"status": "failed"|"error": \{/,
  csv: /^not-read,/m,
  sarif: /"executionSuccessful": false[^]*"ruleId": "audit-incomplete"/,
  junit: /<error type="[^"]+" message="[^"]+">/,
  html: /<section class="unread"/,
  markdown: /> \[!CAUTION\]/,
  ocsf: /"event_code":"audit-incomplete".*"status":"Warning"/,
  github: /^::error /m,
  codequality: /"check_name": "audit-incomplete"/,
};

const shows = async (format: Format, report: AuditReport, said: string): Promise<void> => {
  const text = await rendered(format, report);
  expect(text).to.match(ALARM[format]);
  expect(text.replaceAll(/\s+/g, ' ').replaceAll(/\\(?=[^"])/g, '')).to.include(said);
};

describe('what could not be read', () => {
  it('counts as missing where an app passes because it is turned off, and nothing confirms that', async () => {
    const coverage: Target['coverage'] = [{ step: 'query-app-policies', status: 'failed', detail: 'cut' }];
    const off = finding({ name: 'Off', type: 'ExternalClientApplication', reason: 'app-disabled' });
    const textOf = (one: typeof off): Promise<string> => rendered('github', reportOf([orgTarget([one], { coverage })]));
    expect(await textOf(off))
      .to.include('What it would have found is missing')
      .and.not.include("doesn't affect");
    expect(await textOf(FINE)).to.include("doesn't affect these counts");
  });

  it('counts as missing where it kept the settings of apps from being requested, and only there', async () => {
    const failed = (step: string): Target['coverage'][number] => ({ step, status: 'failed', detail: 'not-returned' });
    const setting = failed('retrieve-secret-setting');
    const textOf = (coverage: Target['coverage']): Promise<string> =>
      rendered('github', reportOf([orgTarget([FINE], { coverage })]));
    expect(await textOf([setting, failed('retrieve-oauth-settings')]))
      .to.include('2 steps failed. What they would have found is missing')
      .and.not.include("doesn't affect");
    expect(await textOf([setting])).to.include("1 step failed, which doesn't affect these counts");
  });

  for (const format of FORMAT_NAMES) {
    it(`shows in ${format} as a step that failed, whichever it is`, async () => {
      for (const step of [...STEPS, 'a-step-of-another-version']) await shows(format, withStep(step), 'socket hang up');
    });

    it(`shows in ${format} as a target that could not be audited`, async () => {
      await shows(format, reportOf([UNOPENED], { gate: { exitCode: 1 } }), 'The org nowhere said: no.');
      await shows(format, reportOf([orgTarget([FINE]), UNOPENED]), 'The org nowhere said: no.');
    });

    it(`is missing in ${format} where everything was read`, async () => {
      expect(await rendered(format, reportOf([orgTarget([FINE])]))).not.to.match(ALARM[format]);
    });
  }
});
