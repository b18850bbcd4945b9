import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { validateXML } from 'xmllint-wasm';
import type { AuditReport, Target } from '../../../src/posture/model.js';
import { element, xmlText } from '../../../src/reports/words/safe/xml.js';
import { finding, orgTarget, reportOf } from '../support/builders.js';
import { rendered } from '../support/render.js';
import { SAMPLES } from '../support/samples.js';

type Case = {
  name: string;
  classname: string;
  verdict: string | undefined;
  type: string;
  message: string;
  text: string;
};

const childrenOf = (parent: XmlElement, name: string): XmlElement[] =>
  parent.children.filter((child): child is XmlElement => child instanceof XmlElement && child.name === name);

const suitesOf = (xml: string): XmlElement[] => {
  const { root } = parseXml(xml);
  if (!root) throw new Error('no root');
  return childrenOf(root, 'testsuite');
};

const casesOf = (xml: string): Case[] =>
  suitesOf(xml)
    .flatMap((suite) => childrenOf(suite, 'testcase'))
    .map((one) => {
      const verdict = one.children.find((child) => child instanceof XmlElement);
      return {
        name: one.attributes['name'] ?? '',
        classname: one.attributes['classname'] ?? '',
        verdict: verdict?.name,
        type: verdict?.attributes['type'] ?? '',
        message: verdict?.attributes['message'] ?? '',
        text: verdict?.text ?? '',
      };
    });

const junit = async (report: AuditReport): Promise<Case[]> => casesOf(await rendered('junit', report));

describe('JUnit', () => {
  it('keeps to what its readers agree on, whatever the report holds', async () => {
    const schema = await readFile(join(import.meta.dirname, '../support/junit.xsd'), 'utf8');
    const xml = await Promise.all(
      Object.entries(SAMPLES).map(async ([name, report]) => ({
        fileName: `${name}.xml`,
        contents: await rendered('junit', report),
      })),
    );
    const { valid, errors } = await validateXML({ xml, schema });
    expect(errors.map(({ rawMessage }) => rawMessage)).to.deep.equal([]);
    expect(valid).to.equal(true);
    const wrong = '<testsuites name="x" tests="1" failures="0" errors="0" time="0" oops="1"/>';
    expect(await validateXML({ xml: { fileName: 'x.xml', contents: wrong }, schema })).to.have.property('valid', false);
  });

  it('makes a failure of a fail, an error of what nobody could judge, and skips what was waived', async () => {
    const verdicts = Object.fromEntries((await junit(SAMPLES.busy)).map(({ name, verdict }) => [name, verdict]));
    expect(verdicts).to.include({
      Warehouse_Sync_Nightly_Batch_Europe: 'failure',
      Billing: 'failure',
      Archive: 'skipped',
      DevOps_Center: 'error',
      trvl__Fuel: 'error',
      Chatter_Mobile: undefined,
      Intranet: 'skipped',
    });
  });

  it('asks nothing more of an app that a person looked at, and says so', async () => {
    const found = (await junit(SAMPLES.busy)).find(({ name }) => name === 'Checked_By_Hand');
    expect(found).to.include({ verdict: 'skipped' });
    expect(found?.message).to.match(/^Not evaluated: .*Publisher confirmed in writing/);
  });

  it('takes no word of a person where the step behind it failed', async () => {
    const manualCheck = { reason: 'x', owner: 'y', checked: '2026-11-01', expires: '2027-03-31' };
    const target = orgTarget([finding({ name: 'A', reason: 'not-returned', manualCheck })], {
      coverage: [{ step: 'retrieve-apps', status: 'failed', detail: 'wait-ended' }],
    });
    expect((await junit(reportOf([target]))).map(({ verdict }) => verdict)).to.deep.equal(['error', 'error']);
  });

  it('counts what it holds', async () => {
    for (const report of Object.values(SAMPLES)) {
      const xml = await rendered('junit', report);
      for (const suite of suitesOf(xml)) {
        const counted = (name: string): number =>
          childrenOf(suite, 'testcase').filter((one) => childrenOf(one, name).length > 0).length;
        expect(suite.attributes).to.include({
          tests: String(childrenOf(suite, 'testcase').length),
          failures: String(counted('failure')),
          errors: String(counted('error')),
          skipped: String(counted('skipped')),
        });
      }
    }
  });

  it('gives each case a name of its own, by which runs are compared', async () => {
    for (const report of [SAMPLES.busy, SAMPLES['several-targets'], SAMPLES.hostile]) {
      const names = (await junit(report)).map(({ classname, name }) => `${classname} ${name}`);
      expect(new Set(names).size).to.equal(names.length);
    }
  });

  it('groups by target and control: a dot of a username begins no group', async () => {
    const target: Target = {
      kind: 'org',
      name: 'a.b@example.com',
      findings: [finding({ name: 'A', reason: 'flow-enabled' })],
      summary: { pass: 0, fail: 1, waived: 0, notEvaluated: 0, notApplicable: 0 },
      coverage: [],
    };
    const [found] = await junit(reportOf([target]));
    expect(found?.classname).to.equal('a_b@example_com.connected-app-client-credentials');
  });

  it('brings every text through, but for what XML cannot hold', () => {
    const readable = (text: string): string =>
      text.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { root } = parseXml(element('a', { b: text }, [xmlText(text)]));
        expect(root?.attributes['b']).to.equal(readable(text));
        expect(root?.text).to.equal(readable(text));
      }),
    );
    expect(() => parseXml(element('a', { b: '\uD800\u0000\uFFFE' }))).not.to.throw();
  });
});
