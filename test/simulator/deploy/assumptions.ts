import type { Assumption } from '../assumptions.js';

/** What nobody here could check about deploys. The rules named here are those of `setDeployRules`. */
export const deployAssumptions: readonly Assumption[] = [
  {
    id: 'user-while-flow-off',
    sentence: 'An execution user that stays in a file whose flow is off is refused, for both kinds of app.',
    basis: 'Unknown. The rule `userWhileOff` lets the user stay, or refuses to take them out.',
  },
  {
    id: 'flow-on-without-user',
    sentence: 'A flow may be switched on without an execution user; a user who is named must exist and be active.',
    basis: 'Seen in real files without a user; the refusal of a wrong one is reported for external client apps.',
  },
  {
    id: 'grants-sent-again',
    sentence:
      'A profile or permission set of a policy that is granted already is refused; the words for permission sets are inferred.',
    basis: 'Reported for profiles. The rule `regrant` accepts them.',
  },
  {
    id: 'managed-deploy',
    sentence: 'Installed components are refused, apart from the policies of external client apps.',
    basis: 'The refusal is reported; what it covers is inferred. The rule `managed` takes all or refuses policies too.',
  },
  {
    id: 'left-out-of-a-file',
    sentence:
      'What a file leaves out is dropped or falls back to its default, assignments of profiles and permission sets included; ' +
      'the consumer key alone is kept.',
    basis: 'Documented for files in general and for an empty assignment; inferred for the rest.',
  },
  {
    id: 'element-order',
    sentence: 'An element that comes after one which the platform writes behind it is lost without a word.',
    basis: 'Reported once. The rule `outOfOrder` keeps it.',
  },
  {
    id: 'package-version',
    sentence: 'A package.xml of another API version than the endpoint is refused.',
    basis: 'Stricter than documented, so that nobody mixes versions. The rule `otherVersion` accepts it.',
  },
  {
    id: 'own-elements-taken-back',
    sentence: 'An element, a word or a repetition that the org’s own copy has too is never refused.',
    basis: 'Inferred: an org takes back what it wrote itself.',
  },
  {
    id: 'assignments-reordered',
    sentence:
      'After a deploy, assignments of profiles and permission sets are listed in another order; scopes are not.',
    basis: 'Scopes are seen to keep theirs; the rest is a precaution. The rule `lists` keeps all of them.',
  },
  {
    id: 'spelling-kept',
    sentence:
      'What was deployed is given back as it was spelled: lists between commas in their order, words in their case, no ' +
      'default and no empty execution user that was not sent.',
    basis:
      'Not known; one real file has a word in another case than documented. With the rule `spelling` an org has its own, ' +
      'and a run takes that for the same.',
  },
  {
    id: 'deploy-lands-at-once',
    sentence: 'A deploy has taken effect before the first poll, and can no longer be canceled then.',
    basis: 'One of two outcomes of a race. The rule `lands` has nothing show before the last poll.',
  },
  {
    id: 'deploy-queue',
    sentence:
      'Deploys of everybody run one at a time, in the order of their acceptance, checks among them; one that waits is ' +
      '`Pending`, has no start date, and can be canceled. Dates have no fractions of a second.',
    basis: 'That they wait for each other is documented; the rest is inferred.',
  },
  {
    id: 'deploy-requests',
    sentence:
      '`DeployRequest` is an object of the Tooling API alone and shows the deploys of everybody to whoever may deploy; ' +
      'others are told that there is no such object.',
    basis:
      'The object and its fields are documented, and published tools ask for them; who sees whose deploys is inferred. The ' +
      'setting `deployRequests` refuses it, or shows none.',
  },
  {
    id: 'forgotten-deploys',
    sentence: 'A deploy that the org no longer shows is an invalid cross reference to `checkDeployStatus`.',
    basis: 'The words are inferred.',
  },
  {
    id: 'wrong-element-words',
    sentence: 'A value that is no boolean, a wrong root, a zip that is none: refused, in words of our own.',
    basis: 'That they are refused is inferred.',
  },
  {
    id: 'flow-refused-words',
    sentence:
      'A client whose flow is off is told `client credentials flow not enabled`, one that is switched off `app is not enabled`.',
    basis: 'The first is reported, the second is our own; all codes are `invalid_grant`.',
  },
];
