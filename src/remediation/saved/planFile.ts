import { controls } from '../../posture/controls/all.js';
import type { OrgIdentity } from '../../posture/model.js';
import { sameOrg } from '../../posture/names.js';
import { isFields, isListOf, isMissingOr, isNullOr, isText } from '../../values.js';
import type { Change } from '../model/result.js';
import { type SavedPlan, PLAN_KIND, PLAN_SCHEMA } from '../model/saved.js';
import { open, seal, type Unopened } from './seal.js';
import { isApiVersion, isEachOnce, isSavedChange, isSavedOrg, isSavedTool } from './shape.js';

/**
 * A plan for somebody to approve. Nothing in it is ever deployed: applying it makes each edit anew and compares. What it
 * says to be at stake is for reading alone; whoever applies it is shown what is at stake by then.
 */

export const planText = (plan: Omit<SavedPlan, 'kind' | 'schemaVersion'>): string =>
  seal({ kind: PLAN_KIND, schemaVersion: PLAN_SCHEMA, ...plan } satisfies SavedPlan);

export const readPlan = (text: string): { ok: true; plan: SavedPlan } | Unopened => {
  const opened = open(text, { kind: PLAN_KIND, schemaVersion: PLAN_SCHEMA, isWhole: isPlan });
  return opened.ok ? { ok: true, plan: opened.value } : opened;
};

export const isOfOrg = (plan: SavedPlan, org: OrgIdentity): boolean => sameOrg(plan.org.id, org.id);

export const isOfTool = ({ tool }: SavedPlan, own: SavedPlan['tool']): boolean => tool.version === own.version;

const isPlan = (content: unknown): content is SavedPlan =>
  isFields(content) &&
  isSavedTool(content.tool) &&
  isText(content.createdAt) &&
  isSavedOrg(content.org) &&
  isApiVersion(content.apiVersion) &&
  isScope(content.scope) &&
  isListOf(content.changes, isPlannedChange) &&
  isEachOnce(content.changes as Change[]) &&
  isListOf(content.skipped, isFields) &&
  isListOf(content.notRead, isFields);

const isScope = (scope: unknown): boolean =>
  isFields(scope) &&
  isListOf(scope.controls, (id) => controls.some((control) => control.id === id)) &&
  isNullOr((apps) => isListOf(apps, isPattern), scope.apps);

const isPattern = (pattern: unknown): boolean => isText(pattern) && pattern !== '';

const isPlannedChange = (change: unknown): boolean =>
  isFields(change) &&
  isSavedChange(change) &&
  isListOf(change.edits, isEdit) &&
  isMissingOr((lists) => isListOf(lists, isText), change.leftOut);

const isEdit = (edit: unknown): boolean =>
  isFields(edit) && isText(edit.path) && isNullOr(isText, edit.before) && isNullOr(isText, edit.after);
