import { expect } from 'chai';
import fc from 'fast-check';
import type { AuditReport } from '../../../src/posture/model.js';
import { readBaseline } from '../../../src/posture/report/baselineRead.js';
import { readSaved } from '../../../src/posture/saved/read.js';
import { changedAt, placesIn, type Content, type Json, type Place } from '../../remediation/support/savedFiles.js';
import { runs } from '../../runs.js';
import { failing, orgAt, passing, savedAt, THEN, unread } from './support/saving.js';

const FINDINGS = [failing('One'), unread('Two'), passing('Three')];
const WHOLE = JSON.parse(JSON.stringify(savedAt(THEN, [orgAt(1, FINDINGS)]))) as Content;

/** Members by which a person who edits a result says something else, and means it. */
const MEANT = /^targets\.0\.findings\.\d+\.(status|reason)$/;
const PLACES = placesIn(WHOLE).filter((place) => !MEANT.test(place.join('.')));

const words = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'true', 'pass', '0', '__proto__', 'constructor', '\u0000', 'ConnectedApp', '9'.repeat(400)),
);
const anything = fc.oneof(words, fc.jsonValue() as fc.Arbitrary<Json>, fc.constant(undefined));

/** An earlier edit may have taken away what this one is about. */
const changedIfThere = (content: Content, [place, value]: [Place, Json | undefined]): Content => {
  try {
    return changedAt(content, place, value);
  } catch (error) {
    if (error instanceof TypeError) return content;
    throw error;
  }
};
const forged = fc
  .array(fc.tuple(fc.constantFrom(...PLACES), anything), { minLength: 1, maxLength: 2 })
  .map((edits) => edits.reduce(changedIfThere, WHOLE));

const statusesOf = (report: Pick<AuditReport, 'targets'>): string[] =>
  report.targets.flatMap(({ findings }) => findings.map(({ status }) => status));

describe('a saved result that somebody forged', () => {
  it('has all its findings, each with the status that it had, or is refused; as a baseline it excuses no more', () => {
    const seen = { read: 0, refused: 0, baseline: 0 };
    fc.assert(
      fc.property(forged, (content) => {
        const text = JSON.stringify(content);
        const saved = readSaved(text);
        seen[saved.ok ? 'read' : 'refused'] += 1;
        if (saved.ok) {
          if (!('result' in saved)) throw new Error('an error of an audit was seen');
          expect(statusesOf(saved.result)).to.deep.equal(['fail', 'not-evaluated', 'pass']);
        }
        const baseline = readBaseline(text);
        seen.baseline += baseline.ok ? 1 : 0;
        // A failure in a baseline excuses one now. A baseline without findings excuses none.
        if (baseline.ok)
          expect(statusesOf(baseline.report).filter((status) => status === 'fail').length).to.be.at.most(1);
      }),
      { numRuns: runs(2000) },
    );
    for (const [what, count] of Object.entries(seen)) expect(count, what).to.be.above(runs(2000) / 20);
  });

  it('is refused at each length that it could be cut to', () => {
    const text = JSON.stringify(WHOLE);
    for (let length = 0; length < text.length; length += 1) {
      expect(readSaved(text.slice(0, length)).ok, String(length)).to.equal(false);
      expect(readBaseline(text.slice(0, length)).ok, String(length)).to.equal(false);
    }
  });

  it('is refused where it is any JSON, or any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.record({ schemaVersion: fc.constant(1), targets: fc.jsonValue() }).map((made) => JSON.stringify(made)),
    );
    fc.assert(
      fc.property(text, (made) => {
        expect(readSaved(made).ok).to.equal(false);
        expect(readBaseline(made).ok).to.equal(false);
      }),
      { numRuns: runs(2000) },
    );
  });

  it('is refused, and not walked, where it is 100,000 deep', () => {
    for (const deep of ['['.repeat(100_000) + ']'.repeat(100_000), '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)])
      for (const text of [deep, JSON.stringify(WHOLE).replace('"findings":[', `"findings":[${deep},`)]) {
        expect(readSaved(text).ok).to.equal(false);
        expect(readBaseline(text).ok).to.equal(false);
      }
  });
});
