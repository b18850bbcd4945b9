import { deployAssumptions } from './deploy/assumptions.js';

/** What nobody here could check on a live org. Each is played in the way that a careful client survives, and can be changed. */
export type Assumption = {
  id: string;
  /** What the simulated org does. */
  sentence: string;
  /** What it rests on, or why it is not known. */
  basis: string;
};

export const assumptions: readonly Assumption[] = [
  {
    id: 'empty-list-without-permission',
    sentence: 'Somebody who may not see a metadata type is shown an empty list and no error.',
    basis: 'Unverified. The setting `listWithoutPermission` plays a fault instead.',
  },
  {
    id: 'permissions-to-see-apps',
    sentence:
      'Connected apps are listed for Customize Application with Modify All Data or Manage Connected Apps, external client apps ' +
      'for one of the three External Client App permissions, both with Modify Metadata or Modify All Data besides.',
    basis: 'Documented for changing apps; that the same holds for listing them is inferred.',
  },
  {
    id: 'managed-app-without-oauth',
    sentence:
      'The installed connected app of the demo org is retrieved without its `oauthConfig`; other folders may say otherwise.',
    basis: 'Reported for another call of the Metadata API; for a retrieve nobody has said either way.',
  },
  {
    id: 'wildcard-without-installed',
    sentence: 'A wildcard in a retrieve leaves out installed components of every type, not of connected apps alone.',
    basis: 'Reported for connected apps; inferred for the rest.',
  },
  {
    id: 'packaged-policy',
    sentence: 'The OAuth policy of a packaged external client app has no namespace and belongs to the subscriber.',
    basis: 'Seen in one real source tree.',
  },
  {
    id: 'zip-handed-over-once',
    sentence:
      'The zip of a retrieve is deleted when it has been handed over; asking again for it is a fault. A status call without ' +
      'the zip leaves it where it is.',
    basis: 'The deletion is documented; the words of the refusal are inferred.',
  },
  {
    id: 'unknown-type-in-retrieve',
    sentence: 'A type that the org does not know gives a message in the result of a retrieve, not a fault.',
    basis: 'Reported; the words differ between reports.',
  },
  {
    id: 'consumer-secret-returned',
    sentence:
      'A consumer secret is never in a retrieved connected app, and in the global OAuth settings only where ' +
      '`ExternalClientAppSettings.enableConsumerSecretApiAccess` is on and the caller may view secrets in metadata.',
    basis:
      'Reported for connected apps, documented for the settings; that an org keeps to it is not known. The setting `consumerSecrets` ' +
      'plays it otherwise.',
  },
  {
    id: 'login-subtype-filter',
    sentence: '`LoginHistory.LoginSubType` cannot be filtered.',
    basis:
      'Two pages of the documentation contradict each other. The setting `loginSubTypeFilterable` lets it be filtered.',
  },
  {
    id: 'login-history-groups',
    sentence: '`LoginHistory` can be grouped by user, sub-type, application and source address, and not by time.',
    basis:
      'Inferred from its field descriptions; tools that ask real orgs for the log-ins of everybody by application are published.',
  },
  {
    id: 'own-logins-only',
    sentence: 'Without Manage Users and Monitor Login History somebody finds their own log-ins alone, and no error.',
    basis: 'Documented for the page in Setup; inferred for the API.',
  },
  {
    id: 'own-permissions-only',
    sentence:
      'Without View Setup somebody finds their own permission sets, assignments and object permissions alone, and no error.',
    basis: 'Documented for assignments; inferred for the rest.',
  },
  {
    id: 'users-for-everybody',
    sentence: 'Users and permission set groups are found by everybody, whatever they may see in Setup.',
    basis:
      'Not known: which users somebody finds depends on View All Users and on sharing, and nothing was found of groups. The ' +
      'setting `usersFound` lets somebody without View All Users and Manage Users find themselves alone.',
  },
  {
    id: 'objects-out-of-sight',
    sentence:
      'The objects of external client apps do not exist for those who hold none of their permissions, nor transaction ' +
      'security policies without Customize Application.',
    basis: 'Inferred from how the platform treats objects that somebody may not see.',
  },
  {
    id: 'profile-filtering',
    sentence:
      'Without View All Profiles somebody is listed, given and shown their own profile alone, and neither the permission ' +
      'sets that other profiles own nor what those grant; nothing says that something is missing.',
    basis:
      'Second hand for the names (Winter ’27); that rows of permission sets go with them is not known. The settings ' +
      '`profileFiltering` and `profileRowsHidden` play it otherwise.',
  },
  {
    id: 'managed-app-shown',
    sentence: 'An installed connected app is retrieved with its flag and its execution user.',
    basis: 'Not known. The setting `managedConnectedApps` leaves out the user, the flag or all of `oauthConfig`.',
  },
  {
    id: 'app-switches-by-query',
    sentence:
      '`ExtlClntAppPlcyCnfg` has IsEnabled as a boolean, OauthPluginStatus as `Enabled` or `Disabled`, and the id of its app.',
    basis: 'The names of two of the fields are in the published list of objects; values and the third are inferred.',
  },
  {
    id: 'audit-trail',
    sentence:
      '`SetupAuditTrail` exists for those who hold View Setup or View Setup Audit Trail and can be filtered by its action.',
    basis:
      'Reported; the words of an entry are not known. The setting `auditTrailNeedsOwnPermission` plays Spring ’27.',
  },
  {
    id: 'open-sessions',
    sentence:
      '`AuthSession` shows the sessions of everybody to those who hold Manage Users, their own to all others, and the ' +
      'sub-type of a log-in from API 67 on.',
    basis: 'Documented; that the others get no error is inferred.',
  },
  {
    id: 'ranges-of-the-flow',
    sentence:
      'With an IP relaxation that enforces, or none, a token of the client credentials flow is refused as `ip restricted` to an ' +
      'address outside the login IP ranges of the profile of the execution user. Any other relaxation lets it in, and so does a ' +
      'profile without ranges.',
    basis: 'Documented for OAuth apps in general; the words are those that other flows are refused with.',
  },
  {
    id: 'secret-setting-retrieved',
    sentence:
      '`Settings:ExternalClientApp` is retrieved like any other settings file, and shows `enableConsumerSecretApiAccess` on or off.',
    basis: 'Documented, and deprecated since API 66: an org may leave the element or the file out, which tests do too.',
  },
  {
    id: 'relaxation-as-number',
    sentence:
      'SOQL shows the IP relaxation of a policy as 0 Enforce, 1 activated devices, 2 full relaxation, 3 refresh relaxed.',
    basis: 'Reported from a real org.',
  },
  {
    id: 'connected-application-rows',
    sentence:
      '`ConnectedApplication` has a row for each connected app that is listed, installed ones included, with the same id and the label as Name.',
    basis:
      'The object is documented, and its Name as unique; that ids are the same, and what stands in Name, is inferred.',
  },
  {
    id: 'date-of-answers',
    sentence: 'Each answer has the org’s time as its `Date`.',
    basis: 'HTTP asks for it of a server that has a clock. The setting `dated` leaves it out.',
  },
  {
    id: 'client-app-types-since',
    sentence: 'The types of external client apps exist from API 59 on, their client credentials flags from 60 on.',
    basis: 'The flags are documented; the types’ first version is inferred.',
  },
  {
    id: 'days-in-utc',
    sentence: 'Date literals begin and end with the day in UTC.',
    basis: 'The platform uses the time zone of the user; the simulated users live in UTC.',
  },
  {
    id: 'jwt-audience',
    sentence:
      'A JWT of a connected app is taken for the documented log-in host of its kind of org, one of an external client app for ' +
      'the org’s own My Domain; any other audience is refused with `audience is invalid`, or with `app_not_found`.',
    basis:
      'The hosts are documented; My Domain for external client apps is reported by many since Spring ’26. The setting ' +
      '`jwtAudience` plays one rule for both kinds.',
  },
  {
    id: 'jwt-pre-authorised',
    sentence:
      'By JWT a user gets in whom an administrator has let in: admin-approved users with a permission set or a profile of the ' +
      'app. Where users may approve an app themselves, nobody has. An app without the scope RefreshToken lets nobody in.',
    basis: 'Documented for the approval; that the scope is missed in the same words is reported.',
  },
  {
    id: 'jwt-checks',
    sentence:
      'A JWT must be signed with RS256, end within five minutes and name client, user and audience, or it is an ' +
      '`invalid assertion`. A certificate that has ended, or that is not the key’s, gives `invalid client credentials`.',
    basis:
      'The signature and the words are documented or reported; the minutes and the ended certificate are inferred.',
  },
  {
    id: 'jwt-lag',
    sentence:
      'Until a change has arrived everywhere, a log-in by JWT is refused in the words for a user who has not approved.',
    basis: 'That it takes minutes is reported; which refusal comes meanwhile differs. The setting `jwtLag` plays it.',
  },
  ...deployAssumptions,
];
