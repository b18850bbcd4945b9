import type { Patch } from './patch.js';

/** What the matrices of guards and of taken back deploys are for, and what no other list is about. */

export const gapPatches: readonly Patch[] = [
  {
    name: 'nobody is told what was overwritten where a deploy could not be taken back',
    file: 'actions/remediate/apply.ts',
    find: '        ...overwritten.map(mayBeOverwritten),\n',
    replace: '',
    test: { file: 'matrix/cancel.test.ts', title: 'where it is always refused with INSUFFICIENT_ACCESS' },
  },
  {
    name: 'where an org does not list its apps, the files of all of them may be changed',
    file: 'actions/source/guardsOfOrg.ts',
    find: "const isEveryAppListed = failedHiding(target.coverage, 'apps').length === 0;",
    replace: 'const isEveryAppListed = true;',
    test: { file: 'matrix/guards.test.ts', title: 'to a remediation of files is never more than what it is' },
  },
  {
    name: 'nobody is told that no audit came after a change',
    file: 'actions/remediate/auditAfterwards.ts',
    find: "notices: [{ code: 'not-audited-again' }]",
    replace: 'notices: []',
    test: {
      file: 'actions/remediate/remediateApply.test.ts',
      title: 'reads back to the end although somebody interrupts once the deploy is done',
    },
  },
  {
    name: 'a plan of another version is applied',
    file: 'actions/remediate/savedPlan.ts',
    find: 'if (!isOfTool(read.plan, tool))',
    replace: 'if (read.plan.tool.name !== tool.name)',
    test: { file: 'actions/remediate/remediatePlan.test.ts', title: 'the plan of another version of this tool' },
  },
  {
    name: 'the steps name a permission set that the org does not have',
    file: 'actions/migrate/permissionSet.ts',
    find: 'if (answer.value === undefined) throw new Refusal(',
    replace: "if (answer.value === undefined && name === '') throw new Refusal(",
    test: {
      file: 'actions/migrate/migrate.test.ts',
      title: 'refuses a permission set that the org does not have, and writes nothing',
    },
  },
  {
    name: 'an assertion lasts for days',
    file: 'keys/assertion.ts',
    find: 'const LASTS_SECONDS = 180;',
    replace: 'const LASTS_SECONDS = 180_000;',
    test: {
      file: 'keys/keys.test.ts',
      title: 'signs an assertion that the certificate proves, and that ends within minutes',
    },
  },
  {
    name: 'the rows of an answer of SOAP are not counted',
    file: 'org/transport/envelope.ts',
    find: '    this.payload.rows += 1;\n',
    replace: '    this.payload.rows = 1;\n',
    test: { file: 'org/envelope.property.test.ts', title: 'counts as whole only with all the rows that are in it' },
  },
];
