import type { EditableType } from '../../metadata/switches.js';
import { comparable, componentKey } from '../../org/names.js';
import { controlFor } from '../../posture/controls/all.js';
import type { AppType, OrgIdentity } from '../../posture/model.js';
import { fold, isCalled } from '../../posture/names.js';
import { defined } from '../../values.js';
import type { Change } from '../model/result.js';
import type { SavedOrg } from '../model/saved.js';

/** What a snapshot and a plan have in common, and what has to be true of it, its form aside, before anything goes by it. */

export const savedOrg = ({ id, username, instanceUrl, name, isSandbox }: OrgIdentity): SavedOrg => ({
  id,
  username,
  instanceUrl,
  ...defined({ name, isSandbox }),
});

type SavedChange = Pick<Change, 'control' | 'app' | 'component'>;

/** What stands there twice would be changed twice, or once and told twice. */
export const areSound = (changes: readonly SavedChange[]): boolean => changes.every(isSound) && isEachOnce(changes);

/** Component, app and control are of one kind, and the app is the one whose component it is. */
const isSound = ({ control, app, component }: SavedChange): boolean =>
  Object.hasOwn(APP_TYPES, component.type) &&
  app.type === APP_TYPES[component.type] &&
  control === controlFor(app.type).id &&
  isNamedAs(component, app);

const isEachOnce = (changes: readonly SavedChange[]): boolean =>
  new Set(changes.map(({ component }) => fold(comparable(componentKey(component))))).size === changes.length;

const APP_TYPES: Readonly<Record<EditableType, AppType>> = {
  ConnectedApp: 'ConnectedApp',
  ExtlClntAppOauthConfigurablePolicies: 'ExternalClientApplication',
};

/** A connected app is its own component. Which app a policy belongs to, the policy itself says. */
const isNamedAs = ({ type, fullName }: SavedChange['component'], app: SavedChange['app']): boolean =>
  type !== 'ConnectedApp' || isCalled(app, fullName);
