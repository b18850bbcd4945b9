import { exitCode } from '../../exitCodes.js';
import type { FlowUse, LoginProof, VerifyResult } from '../../migration/verifyResult.js';
import type { OrgDoor } from '../../org/door.js';
import type { Reason, Target } from '../../posture/model.js';
import { appKey, appName } from '../../posture/names.js';
import type { Subject } from '../../posture/subject.js';
import { defined } from '../../values.js';
import { auditOrg } from '../audit/auditOrg.js';
import { refuseBadPatterns, refuseOldVersion, versionProblem } from '../audit/scopeChecks.js';
import type { Reads } from '../doors.js';
import { openCertificate, openKey } from '../keyFiles.js';
import { Refusal } from '../refusal.js';
import { flowUseLater, flowUseOf } from './flowUse.js';
import { proveLogin } from './proveLogin.js';
import type { VerifyRequest } from './request.js';
import { clientIdOf, refuseOtherKey, theApp } from './theApp.js';

/** Proves the new login and searches for old ones. Changes nothing in the org, but leaves a login in its history. */
export const verify = async (
  request: VerifyRequest,
  doors: Reads,
  pauses?: readonly number[],
): Promise<VerifyResult> => {
  const startedAt = doors.now().toISOString();
  refuseOldVersion(request.apiVersion, request.controls);
  refuseBadPatterns([request.app]);
  const key = await openKey(request.keyFile, request.hasModes, doors);
  if (request.certificate !== undefined) {
    const { pem } = await openCertificate(request.certificate, doors);
    if (key.isOf(pem) !== true)
      throw new Refusal('key-of-other-certificate', [request.keyFile, request.certificate], { bundle: 'keys' });
  }
  const door = await open(request, doors);
  const { controls, usageDays } = request;
  const outcome = await auditOrg(door, { controls, usageDays, apps: null });
  if (doors.signal.aborted) throw Refusal.from({ code: 'interrupted', detail: '' }, request.org);
  if (!outcome.ok) throw Refusal.from(outcome.problem, request.org);
  const { audited } = outcome;
  const { target, inventory } = audited;
  if (inventory === undefined) throw new Refusal('app-not-read', [request.app], { bundle: 'verify' });
  const subject = theApp(request, audited, inventory);
  const { clientId, isCompared: isClientIdCompared } = clientIdOf(request, subject, inventory);
  refuseOtherKey(key, subject, inventory);

  const around = { inventory, target };
  let flow = await flowUseOf(door, subject, around, usageDays);
  // Before each attempt and not after the last one, because this run's own login could count as one of the client.
  const beforeRepeat = async (): Promise<void> => {
    flow = await flowUseLater(flow, door, subject, around);
  };
  const client = { key, clientId, username: request.username };
  const login = await proveLogin(door, client, request, doors, { ...defined({ pauses }), beforeRepeat });
  return {
    schemaVersion: 1,
    tool: doors.tool,
    startedAt,
    finishedAt: doors.now().toISOString(),
    org: door.identity,
    app: subject.app,
    reason: reasonOf(subject, target),
    username: request.username,
    isClientIdCompared,
    login,
    flow,
    failedSteps: target.coverage.filter(({ status }) => status === 'failed'),
    summary: { exitCode: codeOf(login, flow) },
  };
};

const open = async ({ org, controls }: VerifyRequest, doors: Reads): Promise<OrgDoor> => {
  doors.progress.step('connect', org);
  const opened = await doors.openOrg(org);
  if (!opened.ok) throw Refusal.from(opened.problem, org);
  const problem = versionProblem(opened.value.identity.apiVersion, controls);
  if (problem) throw Refusal.from(problem, org);
  doors.progress.step('audit', opened.value.identity.alias ?? opened.value.identity.username);
  return opened.value;
};

const reasonOf = ({ app }: Subject, { findings }: Target): Reason => {
  const own = findings.find((finding) => appKey(finding.app) === appKey(app));
  if (own === undefined) throw new Error(`An audit ended without a finding about ${appName(app)}.`);
  return own.reason;
};

/** A token that may still be valid leaves something open, even if it proved the login. */
const codeOf = ({ proven, token }: LoginProof, { status }: FlowUse): number => {
  if (!proven) return exitCode('not-proven');
  if (status === 'used') return exitCode('still-used');
  return status === 'unknown' || token !== 'revoked' ? exitCode('left-open') : exitCode('moved');
};
