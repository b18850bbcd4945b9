import type { AuditReport, Finding, Severity, Target } from '../../posture/model.js';
import type { Texts } from '../render.js';
import { cleanPath } from '../words/safe/clean.js';
import { fingerprint } from '../words/fingerprint.js';
import { gapsIn, type Gap } from '../words/result/gaps.js';
import { jsonText } from '../words/safe/jsonText.js';
import { worstFirst } from '../words/result/order.js';
import { keyOf, placeOf, placeOfGap, type Place } from '../words/place.js';
import { sentencesOf, titleIn } from '../words/sentences.js';

/**
 * GitLab's Code Quality format. GitLab compares it between branches and shows each entry in a merge request, on its
 * line.
 */

type Weight = 'blocker' | 'critical' | 'major' | 'minor' | 'info';
type Issue = {
  description: string;
  check_name: string;
  fingerprint: string;
  severity: Weight;
  location: { path: string; lines: { begin: number } };
};

const WEIGHTS: Readonly<Record<Severity, Weight>> = { critical: 'blocker', high: 'critical' };

export const codeQualityReport = (report: AuditReport, texts: Texts): string => {
  const issues = [
    ...gapsIn(report, texts).map(gapIssue),
    ...report.targets.flatMap((target) =>
      worstFirst(target.findings)
        .filter(({ status }) => status === 'fail' || status === 'not-evaluated' || status === 'waived')
        .map((finding) => issueOf(finding, target, titleIn(report, target, finding, texts), texts)),
    ),
  ];
  return `${jsonText(issues)}\n`;
};

const gapIssue = (gap: Gap): Issue => ({
  description: `${gap.title}. ${gap.afterTitle}`,
  check_name: 'audit-incomplete',
  fingerprint: fingerprint(keyOf(gap.target), gap.code),
  severity: 'critical',
  location: at(placeOfGap(gap)),
});

const issueOf = (finding: Finding, target: Target, title: string, texts: Texts): Issue => ({
  description: [`${title}.`, ...sentencesOf(finding, target, texts)].join(' '),
  check_name: finding.control,
  fingerprint: fingerprint(keyOf(target), finding.id, finding.app.file ?? ''),
  severity: weightOf(finding),
  location: at(placeOf(finding, target)),
});

/** A waiver ends one day, so a waived failure is shown too. An app that couldn't be evaluated may fail. */
const weightOf = ({ status, severity }: Finding): Weight => {
  if (status === 'fail') return WEIGHTS[severity];
  return status === 'waived' ? 'info' : 'major';
};

const at = ({ path, line }: Place): Issue['location'] => ({
  path: cleanPath(path).replace(/^\.\//, ''),
  lines: { begin: line },
});
