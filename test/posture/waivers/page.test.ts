import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { APP_LEVEL_REASONS } from '../../../src/posture/steps.js';
import { LONGEST_DAYS } from '../../../src/posture/waivers/fields.js';
import { validates, type Schema } from '../support/jsonSchema.js';
import { sound } from '../support/waiversTexts.js';

const PAGE = 'docs/waivers.md';
const page = readFileSync(PAGE, 'utf8');
const [, example = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];

describe('the page about the waiver file', () => {
  it('shows a whole file that is accepted', () => {
    const { waivers, manualChecks } = sound(example);
    expect(waivers.map(({ reason }) => reason)).to.deep.equal(['Vendor says: no JWT support yet']);
    expect(manualChecks).to.have.length(1);
  });

  it('names a schema that is there, and that accepts the file', () => {
    const [, path = ''] = /^# yaml-language-server: \$schema=(\S+)$/m.exec(example) ?? [];
    const schema = resolve(dirname(PAGE), path);
    expect(existsSync(schema), schema).to.be.true;
    expect(validates(JSON.parse(readFileSync(schema, 'utf8')) as Schema, parse(example))).to.be.true;
  });

  it('names the reasons that a manual check counts for, and the longest time', () => {
    for (const reason of APP_LEVEL_REASONS) expect(page).to.include(`\`${reason}\``);
    expect(page).to.include(`at most ${LONGEST_DAYS} days ahead`);
  });

  it('is linked from the first page', () => {
    expect(readFileSync('README.md', 'utf8')).to.include(`(${PAGE})`);
  });
});
