import type { Permission } from '../data/permissions.js';
import type { FaultRule } from '../faults.js';
import type { OrgState } from '../state.js';
import { judge } from './component.js';
import { Draft } from './draft.js';
import { rotateSecret } from './keys.js';
import { packagesIn, unzipped } from './package.js';
import { codeOf, refusal, type DeployRefusalId } from './refusals.js';
import type { DeployRow } from './rows.js';
import { deployRules } from './rules.js';
import { sift } from './sift.js';

/** A deploy judged as a whole: all of it, none of it, or as much as goes. */

export type DeployOptions = {
  allowMissingFiles: boolean;
  checkOnly: boolean;
  ignoreWarnings: boolean;
  rollbackOnError: boolean;
  singlePackage: boolean;
  testLevel: string | undefined;
};

export type Submission = {
  zip: string;
  options: DeployOptions;
  endpointVersion: number;
  permissions: ReadonlySet<Permission>;
  fault: FaultRule | undefined;
};

export type Verdict = {
  status: 'Succeeded' | 'SucceededPartial' | 'Failed';
  rows: DeployRow[];
  /** The job as a whole failed. */
  error?: { code: string; message: string };
};

export function evaluate(state: OrgState, submission: Submission): Verdict {
  const { zip, options, fault } = submission;
  if (fault?.kind === 'deploy-failed' && fault.member === undefined) {
    return broken('unasked-failure', fault);
  }
  const files = unzipped(zip);
  if (!files) return broken('zip-unreadable');
  const draft = new Draft(state);
  const around = { draft, rules: deployRules(state), state, submission };
  const secrets: string[] = [];
  const rows = packagesIn(files, options.singlePackage).flatMap((one) => {
    const { given, deletions, rows: before } = sift(one, around);
    const judged = given.map((file) => {
      const outcome = judge(file, around);
      if (outcome.component) draft.put(outcome.component);
      if (outcome.newSecretFor !== undefined) secrets.push(outcome.newSecretFor);
      return outcome.row;
    });
    for (const { type, fullName } of deletions) draft.remove(type, fullName);
    return [...before, ...judged];
  });
  const status = statusOf(rows, options);
  if (status !== 'Failed' && !options.checkOnly) {
    draft.land();
    for (const clientId of secrets) rotateSecret(state, clientId);
  }
  return { status, rows };
}

function statusOf(rows: readonly DeployRow[], { rollbackOnError }: DeployOptions): Verdict['status'] {
  if (rows.every(({ success }) => success)) return 'Succeeded';
  return rollbackOnError || !rows.some(({ success }) => success) ? 'Failed' : 'SucceededPartial';
}

function broken(id: DeployRefusalId, { code, message }: Pick<FaultRule, 'code' | 'message'> = {}): Verdict {
  return { status: 'Failed', rows: [], error: { code: code ?? codeOf(id), message: message ?? refusal(id) } };
}
