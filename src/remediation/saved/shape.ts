import type { EditableType } from '../../metadata/switches.js';
import { comparable } from '../../org/names.js';
import { controlFor } from '../../posture/controls/all.js';
import type { AppType, OrgIdentity } from '../../posture/model.js';
import { fold, isCalled } from '../../posture/names.js';
import { componentKey, defined } from '../../values.js';
import type { Change } from '../model/result.js';
import type { SavedOrg } from '../model/saved.js';

/** What a snapshot and a plan have in common, and what must be true of their content before it's used. */

export const savedOrg = ({ id, username, instanceUrl, name, isSandbox }: OrgIdentity): SavedOrg => ({
  id,
  username,
  instanceUrl,
  ...defined({ name, isSandbox }),
});

type SavedChange = Pick<Change, 'control' | 'app' | 'component'>;

/** A component that occurs twice would be changed twice, or reported twice. */
export const areSound = (changes: readonly SavedChange[]): boolean => changes.every(isSound) && isEachOnce(changes);

/** Component, app, and control must belong to one type, and the component to the app. */
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

/** A connected app is its own component. A policy's own element names its app. */
const isNamedAs = ({ type, fullName }: SavedChange['component'], app: SavedChange['app']): boolean =>
  type !== 'ConnectedApp' || isCalled(app, fullName);
