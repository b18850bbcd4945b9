import { StateAggregator } from '@salesforce/core';
import { audit } from '../../../src/actions/audit/audit.js';
import type { AuditRequest } from '../../../src/actions/audit/request.js';
import type { Reads } from '../../../src/actions/doors.js';
import { run } from '../../../src/cli/run.js';
import { controls } from '../../../src/posture/controls/all.js';
import type { AuditReport } from '../../../src/posture/model.js';
import { HomeFolder, storeLogin } from '../../org/support/homeFolder.js';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/simulator.js';
import { SILENT } from './auditedOrg.js';

/** Several simulated orgs, and somebody who is logged in to all of them by `org-1`, `org-2`, ... */
export type Fleet = {
  folder: string;
  orgs: readonly Simulator[];
  names: readonly string[];
  audit(request?: Partial<AuditRequest>, doors?: Partial<Reads>): Promise<AuditReport>;
  /** One more login to the org of this number. */
  logInAgain(at: number, alias: string, stored?: Record<string, unknown>): Promise<void>;
  stop(): Promise<void>;
};

export type FleetOrg = SimulatorOptions & {
  /** What the login file says besides. */
  stored?: Record<string, unknown>;
};

const idOf = (at: number): string => `00D${String(at).padStart(12, '0')}EAA`;

export const startFleet = async (members: readonly FleetOrg[]): Promise<Fleet> => {
  const home = new HomeFolder();
  await home.moveIn();
  const orgs = await Promise.all(
    members.map((options, at) => startSimulator({ pollsUntilDone: 0, org: { id: idOf(at + 1) }, ...options })),
  );
  const logInTo = async (at: number, alias: string, stored: Record<string, unknown> = {}): Promise<void> => {
    const simulator = orgs[at];
    if (!simulator) throw new Error(`No org ${at}`);
    const username = `${alias}@example.com`;
    await storeLogin({ ...simulator.login(), username }, { orgId: idOf(at + 1), ...stored });
    const { aliases } = await StateAggregator.getInstance();
    await aliases.setAndSave(alias, username);
  };
  const names = members.map((_, at) => `org-${at + 1}`);
  for (const [at, { stored }] of members.entries()) await logInTo(at, names[at] ?? '', stored);
  return {
    folder: home.path,
    orgs,
    names,
    logInAgain: logInTo,
    audit: (request = {}, own = {}) =>
      run({ ...SILENT, apiVersion: undefined, waitMs: 10_000 }, async ({ doors }) => {
        const { report } = await audit(
          {
            orgs: request.allOrgs ? [] : names,
            directories: [],
            root: '.',
            controls: controls.map(({ id }) => id),
            apps: null,
            usageDays: 90,
            failOn: 'high',
            allowIncomplete: false,
            waivers: { kind: 'off' },
            sparesSpent: true,
            isLarge: true,
            ...request,
          },
          { ...doors, ...own },
        );
        return report;
      }),
    stop: async () => {
      await Promise.all(orgs.map((org) => org.stop()));
      await home.moveOut();
    },
  };
};

export const errorsOf = ({ targets }: AuditReport): Record<string, string> =>
  Object.fromEntries(
    targets.flatMap(({ name, org, error }) => (error ? [[org?.alias ?? name ?? '', error.name]] : [])),
  );

export const auditedIn = ({ targets }: AuditReport): string[] =>
  targets.filter(({ error }) => !error).map(({ org }) => org?.alias ?? '');
