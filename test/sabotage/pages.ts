import type { Patch } from './patch.js';

const PAGES = 'reports/terminal/audit/pages.test.ts';
const TODO = 'reports/words/todo.test.ts';

/** What a person reads: a page that leaves out what it should tell. */
export const pagePatches: readonly Patch[] = [
  {
    name: 'a summary hides the apps that were not evaluated',
    file: 'reports/terminal/audit/target.ts',
    find: '    notEvaluated(target, view, page),',
    replace: "    view === 'summary' ? [] : notEvaluated(target, view, page),",
    test: { file: PAGES, title: 'keep in a summary what is not known' },
  },
  {
    name: 'a summary hides the steps that failed',
    file: 'reports/terminal/audit/target.ts',
    find: "    failedStepLines(failedSteps(target), page, view === 'detail'),",
    replace: "    view === 'summary' ? [] : failedStepLines(failedSteps(target), page, view === 'detail'),",
    test: { file: PAGES, title: 'keep in a summary what is not known' },
  },
  {
    name: 'a reason is cut at 80 columns',
    file: 'reports/terminal/audit/findings/failures.ts',
    find: 'cut(value, LONGEST_VALUE)',
    replace: 'cut(value, page.width - 20)',
    test: { file: PAGES, title: 'cut no name, no username and no reason at 80 columns' },
  },
  {
    name: 'a cell of a wide table has two lines again',
    file: 'reports/terminal/page/table.ts',
    find: 'const LINES_A_CELL = 8;',
    replace: 'const LINES_A_CELL = 2;',
    test: { file: PAGES, title: 'cut no name, no username and no reason at 80 columns' },
  },
  {
    name: 'apps that pass with the flow on are told only where all apps are',
    file: 'reports/terminal/audit/target.ts',
    find: '    passingWithFlowOn(target, page),',
    replace: "    view === 'all' ? passingWithFlowOn(target, page) : [],",
    test: { file: PAGES, title: 'tell apps that pass with the flow on apart, in every view' },
  },
  {
    name: '--view all shortens the names of apps that were not evaluated',
    file: 'reports/terminal/audit/findings/notEvaluated.ts',
    find: "view === 'all' ? Infinity : usual",
    replace: 'usual',
    test: { file: PAGES, title: 'list every app there is with --view all' },
  },
  {
    name: 'an app whose waiver has expired is said to be turned off',
    file: 'reports/terminal/audit/findings/fix.ts',
    find: "if (!named && hasEndedWaiver(finding, target, report)) return 'waiver-ended';",
    replace: '',
    test: { file: PAGES, title: 'skip one with an expired waiver' },
  },
  {
    name: 'a summary counts a risk that may be higher among those that are known',
    file: 'reports/terminal/audit/summary.ts',
    find: "atRisk(sure(findings), 'baseline'),",
    replace: "atRisk(findings, 'baseline'),",
    test: { file: PAGES, title: 'count in a summary the risks that may be higher' },
  },
  {
    name: 'a result for machines gives a level that may be higher as the level',
    file: 'posture/factors/atLeast.ts',
    find: '{ ...finding.risk, atLeast: true }',
    replace: 'finding.risk',
    test: { file: 'reports/machine/json.test.ts', title: 'says of a risk that it may be higher' },
  },
  {
    name: 'a packaged app gets the advice of an app of the org',
    file: 'reports/words/todo.ts',
    find: "finding.app.managed ? ['managed'] : []",
    replace: 'finding.app.managed ? [] : []',
    test: { file: TODO, title: 'is what a subscriber can do about a packaged app' },
  },
  {
    name: 'only the publisher can add a certificate, and the page says that the admin does',
    file: 'posture/controls/advice.ts',
    find: "finding.app.managed && advice === 'jwt-bearer'",
    replace: "finding.app.managed && advice === 'end-access'",
    test: { file: TODO, title: 'for the certificate that only the publisher can add' },
  },
  {
    name: 'an app whose waiver has expired is said to be changed without its name',
    file: 'reports/words/todo.ts',
    find: 'if (automatic && hasEndedWaiver(finding, target, report))',
    replace: 'if (!automatic && hasEndedWaiver(finding, target, report))',
    test: { file: TODO, title: 'says that a remediation changes it only by its name' },
  },
  {
    name: 'the steps are chosen by the run and not by the failing apps',
    file: 'reports/words/todo.ts',
    find: '.filter((target) => target.kind === kind)',
    replace: '.filter(() => true)',
    test: { file: TODO, title: 'are for files or an org, by the apps that need them' },
  },
  {
    name: 'an app that two controls could not evaluate is counted twice',
    file: 'reports/words/result/ending.ts',
    find: "ifAnyApp(open, 'exit.open', texts)",
    replace: "ifAny(open, 'exit.open', texts)",
    test: {
      file: 'reports/words/result/ending.test.ts',
      title: 'counts an app once that two controls could not evaluate',
    },
  },
  {
    name: 'a record keeps a token that was given in place of a name',
    file: 'cli/output/changeRecord.ts',
    find: "disarmed(given.join(' '))",
    replace: "given.join(' ')",
    test: { file: 'reports/change.test.ts', title: 'keeps no token that was given in place of a name' },
  },
];
