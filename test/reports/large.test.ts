import { expect } from 'chai';
import type { Finding } from '../../src/posture/model.js';
import { FORMAT_NAMES } from '../../src/reports/formatNames.js';
import { cpuTime } from '../cpuTime.js';
import { orgTarget, reportOf } from './support/builders.js';
import { rendered } from './support/render.js';
import { BUSY_FINDINGS } from './support/samples.js';

const APPS = 5000;
const MOST_MS = 5000;
const MOST_CHARACTERS = 60_000_000;

describe('a report of 5,000 apps', () => {
  const findings: Finding[] = Array.from({ length: APPS }, (_, at) => {
    const like = BUSY_FINDINGS[at % BUSY_FINDINGS.length] as Finding;
    return { ...like, id: `${like.id}-${at}`, app: { ...like.app, name: `${like.app.name}_${at}` } };
  });
  const report = reportOf([orgTarget(findings)]);

  for (const format of FORMAT_NAMES)
    it(`is made in seconds: ${format}`, async () => {
      const start = cpuTime();
      const text = await rendered(format, report);
      expect(cpuTime() - start).to.be.below(MOST_MS);
      expect(text.length).to.be.below(MOST_CHARACTERS);
    });
});
