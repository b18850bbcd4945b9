import { keptBackByUse } from '../../posture/factors/keptBack.js';
import type { AuditReport } from '../../posture/model.js';
import { isCalled } from '../../posture/names.js';
import { hasEndedWaiver, isToCheckInSetup } from '../words/todo.js';
import type { Row } from './sheet.js';

/** Who has to do what about a finding. Each finding has one task, so that a list can be worked through. */

export const TASKS = ['turn-off', 'move', 'publisher', 'by-hand', 'look', 'read', 'none'] as const;
export type Task = (typeof TASKS)[number];

/** Files show no use. If the audit didn't search the logins, the remediation searches them first. */
const isInUse = ({ finding, target }: Row): boolean =>
  target.kind === 'org' && finding.usage !== undefined && keptBackByUse(finding) !== undefined;

/** For two reasons, the remediation changes an app only if it's named exactly. */
const isChanged = (row: Row, report: AuditReport): boolean => {
  const { app, remediation } = row.finding;
  const isNamed = (report.scope.apps ?? []).some((name) => isCalled(app, name));
  if (isNamed) return remediation.automatic || remediation.why === 'hardening-unknown';
  return remediation.automatic && !hasEndedWaiver(row.finding, row.target, report);
};

export const taskOf = (row: Row, report: AuditReport): Task => {
  const { finding, target } = row;
  if (finding.status === 'not-evaluated') {
    if (finding.manualCheck) return 'none';
    return isToCheckInSetup(finding, target) ? 'look' : 'read';
  }
  if (finding.status !== 'fail') return 'none';
  if (isChanged(row, report)) return isInUse(row) ? 'move' : 'turn-off';
  return finding.remediation.why === 'managed' ? 'publisher' : 'by-hand';
};
