import type { AuditReport } from '../../../posture/model.js';
import type { View } from '../../render.js';

/** More rows than this scroll away what a reader needs first. */
const MOST_IN_A_TABLE = 50;

/** How much a screen shows unless a person says so. */
export const viewFor = ({ summary }: Pick<AuditReport, 'summary'>): View =>
  summary.fail > MOST_IN_A_TABLE ? 'summary' : 'table';
