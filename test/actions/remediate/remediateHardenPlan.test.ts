import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RemediateRequest } from '../../../src/actions/remediate/prepared.js';
import { savedPlanText } from '../../../src/actions/remediate/savedPlan.js';
import type { SavedPlan } from '../../../src/remediation/model/saved.js';
import { seal } from '../../../src/remediation/saved/seal.js';
import { HARDEN, OTHER, POLICY, startHardeningOrg, type HardeningOrg } from '../support/hardeningOrg.js';
import { outcomesIn, skipsIn, TOOL } from '../support/remediateOrg.js';

const ADMIN = 'admin.integration@example.com';
const LEFT_ALONE = { 'ExternalClientApplication:Gateway': 'changed-since-plan' };

describe('a saved plan of a hardening that somebody forged and sealed', () => {
  let org: HardeningOrg;
  let plan: string;
  before(async () => {
    org = await startHardeningOrg();
    plan = join(org.folder, 'plan.json');
  });
  beforeEach(() => org.reset());
  after(() => org.stop());

  const save = async (request: Partial<RemediateRequest>): Promise<void> =>
    writeFileSync(plan, savedPlanText(await org.prepare(request), TOOL));
  const rewrite = (change: (content: SavedPlan) => object): void => {
    const content = JSON.parse(readFileSync(plan, 'utf8')) as SavedPlan & { seal?: string };
    delete content.seal;
    writeFileSync(plan, seal({ ...content, ...change(content) }));
  };
  const setsUser = (user: string) => (content: SavedPlan) => ({
    changes: content.changes.map((change) => ({
      ...change,
      edits: [
        { path: 'clientCredentialsFlowUser', before: 'integration.user@example.com', after: user },
        ...change.edits.filter(({ path }) => path !== 'clientCredentialsFlowUser'),
      ],
    })),
  });

  it('sets no other user than the one whose permissions were judged', async () => {
    await save({ ...HARDEN });
    rewrite(setsUser(ADMIN));
    const result = await org.remediate({ plan });
    expect([outcomesIn(result), skipsIn(result)]).to.deep.equal([{}, LEFT_ALONE]);
    expect(org.textOf(POLICY)).not.to.contain(ADMIN);

    await save({ ...HARDEN, harden: { executionUser: OTHER }, apps: ['Gateway'] });
    rewrite(setsUser(ADMIN));
    expect(skipsIn(await org.remediate({ plan }))).to.deep.equal(LEFT_ALONE);
    expect(org.textOf(POLICY)).not.to.contain(ADMIN);
  });

  it('sets no other relaxation', async () => {
    await save({ ...HARDEN });
    rewrite(({ changes }) => ({
      changes: changes.map((change) => ({
        ...change,
        edits: change.edits.map((edit) => ({ ...edit, after: 'Bypass_2factor' })),
      })),
    }));
    expect(skipsIn(await org.remediate({ plan }))).to.deep.equal(LEFT_ALONE);
    expect(org.textOf(POLICY)).to.contain('>Bypass<');
  });

  it('hardens nothing under the guards of a switch-off', async () => {
    await save({ ...HARDEN });
    rewrite((content) => ({ ...setsUser(ADMIN)(content), harden: undefined }));
    expect(skipsIn(await org.remediate({ plan, includeActive: true }))).to.deep.equal(LEFT_ALONE);
    expect(org.textOf(POLICY)).not.to.contain(ADMIN);
  });

  it('turns nothing off under the guards of a hardening', async () => {
    await save({ includeActive: true });
    rewrite(() => ({ harden: {} }));
    expect(skipsIn(await org.remediate({ plan }))).to.deep.equal(LEFT_ALONE);
    expect(org.textOf(POLICY)).to.contain('<isClientCredentialsFlowEnabled>true<');
  });

  it('unforged, it does what was approved', async () => {
    await save({ ...HARDEN, harden: { executionUser: OTHER }, apps: ['Gateway'] });
    const result = await org.remediate({ plan });
    expect(outcomesIn(result)).to.deep.equal({ [POLICY]: 'verified' });
    expect(org.textOf(POLICY)).to.contain(OTHER);
  });
});
