import type { Patch } from './patch.js';

const PAGE = 'reports/html/page.test.ts';
const REPORT = 'reports/html/htmlReport.test.ts';
const HOSTILE = 'reports/html/hostile.test.ts';
const CHANGE = 'reports/html/changePage.test.ts';
const LARGE = 'reports/html/large.test.ts';

/** Mistakes that let the page look better than the result is, or let a name do more than be read. */
export const htmlPatches: readonly Patch[] = [
  {
    name: 'HTML record: an app counts as skipped once for each reason',
    file: 'reports/terminal/change/skips.ts',
    find: 'new Set(skipped.map(({ app, component }) => componentName(app, component))).size',
    replace: 'skipped.length',
    test: {
      file: CHANGE,
      title: 'counts an app once that hardening skips for several reasons, and shows each with its detail',
    },
  },
  {
    name: 'HTML report: the shortest card says off where a source says on',
    file: 'reports/html/cards/brief.ts',
    find: "value === 'true' || value === '1'",
    replace: "value === ''",
    test: { file: LARGE, title: 'still says without the script what decides: the flag where it is on' },
  },
  {
    name: 'HTML report: the cards of a large page are never shortened as far as they must',
    file: 'reports/html/findings.ts',
    find: "briefOf(row, 'flag', sheet)",
    replace: "briefOf(row, 'evidence', sheet)",
    test: {
      file: LARGE,
      title: 'that all fail, with all that an org tells of each: under 3 MB',
    },
  },
  {
    name: 'HTML report: a failed step is in no banner',
    file: 'reports/html/top/unread.ts',
    find: 'const steps = report.targets.flatMap(failedSteps).length;',
    replace: 'const steps = 0 * report.targets.flatMap(failedSteps).length;',
    test: { file: REPORT, title: 'stands in a banner: each failed step, with what would mend it' },
  },
  {
    name: 'HTML report: a failed target is in no banner',
    file: 'reports/html/top/unread.ts',
    find: 'const targets = report.targets.filter(({ error }) => error !== undefined).length;',
    replace: 'const targets = report.targets.filter(({ error }) => error === null).length;',
    test: { file: REPORT, title: 'stands in a banner: each target that failed, with what to do' },
  },
  {
    name: 'HTML report: no apps are found where no list was read',
    file: 'reports/html/top/overview.ts',
    find: 'return target && mayHideApps(target)',
    replace: 'return target && !target.coverage',
    test: {
      file: REPORT,
      title: 'makes nothing that is empty look clean: findings, counts, and each cell of the targets',
    },
  },
  {
    name: 'HTML report: a name is not escaped',
    file: 'reports/html/page/markup.ts',
    find: 'escaped(String(part))',
    replace: 'String(part)',
    test: { file: HOSTILE, title: 'is text wherever it stands' },
  },
  {
    name: 'HTML report: a name is not escaped where cards are packed',
    file: 'reports/html/page/markup.ts',
    find: "(character) => ENTITIES[character] ?? '')",
    replace: '(character) => character)',
    test: { file: HOSTILE, title: 'is text in cards that are unpacked when they are opened' },
  },
  {
    name: 'HTML report: quotes are not escaped',
    file: 'reports/html/page/markup.ts',
    find: `replace(/[&<>"']/g,`,
    replace: 'replace(/[&<>]/g,',
    test: { file: REPORT, title: 'escapes every value but HTML itself' },
  },
  {
    name: 'HTML report: anything may load',
    file: 'reports/html/page/document.ts',
    find: `"default-src 'none'"`,
    replace: `"default-src *"`,
    test: { file: REPORT, title: 'lets only its own style and script through, by their hashes' },
  },
  {
    name: 'HTML report: a filter does not say that it hides failures',
    file: 'reports/html/page/script.ts',
    find: 'if (isFail[at]) counts.fail += 1;',
    replace: '',
    test: { file: PAGE, title: 'filters by chips and says what that hides' },
  },
  {
    name: 'HTML report: a filter hides its own count in print',
    file: 'reports/html/page/style.ts',
    find: '#filters,.tools,.copier',
    replace: '#filters,#shown,.tools,.copier',
    test: { file: PAGE, title: 'prints what a filter shows, and says what it hides' },
  },
  {
    name: 'HTML report: print has only the cards that were on the screen',
    file: 'reports/html/page/script.ts',
    find: "if (states[at] === 'later') card.className = 'on';",
    replace: '',
    test: { file: PAGE, title: 'prints all of it, opened' },
  },
  {
    name: 'HTML report: a link to a filtered view shows everything',
    file: 'reports/html/page/script.ts',
    find: "if (location.hash.includes('=')) restore();\n  else {",
    replace: 'if (0) restore();\n  else {',
    test: { file: PAGE, title: 'keeps the filter in the fragment, and restores it from there' },
  },
  {
    name: 'HTML report: a result with gaps looks clean',
    file: 'reports/html/top/verdict.ts',
    find: 'if (!complete)\n    return',
    replace: 'if (!rows)\n    return',
    test: {
      file: REPORT,
      title: 'of apps that were not evaluated: No evaluated app fails, but the result is incomplete',
    },
  },
  {
    name: 'HTML report: what was not evaluated looks like what passes',
    file: 'reports/html/page/style.ts',
    find: '[data-k^="not-evaluated "] .b{background:none;color:var(--grey);border:1.5px dashed var(--grey)}',
    replace: '[data-k^="not-evaluated "] .b{background:var(--greenbg);color:var(--green)}',
    test: { file: PAGE, title: 'gives what was not evaluated a badge of its own, dashed and grey' },
  },
  {
    name: 'HTML report: the command is offered for apps in use',
    file: 'reports/html/tasks.ts',
    find: "return isInUse(row) ? 'move' : 'turn-off';",
    replace: "return 'turn-off';",
    test: { file: REPORT, title: 'offer the command where no use is known, and none where an app is in use' },
  },
  {
    name: 'HTML report: a link to Setup leads to a host that only sounds like Salesforce',
    file: 'reports/html/cards/setupLink.ts',
    find: 'url.hostname.endsWith(host)',
    replace: 'url.hostname.includes(host)',
    test: { file: REPORT, title: 'is not offered for https://acme.my.salesforce.com.evil.example' },
  },
  {
    name: 'HTML report: the opened card is that of another finding',
    file: 'reports/html/page/script.ts',
    find: "parseFromString(whole[at], 'text/html')",
    replace: "parseFromString(whole[0], 'text/html')",
    test: { file: LARGE, title: 'unpacks all there is to say of a finding when it is opened' },
  },
  {
    name: 'HTML report: thousands of failures are written out',
    file: 'reports/html/findings.ts',
    find: 'const ROOM_FOR_BRIEF = 1_000_000;',
    replace: 'const ROOM_FOR_BRIEF = 100_000_000;',
    test: { file: LARGE, title: 'that all fail: under 3 MB, painted within a second, a keystroke within 100 ms' },
  },
  {
    name: 'a page says that no app fails where failures are waived',
    file: 'reports/html/top/verdict.ts',
    find: "summary.waived > 0 ? 'verdict.waived-incomplete' :",
    replace: "summary.waived < 0 ? 'verdict.waived-incomplete' :",
    test: { file: 'reports/html/htmlReport.test.ts', title: 'of waived failures and a failed step' },
  },
  {
    name: 'HTML report: whatever a saved file has for an ID of an app becomes part of a link',
    file: 'reports/html/cards/setupLink.ts',
    find: "const [, id] = ids.exec(appId ?? '') ?? [];",
    replace: 'const id = appId;',
    test: { file: REPORT, title: 'leads to the list where what stands for an ID is "//evil.example/x"' },
  },
  {
    name: "HTML report: an app's link has the ID of another app of the same label",
    file: 'inventory/apps/appIds.ts',
    find: 'subjectsByName.get(name)?.length === 1 ?',
    replace: 'subjectsByName.get(name) ?',
    test: { file: 'inventory/apps/appIds.test.ts', title: 'is not taken from a row that may belong to another app' },
  },
  {
    name: 'HTML report: a run that could not be audited is drawn as one without failures',
    file: 'reports/html/top/trend.ts',
    find: 'unbroken(runs.map((run, at) => (isWhole(run) ?',
    replace: 'unbroken(runs.map((run, at) => (run.startedAt ?',
    test: {
      file: 'reports/html/trend.test.ts',
      title: 'breaks the line where a run could not be audited, and never draws it as none that fail',
    },
  },
  {
    name: 'change record page: looks good although a list could not be read',
    file: 'reports/change/page/changePage.ts',
    find: ' && plan.notRead.length === 0;',
    replace: ';',
    test: { file: CHANGE, title: 'looks good only where everything was read, planned and verified' },
  },
  {
    name: 'change record page: an outcome that no change names is left out',
    file: 'reports/change/page/changes.ts',
    find: 'const key = keyOf(outcome);',
    replace: 'const key = keyOf(outcome);\n    if (!pieces.has(key)) continue;',
    test: {
      file: CHANGE,
      title: 'keeps an outcome of a component that no change names, and a change that has no outcome',
    },
  },
  {
    name: 'change record page: no banner for what could not be read',
    file: 'reports/change/page/changePage.ts',
    find: 'found.length > 0,',
    replace: 'found.length > 9,',
    test: { file: CHANGE, title: 'shows before, after, what was read back, who agreed, and the command to undo it' },
  },
  {
    name: 'change record page: a certificate has no date',
    file: 'reports/change/page/changes.ts',
    find: "certificateWords('stake.certificate', certificate, certificateDate, texts)",
    replace: "certificateWords('stake.certificate', certificate, undefined, texts)",
    test: { file: CHANGE, title: 'shows the date of a certificate: expired' },
  },
];
