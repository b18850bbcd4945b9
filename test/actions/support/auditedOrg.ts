import { SfError } from '@salesforce/core';
import { audit } from '../../../src/actions/audit/audit.js';
import type { AuditRequest } from '../../../src/actions/audit/request.js';
import type { Reads } from '../../../src/actions/doors.js';
import { controls } from '../../../src/posture/controls/all.js';
import type { AuditReport, Finding, Notice, Step, Target } from '../../../src/posture/model.js';
import { appName } from '../../../src/posture/names.js';
import { run, type RunOptions } from '../../../src/cli/run.js';
import { HomeFolder, storeLogin } from '../../org/support/homeFolder.js';
import { DEMO_ORG } from '../../simulator/connect.js';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/simulator.js';

/** A simulated org and somebody who is logged in to it; audits of it go through the same doors as the command's. */
export type AuditedOrg = {
  simulator: Simulator;
  /** The home folder of these runs, for files. */
  folder: string;
  audit(request?: AuditOverrides): Promise<AuditReport>;
  /** The error that a person sees in place of a result. */
  refusal(request?: AuditOverrides): Promise<SfError>;
  stop(): Promise<void>;
};

export type AuditOverrides = Partial<AuditRequest> & { waitMs?: number; now?: Date };

export type AuditedOrgOptions = SimulatorOptions & { user?: string };

export const startAuditedOrg = async ({ user, ...options }: AuditedOrgOptions = {}): Promise<AuditedOrg> => {
  const home = new HomeFolder();
  await home.moveIn();
  const simulator = await startSimulator({
    pollsUntilDone: 0,
    ...(options.generate ? {} : { folder: DEMO_ORG }),
    ...options,
  });
  const login = simulator.login(user);
  await storeLogin(login);
  const auditThis: AuditedOrg['audit'] = ({ waitMs = 10_000, now, ...request } = {}) => {
    simulator.journal.clear();
    const { apiVersion } = request;
    return run({ ...SILENT, apiVersion, waitMs }, async ({ doors }) => {
      const timed: Reads = now ? { ...doors, now: () => now } : doors;
      return (await audit({ ...REQUEST, orgs: [login.username], ...request }, timed)).report;
    });
  };
  return {
    simulator,
    folder: home.path,
    audit: auditThis,
    refusal: async (request) => {
      const ended: unknown = await auditThis(request).catch((error: unknown) => error);
      if (ended instanceof SfError) return ended;
      throw new Error(`Not refused: ${JSON.stringify(ended)}`);
    },
    stop: async () => {
      await simulator.stop();
      await home.moveOut();
    },
  };
};

export const SILENT: Omit<RunOptions, 'apiVersion' | 'waitMs'> = {
  impatience: { firstPoll: 10, pauses: [10, 10] },
  forMachines: true,
  errorsTo: 'stdout',
  tool: { name: 'sf-oauth-posture', version: '0.0.0' },
  spinner: { start: () => undefined, stop: () => undefined },
  writeLine: () => undefined,
};

const REQUEST: Omit<AuditRequest, 'orgs'> = {
  directories: [],
  root: '.',
  controls: controls.map(({ id }) => id),
  apps: null,
  usageDays: 90,
  failOn: 'high',
  allowIncomplete: false,
  waivers: { kind: 'off' },
};

export const targetOf = ({ targets }: AuditReport): Target => {
  const [target, ...others] = targets;
  if (!target || others.length > 0) throw new Error(`${targets.length} targets instead of one`);
  return target;
};

/** By the name that a person would give it, prefix included. */
export const findingOf = (report: AuditReport, name: string): Finding => {
  const found = targetOf(report).findings.filter(({ app }) => appName(app).endsWith(`:${name}`));
  if (found.length !== 1) throw new Error(`${found.length} findings for ${name}`);
  return found[0] as Finding;
};

/** `Name: status, reason` of each finding. */
export const verdicts = (report: AuditReport): string[] =>
  targetOf(report).findings.map(({ app, status, reason }) => `${appName(app).split(':')[1]}: ${status}, ${reason}`);

export const namesOf = (report: AuditReport): string[] =>
  targetOf(report).findings.map(({ app }) => appName(app).split(':')[1] ?? '');

export const stepOf = (report: AuditReport, step: string): Step => {
  const found = targetOf(report).coverage.find((one) => one.step === step);
  if (!found) throw new Error(`No step ${step}`);
  return found;
};

export const failedSteps = (report: AuditReport): string[] =>
  targetOf(report).coverage.flatMap(({ step, status }) => (status === 'failed' ? step : []));

export const noticeCodes = ({ notices }: { notices: readonly Notice[] }): string[] => notices.map(({ code }) => code);
