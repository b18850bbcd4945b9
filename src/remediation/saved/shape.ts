import type { EditableType } from '../../metadata/switches.js';
import { comparable, componentKey } from '../../org/names.js';
import { controlFor } from '../../posture/controls/all.js';
import type { AppType, OrgIdentity } from '../../posture/model.js';
import { fold, isCalled } from '../../posture/names.js';
import { defined, isFields, isMissingOr, isText, isTruth } from '../../values.js';
import type { Change } from '../model/result.js';
import type { SavedOrg } from '../model/saved.js';

/** What a snapshot and a plan have in common, and what has to be true of it before anything goes by it. */

export const isSavedTool = (tool: unknown): boolean => isFields(tool) && isText(tool.name) && isText(tool.version);

export const savedOrg = ({ id, username, instanceUrl, name, isSandbox }: OrgIdentity): SavedOrg => ({
  id,
  username,
  instanceUrl,
  ...defined({ name, isSandbox }),
});

export const isSavedOrg = (org: unknown): boolean =>
  isFields(org) &&
  [org.id, org.username, org.instanceUrl].every(isText) &&
  isMissingOr(isText, org.name) &&
  isMissingOr(isTruth, org.isSandbox);

/** It becomes a part of addresses. */
export const isApiVersion = (version: unknown): boolean => isText(version) && /^\d{2,3}\.0$/.test(version);

type SavedChange = Pick<Change, 'control' | 'app' | 'component' | 'beforeHash'>;

export const isSavedChange = (change: unknown): boolean =>
  isFields(change) &&
  isComponent(change.component) &&
  isApp(change.app) &&
  change.app.type === APP_TYPES[change.component.type] &&
  change.control === controlFor(change.app.type).id &&
  isNamedAs(change.component, change.app) &&
  isText(change.beforeHash);

/** What stands there twice would be changed twice, or once and told twice. */
export const isEachOnce = (changes: readonly SavedChange[]): boolean =>
  new Set(changes.map(({ component }) => fold(comparable(componentKey(component))))).size === changes.length;

const APP_TYPES: Readonly<Record<EditableType, AppType>> = {
  ConnectedApp: 'ConnectedApp',
  ExtlClntAppOauthConfigurablePolicies: 'ExternalClientApplication',
};

const isComponent = (component: unknown): component is SavedChange['component'] =>
  isFields(component) &&
  isText(component.type) &&
  Object.hasOwn(APP_TYPES, component.type) &&
  isText(component.fullName) &&
  component.fullName !== '';

const isApp = (app: unknown): app is SavedChange['app'] =>
  isFields(app) &&
  isText(app.type) &&
  isText(app.name) &&
  isTruth(app.managed) &&
  [app.namespace, app.label, app.file].every((text) => isMissingOr(isText, text)) &&
  isMissingOr(Number.isInteger, app.line);

/** A connected app is its own component. Which app a policy belongs to, the policy itself says. */
const isNamedAs = ({ type, fullName }: SavedChange['component'], app: SavedChange['app']): boolean =>
  type !== 'ConnectedApp' || isCalled(app, fullName);
