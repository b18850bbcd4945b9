import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Messages } from '@salesforce/core';
import { expect } from 'chai';
import { ADVICE } from '../../../src/posture/controls/advice.js';
import {
  allControls,
  controlFor,
  controls,
  controlsFor,
  controlsJudging,
  onlyByName,
} from '../../../src/posture/controls/all.js';
import { CONTROL_ROWS, type Control } from '../../../src/posture/controls/control.js';
import { evaluate } from '../../../src/posture/evaluate.js';
import { type AppType, FACTORS, REASONS, type ControlId } from '../../../src/posture/model.js';
import type { AnySubject } from '../../../src/posture/subject.js';
import { connectedApp, contextOf, externalClientApp, settings } from '../support/builders.js';

Messages.importMessagesDirectory(dirname(fileURLToPath(import.meta.url)));
const bundle = (name: string): Messages<string> => Messages.loadMessages('sf-oauth-posture', name);

const expectText = (messages: Messages<string>, key: string): void => {
  const texts = messages.getMessages(key);
  expect(texts, key).not.to.be.empty;
  for (const text of texts)
    expect(text.trim(), key)
      .to.have.length.above(2)
      .and.not.match(/%[a-z]/);
};

describe('posture: controls as data', () => {
  it('are the two of the Security Health Review, with their severity and range', () => {
    expect(controls.map(({ id, severity, cvss }) => ({ id, severity, cvss }))).to.deep.equal([
      { id: 'connected-app-client-credentials', severity: 'critical', cvss: { low: 9, high: 10 } },
      { id: 'eca-client-credentials-policy', severity: 'high', cvss: { low: 7, high: 8.9 } },
    ]);
  });

  it('leave out, unless it is named, the one that asks an org for what lies beside its secrets', () => {
    expect(onlyByName.map(({ id, severity, cvss }) => ({ id, severity, cvss }))).to.deep.equal([
      { id: 'eca-flow-enablement', severity: 'high', cvss: { low: 7, high: 8.9 } },
    ]);
    expect(controls).not.to.include.members([...onlyByName]);
  });

  it('are each found by what they judge', () => {
    const idsFor = (type: AppType): ControlId[] => controlsFor(type).map(({ id }) => id);
    const ofConnected = ['connected-app-client-credentials'];
    const ofExternal = ['eca-client-credentials-policy', 'eca-flow-enablement'];
    expect(idsFor('ConnectedApp')).to.include.members(ofConnected);
    expect(idsFor('ExternalClientApplication')).to.include.members(ofExternal);
    expect(idsFor('ConnectedApp').filter((id) => ofExternal.includes(id))).to.deep.equal([]);
    expect(idsFor('ExternalClientApplication').filter((id) => ofConnected.includes(id))).to.deep.equal([]);
  });

  for (const { id, rows, estimates, cvss } of allControls) {
    it(`${id} has every row, and a text for each`, () => {
      expect(rows).to.deep.equal(CONTROL_ROWS);
      for (const one of rows) expectText(bundle('controls'), `${id}.${one}`);
    });

    it(`${id} estimates the top, middle and bottom of its range`, () => {
      expect(estimates.higher).to.equal(cvss.high);
      expect(estimates.lower).to.equal(cvss.low);
      expect(estimates.baseline).to.be.within(cvss.low, cvss.high);
    });
  }

  it('a further one needs nothing of the others', () => {
    const third: Control = {
      id: 'third' as ControlId,
      appType: 'ExternalClientApplication',
      judges: 'ExternalClientApplication',
      shownSince: 60,
      severity: 'high',
      cvss: { low: 1, high: 2 },
      estimates: { higher: 2, baseline: 1.5, lower: 1 },
      action: 'disable-policy',
      rows: CONTROL_ROWS,
      evaluate: () => ({ reason: 'flow-enabled', evidence: [], observations: [] }),
      risk: { higher: [], lower: [] },
    };
    const subject = externalClientApp();
    const finding = evaluate(subject, contextOf(subject), 'org', third);
    expect(finding).to.include({ control: 'third', status: 'fail', severity: 'high' });
    expect(controlsJudging('ExternalClientApplication')).to.have.length(1);
  });

  it('refuses an app of a type that it does not judge', () => {
    const subject = externalClientApp();
    const [connectedAppControl] = controlsFor('ConnectedApp');
    expect(() => evaluate(subject, contextOf(subject), 'org', connectedAppControl)).to.throw('does not judge');
    for (const { kind, ...rest } of [connectedApp(), externalClientApp(), settings()])
      for (const control of allControls.filter(({ judges }) => judges !== kind)) {
        const other = { kind, ...rest } as AnySubject;
        expect(() => evaluate(other, contextOf(other), 'org', control)).to.throw(
          `${control.id} does not judge ${kind}`,
        );
      }
  });

  it('are missed by name where none judges an app', () => {
    const other = { ...externalClientApp(), kind: 'Other' } as unknown as AnySubject;
    expect(() => evaluate(other, contextOf(other), 'org')).to.throw('No control judges Other');
    expect(() => controlFor('Other' as AppType)).to.throw('No control judges Other');
  });
});

describe('posture: a text for each code', () => {
  for (const reason of REASONS) {
    it(`reason ${reason}`, () => {
      for (const key of [reason, `${reason}.short`, `${reason}.todo`]) expectText(bundle('reasons'), key);
      expect(bundle('reasons').getMessage(`${reason}.short`), 'fits a table').to.have.length.below(30);
    });
  }

  for (const factor of FACTORS) {
    it(`factor ${factor}`, () => {
      for (const part of ['name', 'short', 'present', 'absent', 'unknown']) {
        expectText(bundle('factors'), `${factor}.${part}`);
      }
    });
  }

  for (const advice of ADVICE) {
    it(`advice ${advice}`, () => {
      expectText(bundle('controls'), `advice.${advice}.title`);
      expect(bundle('controls').getMessages(`advice.${advice}.steps`), 'steps in order').to.have.length.above(2);
    });
  }
});
