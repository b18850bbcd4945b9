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

/** An app whose waiver has ended is changed only if it's named exactly. */
const isHeldByWaiver = ({ finding, target }: Row, report: AuditReport): boolean =>
  !(report.scope.apps ?? []).some((name) => isCalled(finding.app, name)) && hasEndedWaiver(finding, target, report);

export const taskOf = (row: Row, report: AuditReport): Task => {
  const { finding, target } = row;
  const { automatic, why } = finding.remediation;
  if (finding.status === 'not-evaluated') {
    if (finding.manualCheck) return 'none';
    return isToCheckInSetup(finding, target) ? 'look' : 'read';
  }
  if (finding.status !== 'fail') return 'none';
  if (automatic && !isHeldByWaiver(row, report)) return isInUse(row) ? 'move' : 'turn-off';
  return why === 'managed' ? 'publisher' : 'by-hand';
};
