import { Parser } from '@oclif/core';
import { expect } from 'chai';
import * as shared from '../../../src/cli/flags/flags.js';

const FLAGS = { wait: shared.wait.audit, 'usage-days': shared.usageDays, 'api-version': shared.apiVersion };

const parsed = async (...argv: string[]): Promise<Record<string, unknown>> =>
  (await Parser.parse(argv, { flags: FLAGS, strict: true })).flags;

const refusal = async (...argv: string[]): Promise<unknown> => {
  try {
    await parsed(...argv);
  } catch (error) {
    return (error as { oclif?: { exit?: number } }).oclif?.exit;
  }
  return 'nothing';
};

describe('flags with a number', () => {
  const wrong: Record<string, readonly string[]> = {
    wait: ['0', '-1', 'soon', '1.5', '5m'],
    'usage-days': ['-1', '181', 'all', '1.5'],
    'api-version': ['x', '67', '67.5', '20.0'],
  };
  for (const [flag, values] of Object.entries(wrong))
    for (const value of values)
      it(`--${flag} ${value} is a wrong flag: 2`, async () => {
        expect(await refusal(`--${flag}=${value}`)).to.equal(2);
      });

  it('are taken where they make sense', async () => {
    expect(await parsed('--wait=1', '--usage-days=0', '--api-version=67.0')).to.include({
      wait: 1,
      'usage-days': 0,
      'api-version': '67.0',
    });
  });

  it('wait half an hour where nobody says how long', async () => {
    const { wait } = await parsed();
    expect(shared.waitMs({ wait: Number(wait) })).to.equal(1_800_000);
  });
});

describe('the help of a flag that several commands share', () => {
  it('says what --wait does in each command', () => {
    const { audit, remediate, restore, migrate } = shared.wait;
    for (const { description } of [audit, migrate]) expect(description).not.to.match(/deploy|validation/);
    expect(audit.description).to.include('several orgs');
    expect(remediate.description).to.include('deploys of other users').and.not.include('audit several');
    expect(restore.description).to.include('the run that took the snapshot');
  });

  it('offers with --control only what the command works with', () => {
    const { audit, remediate, migrate, verify } = shared.control;
    expect(audit.description).to.match(/^One of: .*eca-flow-enablement\./);
    for (const { description } of [remediate, migrate, verify])
      expect(description).to.match(/^One of: connected-app-client-credentials, eca-client-credentials-policy\./);
    expect(remediate.summary).to.include('to change');
    expect(migrate.summary).to.include('belong to');
  });
});
