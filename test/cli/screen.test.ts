import { expect } from 'chai';
import { page, screen } from '../../src/cli/output/output.js';

describe('the width of a report', () => {
  const before = process.env['OCLIF_COLUMNS'];
  afterEach(() => {
    if (before === undefined) delete process.env['OCLIF_COLUMNS'];
    else process.env['OCLIF_COLUMNS'] = before;
  });

  it('is what OCLIF_COLUMNS says, as that of the help is', () => {
    process.env['OCLIF_COLUMNS'] = '90';
    expect(screen('table').width).to.equal(90);
  });

  it('is that of the terminal, or 120 without one, where the variable makes no sense', () => {
    process.env['OCLIF_COLUMNS'] = 'wide';
    expect(screen('table').width).to.equal(process.stdout.columns || 120);
  });

  it('is always 120 in a file', () => {
    process.env['OCLIF_COLUMNS'] = '90';
    expect(page('table').width).to.equal(120);
  });
});
