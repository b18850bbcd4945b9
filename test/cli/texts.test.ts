import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { harmless, problemToError } from '../../src/cli/texts.js';

const TOKEN = '00D000000000001AAA!AQ0AQ.planted_token-value';

describe('text for a problem', () => {
  const said = (name: string): string => JSON.stringify(problemToError('network', [name, name]));

  it('never shows a token that stands where a name should', () => {
    expect(said(TOKEN)).not.to.include('AQ0AQ');
    expect(harmless(TOKEN)).to.equal('***');
  });

  it('holds no word that chooses an exit code by itself', () => {
    expect(said('TypeErrorApp')).not.to.include('TypeError');
    expect(said('1234567890-12345 (1234567890)')).not.to.match(/\d{9,}-\d{3,} \(-?\d{7,}\)/);
  });

  it('moves no cursor', () => {
    expect(harmless('a\u001b[2J\u202eb')).to.equal('ab');
  });

  for (const [code, values, bundle] of [
    ['others-deploy', ['my  org', 1, '0Af1', 'A', '0Af1', 'my  org'], 'remediation'],
    ['validated-for-real', ['my  org', '0Af1', 'Pending', 1, 'A', '0Af1', 'my  org'], 'remediation'],
    ['deploy-still-running', ['0Af1', 'x', '0Af1', 'my  org'], 'restore'],
  ] as const)
    it(`gives a command that works with any alias: ${code}`, () => {
      expect(problemToError(code, values, bundle).actions.join('\n')).to.include(
        "sf project deploy report --job-id 0Af1 --target-org 'my  org'",
      );
    });

  it('gives a command with any ID of an org that runs nothing else', () => {
    const id = '0Af1; sh x';
    expect(
      problemToError('others-deploy', ['org', 1, id, 'A', id, 'org'], 'remediation').actions.join('\n'),
    ).to.include("--job-id '0Af1; sh x' --target-org org");
  });

  it('shows an empty name as such, and never a place for one', () => {
    expect(problemToError('network', ['', '']).message).to.equal('"" couldn\'t be reached.');
    expect(said('')).not.to.include('%s');
  });

  it('says why the system opens no file, and keeps its code', () => {
    const { message } = problemToError('cannot-read', ['none.json', 'ENOENT']);
    expect(message).to.equal("Couldn't read none.json (no such file or folder, ENOENT).");
    expect(problemToError('cannot-read', ['x', 'broken-link']).message).to.include(
      "a link to a file that doesn't exist",
    );
    expect(problemToError('cannot-read', ['x', 'EWHATEVER']).message).to.include('(EWHATEVER)');
  });

  it('names a page where whoever installed the plugin has it', () => {
    const { actions } = problemToError('invalid', ['<docs>.yml', 1], 'waivers');
    const [, page = ''] = /see (\/.*\/waivers\.md)\./.exec(actions.join('\n')) ?? [];
    expect(existsSync(page), actions.join('\n')).to.equal(true);
  });
});
