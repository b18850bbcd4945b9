import type { Answer, ListedComponent, OrgDoor } from '../../org/door.js';
import type { OrgProblem } from '../../org/problem.js';
import type { Known } from '../../posture/known.js';
import { fold, fullNameOf, idOf, splitName } from '../../posture/names.js';
import type { StepName } from '../../posture/model.js';
import { mayNotSee, why, type Coverage } from '../coverage.js';
import type { CallerPermissions } from './callerPermissions.js';

export const STEP_OF_TYPE = {
  ConnectedApp: 'list-connected-apps',
  ExternalClientApplication: 'list-external-client-apps',
  ExtlClntAppOauthConfigurablePolicies: 'list-oauth-policies',
  ExtlClntAppConfigurablePolicies: 'list-app-policies',
  Profile: 'list-profiles',
  ExtlClntAppGlobalOauthSettings: 'list-oauth-settings',
} as const satisfies Record<string, StepName>;
export type ListedType = keyof typeof STEP_OF_TYPE;

export type Listing = ReadonlyMap<ListedType, Answer<ListedComponent[]>>;

export const CONNECTED_APP_TYPES: readonly ListedType[] = ['ConnectedApp'];
export const ECA_TYPES: readonly ListedType[] = [
  'ExternalClientApplication',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
];

/** True if the API version or the edition doesn't have the types of external client apps. */
export const lacksClientApps = (listing: Listing): boolean =>
  ECA_TYPES.every((type) => {
    const answer = listing.get(type);
    return answer !== undefined && !answer.ok && answer.problem.code === 'type-not-available';
  });

export const list = async (door: OrgDoor, types: readonly ListedType[]): Promise<Listing> =>
  (await door.list(types)) as Listing;

/** An empty list counts only if the caller could see its content. */
export const mayBeBelieved = (rows: readonly unknown[], maySee: Known<boolean>): boolean =>
  rows.length > 0 || (maySee.known && maySee.value);

/** Records the rows of one requested type. The step says whether they are complete. */
export const recordList = (
  listing: Listing,
  type: ListedType,
  caller: CallerPermissions,
  coverage: Coverage,
): ListedComponent[] => {
  const answer = listing.get(type);
  if (!answer) return [];
  const step = STEP_OF_TYPE[type];
  if (answer.ok) {
    const { maySee, missing } = visibility(type, caller);
    if (maySee && !mayBeBelieved(answer.value, maySee)) {
      coverage.failed(step, mayNotSee(maySee, missing));
      return [];
    }
    const broken = answer.value.length === 0 ? brokenProfiles(listing) : undefined;
    if (broken) {
      coverage.failed(step, why(broken));
      return [];
    }
  }
  const rows = coverage.record(step, answer);
  return rows.known ? once(rows.value) : [];
};

/** Removes rows that occur twice. Rows of one component that differ are kept, so that the difference is noticed. */
const once = (rows: readonly ListedComponent[]): ListedComponent[] =>
  [...Map.groupBy(rows, written).values()].flatMap(([first]) => first ?? []);

/** A profile is only found by its ID, so two IDs of one profile are a difference. An app is found by its name. */
const written = ({ type, id, fullName, namespacePrefix, manageableState }: ListedComponent): string =>
  JSON.stringify([fullName, namespacePrefix, manageableState, ...(type === 'Profile' ? [idOf(id)] : [])]);

/**
 * Groups the rows by component, whose name isn't case-sensitive. More than one row: the org lists it in several ways.
 */
export const byComponent = (
  rows: readonly ListedComponent[],
): Array<readonly [ListedComponent, ...ListedComponent[]]> =>
  [...Map.groupBy(rows, identity).values()].flatMap(([first, ...others]) =>
    first ? [[first, ...others] as const] : [],
  );

const identity = ({ fullName, namespacePrefix }: ListedComponent): string =>
  fold(fullNameOf(splitName(fullName, namespacePrefix)));

/** Every org has profiles. If an org lists none, and nothing else either, its answer isn't accepted. */
const brokenProfiles = (listing: Listing): OrgProblem | undefined => {
  const profiles = listing.get('Profile');
  return profiles && !profiles.ok && profiles.problem.code === 'unexpected-answer' ? profiles.problem : undefined;
};

const visibility = (type: ListedType, caller: CallerPermissions): { maySee?: Known<boolean>; missing: string } => {
  if (type === 'ConnectedApp') return { maySee: caller.maySeeConnectedApps, missing: caller.missingForConnectedApps };
  if (ECA_TYPES.includes(type) || type === 'ExtlClntAppGlobalOauthSettings')
    return { maySee: caller.maySeeExternalClientApps, missing: caller.missingForExternalClientApps };
  return { missing: '' };
};
