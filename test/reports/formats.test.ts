import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { allControls } from '../../src/posture/controls/all.js';
import { REASONS, type AuditReport, type Target } from '../../src/posture/model.js';
import { createTexts } from '../../src/cli/texts.js';
import {
  extensionsOf,
  FORMAT_NAMES,
  formatOfFile,
  RECORD_FORMATS,
  type Format,
} from '../../src/reports/formatNames.js';
import { FORMATS } from '../../src/reports/formats.js';
import { VIEWS } from '../../src/reports/render.js';
import { finding, orgTarget, reportOf } from './support/builders.js';
import { SAMPLES } from './support/samples.js';

describe('formats', () => {
  it('names exactly those that there are', () => {
    expect([...FORMAT_NAMES].sort()).to.deep.equal(Object.keys(FORMATS).sort());
  });

  const FILES: Record<string, Format | undefined> = {
    'out/posture.JSON': 'json',
    'posture.txt': 'human',
    'posture.sarif': 'sarif',
    'posture.Sarif.JSON': 'sarif',
    'posture.ocsf.json': 'ocsf',
    'posture.codequality.json': 'codequality',
    'posture.csv': 'csv',
    'posture.xml': 'junit',
    'posture.md': 'markdown',
    'posture.exe': undefined,
    json: undefined,
    'posture.json.bak': undefined,
  };
  for (const [file, format] of Object.entries(FILES))
    it(`takes ${file} for ${format ?? 'nothing'}`, () => {
      expect(formatOfFile(file, FORMAT_NAMES)).to.equal(format);
    });

  it('gives every format an ending of its own', () => {
    const endings = extensionsOf(FORMAT_NAMES);
    expect(new Set(endings).size).to.equal(endings.length);
    for (const format of FORMAT_NAMES)
      for (const ending of extensionsOf([format])) expect(formatOfFile(`x${ending}`, FORMAT_NAMES)).to.equal(format);
  });

  it('knows the formats of a change by the same endings', () => {
    expect(RECORD_FORMATS.every((format) => FORMAT_NAMES.includes(format))).to.equal(true);
  });

  it('loads none that nobody asked for', async () => {
    for (const table of ['formats', 'records']) {
      const text = await readFile(join(import.meta.dirname, `../../src/reports/${table}.ts`), 'utf8');
      expect(text.match(/^import (?!type)/gm)).to.equal(null);
      expect(text.match(/await import\(/g)?.length).to.be.at.least(3);
    }
  });

  for (const name of FORMAT_NAMES)
    it(`makes ${name} of whatever there is`, async () => {
      const reporter = await FORMATS[name]();
      const texts = createTexts();
      for (const report of Object.values(SAMPLES))
        expect(reporter(report, texts, { view: 'table', width: 120, color: false })).to.be.a('string');
    });

  /** Every verdict of every control, of apps of both kinds, in an org and in a tree. */
  const everything = (): AuditReport => {
    const findings = allControls.flatMap(({ id, appType }) =>
      REASONS.flatMap((reason) =>
        [false, true].map((managed) =>
          finding({
            name: `${reason}_${managed ? 'managed' : 'own'}`,
            type: appType,
            control: id,
            app: { managed },
            reason,
          }),
        ),
      ),
    );
    const scope = { controls: allControls.map(({ id }) => id) };
    const { summary, coverage } = orgTarget(findings);
    const source: Target = { kind: 'source', source: { directories: ['.'] }, findings, summary, coverage };
    return reportOf([orgTarget(findings), source], { scope });
  };
  for (const name of FORMAT_NAMES)
    it(`makes ${name} of every verdict of every control`, async () => {
      const reporter = await FORMATS[name]();
      for (const view of VIEWS)
        expect(reporter(everything(), createTexts(), { view, width: 120, color: false })).to.be.a('string');
    });
});
