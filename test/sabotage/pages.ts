import type { Patch } from './patch.js';

const PAGES = 'reports/terminal/audit/pages.test.ts';

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
];
