import { defined } from '../../values.js';
import type { ControlId, Finding, Notice, Reason, Target } from '../model.js';
import { appKey, appName, fold, targetName } from '../names.js';
import type { NoticeCode } from '../notices.js';
import { failedHidingFindings } from '../steps.js';

/** Reasons that say whether the flow itself is on. The other reasons leave it open. */
const SWITCH: Partial<Record<Reason, 'on' | 'off'>> = {
  'flow-enabled': 'on',
  'enabled-by-query': 'on',
  hardened: 'on',
  'not-hardened': 'on',
  'hardening-unknown': 'on',
  'settings-flow-on': 'on',
  'app-disabled': 'on',
  'flow-disabled': 'off',
  'flag-absent': 'off',
  'no-oauth': 'off',
  'no-policy': 'off',
};

/** Where a deploy of these sources would change an org. Files alone or orgs alone have nothing to compare. */
export const disagreements = (targets: readonly Target[]): Notice[] => {
  const sources = targets.filter(({ kind }) => kind === 'source');
  const orgs = targets.filter(({ kind, error }) => kind === 'org' && error === undefined);
  return orgs.flatMap((org) => {
    const inOrg = new Map(org.findings.map((finding) => [keyOf(finding), finding]));
    return sources.flatMap(({ findings }) => findings.flatMap((finding) => disagreement(finding, inOrg, org)));
  });
};

/** An app can have several findings: its settings say nothing of its policy. */
const keyOf = ({ control, app }: Finding): string => `${control} ${appKey(app)}`;

const disagreement = (inSource: Finding, inOrg: ReadonlyMap<string, Finding>, org: Target): Notice[] => {
  const found = inOrg.get(keyOf(inSource));
  const code = codeOf(inSource, found, org);
  if (code === undefined || (code === TURNED_OFF && found && !isTurnedOffBy(inSource, found))) return [];
  const { app } = inSource;
  const place = defined({ file: app.file, line: app.line });
  return [{ code, app: appName(app), ...place, data: { org: targetName(org) } }];
};

const TURNED_OFF: NoticeCode = 'source-switches-off';

/**
 * Only a flag that is false is known to turn the flow off: it isn't documented what a deploy does about one that a file leaves out.
 * A deploy changes nothing about a policy that is on by SOQL alone, nor is a managed app's flag the subscriber's.
 */
const isTurnedOffBy = (inSource: Finding, { reason, app, evidence }: Finding): boolean =>
  inSource.reason === 'flow-disabled' &&
  reason !== 'enabled-by-query' &&
  !(app.managed && app.type === 'ConnectedApp') &&
  areAllReplaced(evidence, inSource);

/** Orgs give an app's policy different names. A deploy of a file with another name adds a policy, or is rejected. */
const areAllReplaced = (evidence: Finding['evidence'], inSource: Finding): boolean => {
  const deployed = new Set(inSource.evidence.map(({ component }) => fold(component)));
  const on = evidence.filter(
    ({ source, path, value }) => source === 'metadata' && FLAG.test(path) && ON.includes(value?.trim() ?? ''),
  );
  return on.length > 0 && on.every(({ component }) => deployed.has(fold(component)));
};

const FLAG = /^(?:oauthConfig\.)?isClientCredentials?(?:Flow)?Enabled$/;
const ON: readonly string[] = ['true', '1'];

const codeOf = (inSource: Finding, finding: Finding | undefined, org: Target): NoticeCode | undefined => {
  const source = SWITCH[inSource.reason];
  if (source === undefined) return undefined;
  if (finding === undefined)
    return source === 'on' && wasListed(org, inSource.control) ? 'source-creates-on' : undefined;
  const state = SWITCH[finding.reason];
  if (state === undefined || state === source) return undefined;
  return source === 'on' ? 'source-switches-on' : TURNED_OFF;
};

/** An org is known to lack an app, or its settings, only if no failed step can have hidden them. */
const wasListed = ({ coverage }: Target, control: ControlId): boolean =>
  failedHidingFindings(coverage, control).length === 0;
