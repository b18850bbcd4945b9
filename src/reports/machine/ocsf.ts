import { statedRisk } from '../../posture/factors/atLeast.js';
import type { AuditReport, Finding, Severity, Status, Target } from '../../posture/model.js';
import { appName } from '../../posture/names.js';
import type { Texts } from '../render.js';
import { clean } from '../words/safe/clean.js';
import { fingerprint } from '../words/fingerprint.js';
import { gapsIn, type Gap } from '../words/result/gaps.js';
import { jsonText } from '../words/safe/jsonText.js';
import { fullName, nameOfTarget } from '../words/names.js';
import { worstFirst } from '../words/result/order.js';
import { keyOf } from '../words/place.js';
import { reasonOf, sentencesOf, titleOf } from '../words/sentences.js';
import { todo } from '../words/todo.js';

/**
 * For a SIEM: one Compliance Finding (class 2003) of the Open Cybersecurity Schema Framework for each app and control.
 */

const VERSION = '1.3.0';
const CLASS = {
  category_uid: 2,
  category_name: 'Findings',
  class_uid: 2003,
  class_name: 'Compliance Finding',
  activity_id: 1,
  activity_name: 'Create',
  type_uid: 200301,
  type_name: 'Compliance Finding: Create',
};

type Named = { id: number; name: string };

const SEVERITIES: Readonly<Record<Severity, Named>> = {
  critical: { id: 5, name: 'Critical' },
  high: { id: 4, name: 'High' },
};
const INFORMATIONAL: Named = { id: 1, name: 'Informational' };
const MEDIUM: Named = { id: 3, name: 'Medium' };

/** The class calls a check without a result "Warning". */
const VERDICTS: Readonly<Record<Status, Named>> = {
  pass: { id: 1, name: 'Pass' },
  'not-evaluated': { id: 2, name: 'Warning' },
  fail: { id: 3, name: 'Fail' },
  waived: { id: 3, name: 'Fail' },
  'not-applicable': { id: 99, name: 'Not applicable' },
};
const NEW: Named = { id: 1, name: 'New' };
const SUPPRESSED: Named = { id: 3, name: 'Suppressed' };

export const ocsfReport = (report: AuditReport, texts: Texts): string => {
  const events = [
    ...gapsIn(report, texts).map((gap) => gapEvent(gap, report, texts)),
    ...report.targets.flatMap((target) =>
      worstFirst(target.findings).map((finding) => findingEvent(finding, target, report, texts)),
    ),
  ];
  return events.length === 0 ? '[]\n' : `[\n${events.map((event) => jsonText(event, 0)).join(',\n')}\n]\n`;
};

type Parts = {
  uid: string;
  title: string;
  message: string;
  todo: string[];
  rule: string;
  severity: Named;
  status: Named;
  compliance: object;
  resources: object[];
  unmapped: object;
};

/** In merged results, weeks can lie between two targets. An older result must not look as new as the newest. */
const timeOf = ({ startedAt }: Target, { finishedAt }: AuditReport): number =>
  new Date(startedAt ?? finishedAt).getTime();

const event = (target: Target, report: AuditReport, parts: Parts): object => {
  const time = timeOf(target, report);
  const { uid, title, message, rule, severity, status } = parts;
  return {
    ...CLASS,
    time,
    severity_id: severity.id,
    severity: severity.name,
    status_id: status.id,
    status: status.name,
    message,
    metadata: {
      version: VERSION,
      event_code: rule,
      product: { name: report.tool.name, vendor_name: report.tool.name, version: report.tool.version },
    },
    finding_info: {
      uid,
      title,
      desc: message,
      created_time: time,
      types: ['Compliance'],
      analytic: { type_id: 1, type: 'Rule', name: rule, uid: rule },
    },
    compliance: parts.compliance,
    remediation: { desc: parts.todo.join(' ') },
    resources: parts.resources,
    unmapped: parts.unmapped,
  };
};

const findingEvent = (finding: Finding, target: Target, report: AuditReport, texts: Texts): object => {
  const { control, status, reason, severity, app, cvss, executionUser, usage, waiver, manualCheck, change } = finding;
  return event(target, report, {
    uid: fingerprint(keyOf(target), finding.id, app.file ?? ''),
    title: titleOf(finding, texts),
    message: sentencesOf(finding, target, texts).join(' '),
    todo: todo(finding, target, texts),
    rule: control,
    severity: severityOf(status, SEVERITIES[severity]),
    status: status === 'waived' ? SUPPRESSED : NEW,
    compliance: {
      ...complianceOf(VERDICTS[status], texts.points('controls', `${control}.standards`)),
      control: texts.say('controls', `${control}.name`),
      status_code: reason,
      status_detail: reasonOf(finding, texts),
    },
    resources: [
      {
        uid: appName(app),
        name: fullName(app),
        type: app.type,
        ...(executionUser ? { owner: { name: clean(executionUser.username) } } : {}),
      },
      ...targetResource(target, texts),
    ],
    unmapped: {
      id: finding.id,
      app,
      risk: statedRisk(finding, target),
      cvss,
      executionUser,
      usage,
      waiver,
      manualCheck,
      change,
    },
  });
};

const severityOf = (status: Status, own: Named): Named => {
  if (status === 'fail' || status === 'waived') return own;
  return status === 'not-evaluated' ? MEDIUM : INFORMATIONAL;
};

const complianceOf = ({ id, name }: Named, standards: readonly string[]): object => ({
  standards,
  status_id: id,
  status: name,
});

const targetResource = (target: Target, texts: Texts): object[] => [
  { uid: keyOf(target), name: nameOfTarget(target, texts), type: target.kind === 'org' ? 'Salesforce org' : 'Source' },
];

const gapEvent = (gap: Gap, report: AuditReport, texts: Texts): object =>
  event(gap.target, report, {
    uid: fingerprint(keyOf(gap.target), gap.code),
    title: gap.title,
    message: gap.sentence,
    todo: gap.todo,
    rule: 'audit-incomplete',
    severity: SEVERITIES.high,
    status: NEW,
    compliance: {
      ...complianceOf(VERDICTS['not-evaluated'], standardsOf(report, texts)),
      status_code: gap.code,
      status_detail: gap.sentence,
    },
    resources: targetResource(gap.target, texts),
    unmapped: { step: gap.step, error: gap.target.error?.name },
  });

const standardsOf = ({ scope }: AuditReport, texts: Texts): string[] => [
  ...new Set(
    scope.controls
      .filter((control) => texts.has('controls', `${control}.standards`))
      .flatMap((control) => texts.points('controls', `${control}.standards`)),
  ),
];
