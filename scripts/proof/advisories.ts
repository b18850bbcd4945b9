import type { Ended } from './child.js';

/** What `npm audit --json` found: known vulnerabilities, none, or nothing, because the registry didn't answer. */
export type Advisories = { answer: 'clean' | 'vulnerable' | 'not answered'; told: string };

type Report = {
  auditReportVersion?: unknown;
  vulnerabilities?: Record<string, { severity?: string }>;
  metadata?: { vulnerabilities?: { total?: unknown }; dependencies?: { prod?: number } };
  message?: unknown;
};

const reportIn = (stdout: string): Report => {
  try {
    return (JSON.parse(stdout) as Report | null) ?? {};
  } catch {
    return {};
  }
};

const namesIn = ({ vulnerabilities = {} }: Report): string =>
  Object.entries(vulnerabilities)
    .map(([name, { severity = 'unknown' }]) => `${name} (${severity})`)
    .join(', ');

const isWhole = ({ auditReportVersion, metadata }: Report): boolean =>
  auditReportVersion !== undefined && Number(metadata?.dependencies?.prod) > 0;

/** A closed door must not look clean: only a whole report about some packages, from an npm that ended well, says so. */
export const advisoriesIn = ({ exitCode, stdout, stderr }: Ended): Advisories => {
  const report = reportIn(stdout);
  const total = report.metadata?.vulnerabilities?.total;
  if (Number(total) > 0) return { answer: 'vulnerable', told: `Known vulnerabilities: ${namesIn(report)}` };
  if (exitCode === 0 && total === 0 && isWhole(report))
    return { answer: 'clean', told: `No known vulnerability in ${report.metadata?.dependencies?.prod} packages.` };
  const [said = ''] = stderr.trim().split('\n');
  const why = typeof report.message === 'string' ? report.message : said;
  return { answer: 'not answered', told: `The registry didn't answer whether there are known vulnerabilities. ${why}` };
};
