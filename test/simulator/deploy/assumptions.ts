import type { Assumption } from '../assumptions.js';

/** What couldn't be verified about deploys. The rules named here are those of `setDeployRules`. */
export const deployAssumptions: readonly Assumption[] = [
  {
    id: 'user-while-flow-off',
    sentence: 'A Run As user in a file whose flow is off is rejected, for both types of app.',
    basis: 'Unknown. With the rule `userWhileOff`, the user may stay, or can’t be removed.',
  },
  {
    id: 'flow-on-without-user',
    sentence: 'A flow can be turned on without a Run As user. If a user is named, they must exist and be active.',
    basis: 'Real files without a user were seen. The rejection of a wrong user is reported for external client apps.',
  },
  {
    id: 'grants-sent-again',
    sentence: 'A profile or permission set that a policy already grants is rejected if it’s sent again.',
    basis: 'Reported for profiles. For permission sets, the words are inferred. The rule `regrant` accepts both.',
  },
  {
    id: 'managed-deploy',
    sentence: 'Deploys of installed components are rejected, except policies of external client apps.',
    basis:
      'The rejection is reported. What it covers is inferred. The rule `managed` accepts everything, or rejects ' +
      'policies too.',
  },
  {
    id: 'left-out-of-a-file',
    sentence:
      'What a file leaves out is removed or returns to its default, including assignments of profiles and ' +
      'permission sets. Only the consumer key is kept.',
    basis: 'Documented for files in general and for an empty assignment, inferred for the rest.',
  },
  {
    id: 'element-order',
    sentence: 'An element that follows one that the platform writes after it is lost without an error.',
    basis: 'Reported once. The rule `outOfOrder` keeps it.',
  },
  {
    id: 'package-version',
    sentence: 'A package.xml with another API version than the endpoint is rejected.',
    basis: 'Stricter than documented, so that versions aren’t mixed. The rule `otherVersion` accepts it.',
  },
  {
    id: 'own-elements-taken-back',
    sentence: 'An element, word, or repetition that the org’s own copy also has is never rejected.',
    basis: 'Inferred: an org accepts what it wrote itself.',
  },
  {
    id: 'assignments-reordered',
    sentence:
      'After a deploy, assignments of profiles and permission sets are listed in another order. Scopes keep theirs.',
    basis: 'Scopes were seen to keep their order. The rest is a precaution. The rule `lists` keeps all of them.',
  },
  {
    id: 'spelling-kept',
    sentence:
      'What was deployed is returned in the same spelling: comma-separated lists in their order, words in their ' +
      'case, and without defaults or an empty Run As user that weren’t sent.',
    basis:
      'Unknown. One real file has a word in another case than documented. With the rule `spelling`, an org has its ' +
      'own spelling, which a run must accept as the same.',
  },
  {
    id: 'deploy-lands-at-once',
    sentence: 'A deploy has taken effect before the first poll, and then can’t be canceled.',
    basis: 'One of two outcomes of a race. With the rule `lands`, nothing is visible before the last poll.',
  },
  {
    id: 'deploy-queue',
    sentence:
      'Deploys of all users run one at a time, in the order in which they were accepted, including validations. A ' +
      'waiting deploy is `Pending`, has no start date, and can be canceled. Dates have whole seconds.',
    basis: 'That they wait for each other is documented. The rest is inferred.',
  },
  {
    id: 'deploy-requests',
    sentence:
      '`DeployRequest` exists only in the Tooling API, and shows all deploys to users who can deploy. For other ' +
      'users, the object doesn’t exist.',
    basis:
      'The object and its fields are documented, and published tools query them. Who sees whose deploys is ' +
      'inferred. The setting `deployRequests` rejects the query, or shows no deploys.',
  },
  {
    id: 'forgotten-deploys',
    sentence: 'For `checkDeployStatus`, a deploy that the org no longer shows is an invalid cross reference.',
    basis: 'The words are inferred.',
  },
  {
    id: 'wrong-element-words',
    sentence: 'A value that isn’t a boolean, a wrong root, and an invalid zip are rejected, in words of our own.',
    basis: 'That they are rejected is inferred.',
  },
  {
    id: 'flow-refused-words',
    sentence:
      'If the flow is off, a client gets `client credentials flow not enabled`, and if the app is turned off, `app ' +
      'is not enabled`.',
    basis: 'The first is reported, the second is our own. All codes are `invalid_grant`.',
  },
];
