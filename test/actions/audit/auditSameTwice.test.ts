import { expect } from 'chai';
import type { AuditReport } from '../../../src/posture/model.js';
import type { OrgState } from '../../simulator/state.js';
import { startAuditedOrg, type AuditedOrg } from '../support/auditedOrg.js';

/** The report without what the clock and the port say. */
const timeless = ({ startedAt, finishedAt, ...report }: AuditReport): unknown => {
  expect([startedAt, finishedAt].map((time) => Number.isNaN(Date.parse(time)))).to.deep.equal([false, false]);
  return report;
};

/** Everything the org holds, in another order: components, rows, and what a file repeats. */
const turnAround = (state: OrgState): void => {
  for (const rows of state.rows.values()) rows.reverse();
  const components = [...state.components].reverse();
  state.components.clear();
  for (const [key, component] of components) state.components.set(key, component);
  for (const component of state.components.values()) component.text = scopesTurned(component.text);
};

const scopesTurned = (text: string): string => {
  const scopes = text.match(/<scopes>.*<\/scopes>/g)?.reverse() ?? [];
  return text.replaceAll(/<scopes>.*<\/scopes>/g, () => scopes.shift() ?? '');
};

describe('audit: twice on one state', () => {
  let org: AuditedOrg;
  before(async () => {
    org = await startAuditedOrg();
    // The first run after a log-in has one request more: the platform stores the org's versions for a day.
    await org.audit();
  });
  after(() => org.stop());

  it('gives the same result, times aside', async () => {
    const once = await org.audit();
    expect(timeless(await org.audit())).to.deep.equal(timeless(once));
  });

  it('gives the same text, byte for byte, when the org answers in another order', async () => {
    const once = JSON.stringify(timeless(await org.audit()));
    turnAround(org.simulator.state);
    expect(JSON.stringify(timeless(await org.audit()))).to.equal(once);
  });
});
