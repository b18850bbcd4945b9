/** What a change of an org asks for, in its order. */
export type ChangeRequestRow = {
  name: string;
  operation: string;
  /** Of its operation, counted from the start of the run. */
  nth: number;
  /** It changes something. */
  isWrite?: boolean;
};

const request = (name: string, operation: string, nth: number): ChangeRequestRow => ({ name, operation, nth });

const validation = (which: string, nth: number): ChangeRequestRow[] => [
  request(`the ${which} validation`, 'deploy', nth),
  request(`the end of the ${which} validation`, 'checkDeployStatus', nth),
];

const looking = (name: string, nth: number): ChangeRequestRow[] => [
  request(name, 'retrieve', nth),
  request(`the files of ${name}`, 'checkRetrieveStatus', nth),
];

/** Whether somebody else deploys, which is asked for by the Tooling API. */
const others = (name: string, nth: number): ChangeRequestRow => request(name, 'toolingQuery', nth);

/** Between the audit before and the deploy nothing else is asked by SOQL. */
const whoItIs = (nth: number): ChangeRequestRow => request('the organization, right before the look', 'query', nth);

const deploying = (nth: number): ChangeRequestRow[] => [
  { ...request('the deploy', 'deploy', nth), isWrite: true },
  request('the end of the deploy', 'checkDeployStatus', nth),
];

/** Of the audit before. What else it asks is struck in the matrix of audits. */
const auditBefore = [
  request('the list of external client apps', 'listMetadata', 1),
  request('the list of connected apps', 'listMetadata', 2),
  ...looking('the apps', 1),
];

/** Nothing depends on them: what they would have told is then told as not known. */
const sessions = [request('the fields of sessions', 'describe', 4), request('the open sessions', 'query', 13)];

const auditAfterwards = [
  request('the audit afterwards', 'listMetadata', 3),
  request('the apps of the audit afterwards', 'retrieve', 5),
];

/** The audit retrieves twice. The org refuses to be sent grants again, so the first validation does not pass. */
export const REMEDIATE: readonly ChangeRequestRow[] = [
  ...auditBefore,
  ...validation('first', 1),
  ...validation('second', 2),
  others('the deploys of others', 1),
  others('the deploys of others, right before the last look', 2),
  whoItIs(12),
  ...looking('the last look', 3),
  ...deploying(3),
  ...looking('the reading back', 4),
  others('the deploys of others in between', 3),
  ...sessions,
  ...auditAfterwards,
];

/** The plan names what passed, so that it passes at once. Of the audit before, the lists alone make a difference to it. */
export const REMEDIATE_WITH_PLAN: readonly ChangeRequestRow[] = [
  ...auditBefore.slice(0, 2),
  ...validation('only', 1),
  others('the deploys of others', 1),
  others('the deploys of others, right before the last look', 2),
  whoItIs(12),
  ...looking('the last look', 3),
  ...deploying(2),
  ...looking('the reading back', 4),
  others('the deploys of others in between', 3),
  ...auditAfterwards,
];

/** What comes before and after, and how each of them goes on, is the same as with one deploy. */
export const REMEDIATE_IN_TWO_DEPLOYS: readonly ChangeRequestRow[] = [
  { ...request('the first deploy', 'deploy', 3), isWrite: true },
  others('the deploys of others before the look in between', 3),
  whoItIs(13),
  request('the look in between', 'retrieve', 4),
  { ...request('the second deploy', 'deploy', 4), isWrite: true },
];

/** No audit comes before, and none afterwards. */
export const RESTORE: readonly ChangeRequestRow[] = [
  request('the API versions', 'versions', 1),
  request('the organization', 'query', 1),
  ...looking('the first look', 1),
  ...validation('first', 1),
  ...validation('second', 2),
  others('the deploys of others', 1),
  others('the deploys of others, right before the last look', 2),
  whoItIs(2),
  ...looking('the last look', 2),
  ...deploying(3),
  ...looking('the reading back', 3),
  others('the deploys of others in between', 3),
];
