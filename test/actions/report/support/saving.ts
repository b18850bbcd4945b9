import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { report, type ReportRequest } from '../../../../src/actions/report/report.js';
import type { Reads } from '../../../../src/actions/doors.js';
import type { AuditReport, Finding, Target } from '../../../../src/posture/model.js';
import { finding, ORG, orgTarget, reportOf } from '../../../reports/support/builders.js';
import { quietDoors } from '../../support/quietDoors.js';

/** Saved results in a folder, and the merge of them. */

export const NOW = new Date('2026-11-28T12:00:00.000Z');

export const orgId = (at: number): string => `00D${String(at).padStart(12, '0')}EAA`;

/** An org of its own by its number; one failing app unless other findings are given. */
export const orgAt = (at: number, findings: Finding[] = [failing()], more: Partial<Target> = {}): Target =>
  orgTarget(findings, {
    org: { ...ORG, id: orgId(at), username: `auditor@org${at}.example.com`, alias: `org-${at}` },
    ...more,
  });

export const failing = (name = 'Order_Sync'): Finding => finding({ name, reason: 'flow-enabled' });
export const unread = (name = 'Order_Sync'): Finding => finding({ name, reason: 'not-returned' });
export const passing = (name = 'Order_Sync'): Finding => finding({ name, reason: 'flow-disabled' });

export const THEN = '2026-11-20T09:15:02.000Z';

/** As an audit that began then would have saved it. */
export const savedAt = (startedAt: string, targets: Target[], more: Parameters<typeof reportOf>[1] = {}): AuditReport =>
  reportOf(targets, { startedAt, finishedAt: startedAt, ...more });

export const save = (folder: string, name: string, content: unknown): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

export const without = <T extends object, K extends keyof T>(whole: T, ...keys: readonly K[]): Omit<T, K> => {
  const rest = { ...whole };
  for (const key of keys) delete rest[key];
  return rest;
};

export const mergeOf = (
  files: readonly string[],
  request: Partial<ReportRequest> = {},
  doors: Partial<Reads> = {},
): Promise<AuditReport> =>
  report(
    { files, failOn: 'high', allowIncomplete: false, waivers: { kind: 'byDefault', folder: '/nowhere' }, ...request },
    quietDoors({ openOrg: noOrg, now: () => NOW, ...doors }),
  );

const noOrg = (): never => {
  throw new Error('A report asks no org.');
};
