import { Coverage } from '../../inventory/coverage.js';
import { readOrg } from '../../inventory/fromOrg.js';
import type { Inventory, OrgScope } from '../../inventory/model.js';
import type { OrgDoor } from '../../org/door.js';
import type { OrgProblem } from '../../org/problem.js';
import { controlsFor, controlsJudging } from '../../posture/controls/all.js';
import { externalClientAppControl } from '../../posture/controls/externalClientApp.js';
import { evaluate } from '../../posture/evaluate.js';
import type { App, AppType, ControlId, Finding, Notice, Reason, Target } from '../../posture/model.js';
import { appKey, targetName } from '../../posture/names.js';
import { countFindings } from '../../posture/report/report.js';
import { selector } from '../../posture/selection.js';
import type { Subject } from '../../posture/subject.js';
import { defined } from '../../values.js';
import { othersNotRead } from './othersNotRead.js';

export type Scope = {
  controls: readonly ControlId[];
  apps: readonly string[] | null;
  usageDays: number;
  /** Settings of external client apps are read even where an org may answer with their secrets. */
  allowSecretAccess?: boolean;
  /** Reads what hardening takes, too. */
  hardening?: { users: readonly string[] };
};

/** `apps`: every app that the controls apply to, whether it's reported or not. */
export type AuditedTarget = {
  target: Target;
  apps: readonly App[];
  notices: Notice[];
  inventory?: Inventory;
  /** When the org gave its last response, by its own clock. */
  orgTime?: string;
};

export type OrgAudit = { ok: true; audited: AuditedTarget } | { ok: false; problem: OrgProblem };

export const auditOrg = async (door: OrgDoor, scope: Scope): Promise<OrgAudit> => {
  const coverage = new Coverage();
  const reading = await readOrg(
    door,
    { ...typesOf(scope), usageDays: scope.usageDays, ...defined({ hardening: scope.hardening }) },
    coverage,
  );
  if (!reading.ok) return reading;
  // The library may have logged in again meanwhile, to another org of that username.
  const confirmed = await door.confirmIfRenewed();
  if (!confirmed.ok) return confirmed;
  const { inventory } = reading;
  const findings = judge(inventory, scope, `org:${door.identity.id}`);
  const target: Target = {
    kind: 'org',
    org: door.identity,
    findings,
    summary: countFindings(findings),
    coverage: coverage.steps(),
    requests: door.requests(),
  };
  const apps = inventory.subjects.filter(({ kind }) => isJudged(kind, scope)).map(({ app }) => app);
  return {
    ok: true,
    audited: {
      target,
      apps,
      notices: [
        ...unconfirmed(inventory, target),
        ...othersNotRead(inventory.context, target),
        ...aboutSettings(inventory, target),
      ],
      inventory,
      ...defined({ orgTime: door.orgTime() }),
    },
  };
};

const isJudged = (type: AppType, { controls }: Pick<Scope, 'controls'>): boolean =>
  controlsFor(type).some(({ id }) => controls.includes(id));

export const typesOf = (
  scope: Pick<Scope, 'controls' | 'allowSecretAccess'>,
): Pick<OrgScope, 'connectedApps' | 'externalClientApps' | 'ecaSettings'> => ({
  connectedApps: isJudged('ConnectedApp', scope),
  externalClientApps: isJudged('ExternalClientApplication', scope),
  ...(controlsJudging('EcaSettings').some(({ id }) => scope.controls.includes(id)) && {
    ecaSettings: { allowSecretAccess: scope.allowSecretAccess ?? false },
  }),
});

/** Patterns limit what is reported, not what is read, because an app can share its Run As user with any other app. */
export const judge = (
  { subjects, ecaSettings = [], context }: Inventory,
  scope: Scope,
  targetKey: string,
): Finding[] => {
  const isSelected = selector(scope.apps);
  return [...subjects, ...ecaSettings]
    .filter(({ app }) => isSelected(app))
    .flatMap((subject) =>
      controlsJudging(subject.kind)
        .filter(({ id }) => scope.controls.includes(id))
        .map((control) => evaluate(subject, context, targetKey, control)),
    );
};

/** A policy that is off in its metadata passes without the cross-check, and the report says how many did, and why. */
const unconfirmed = ({ subjects }: Inventory, target: Target): Notice[] =>
  UNCONFIRMED.flatMap((code) => {
    const keys = new Set(subjects.filter((subject) => whyUnconfirmed(subject) === code).map(({ app }) => appKey(app)));
    const apps = target.findings.filter(
      ({ control, app, reason }) =>
        control === externalClientAppControl.id && PASSING.includes(reason) && keys.has(appKey(app)),
    ).length;
    return apps === 0 ? [] : [{ code, target: targetName(target), data: { apps } }];
  });

const UNCONFIRMED = ['cross-check-failed', 'cross-check-no-row'] as const;

const aboutSettings = ({ settingsNotices = [] }: Inventory, target: Target): Notice[] =>
  settingsNotices.map((notice) => ({ ...notice, target: targetName(target) }));

const PASSING: readonly Reason[] = ['flow-disabled', 'flag-absent', 'hardened', 'app-disabled'];

/** The query failed or wasn't sent, its answer has no row for the app, or the flag in a row isn't a boolean. */
const whyUnconfirmed = (subject: Subject): (typeof UNCONFIRMED)[number] | undefined => {
  if (subject.kind !== 'ExternalClientApplication') return undefined;
  if (!subject.crossCheck.known) return 'cross-check-failed';
  const rows = subject.crossCheck.value;
  if (rows.length === 0) return 'cross-check-no-row';
  return rows.some(({ enabled }) => enabled === null) ? 'cross-check-failed' : undefined;
};
