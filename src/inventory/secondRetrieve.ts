import type { ListedComponent, Member, OrgDoor } from '../org/door.js';
import type { Known } from '../posture/subject.js';
import { why, type Coverage } from './coverage.js';
import { known, unknown } from './known.js';
import { memberKey, problemWith, retrieveAll, type RetrievedApps } from './retrieving.js';
import { OF_SOME_EDITIONS } from './settings.js';

/** The text of a component that was asked for, or why it is not there. */
export type TextOf = (member: Member) => Known<string>;

const STEP = 'retrieve-profiles-and-settings';

/** The execution users' profiles and the settings around them, in one job. */
export const retrieveAround = async (
  door: OrgDoor,
  isNeeded: boolean,
  components: readonly ListedComponent[],
  coverage: Coverage,
): Promise<TextOf> => {
  if (!isNeeded) {
    coverage.skipped(STEP, 'no-flow-on');
    return () => unknown('no-flow-on');
  }
  const retrieved = await retrieveAll(door, components);
  const textOf: TextOf = (member) => textIn(retrieved, member);
  const absent = components.map(memberKey).filter((key) => isMissing(key, retrieved));
  if (retrieved.failure) coverage.failed(STEP, why(retrieved.failure));
  else if (absent.length > 0) coverage.failed(STEP, `not-returned: ${absent.sort().join(', ')}`);
  else coverage.ok(STEP, components.length);
  return textOf;
};

const MAY_BE_MISSING = OF_SOME_EDITIONS.map(memberKey);

const isMissing = (key: string, { files, broken, unusable }: RetrievedApps): boolean =>
  !files.has(key) && (broken.has(key) || unusable.has(key) || !MAY_BE_MISSING.includes(key));

const textIn = (retrieved: RetrievedApps, member: Member): Known<string> => {
  const file = retrieved.files.get(memberKey(member));
  if (file) return known(file.text);
  const problem = problemWith(member, retrieved);
  return unknown(problem ? why(problem) : 'not-returned');
};
