import { deployAssumptions } from './deploy/assumptions.js';

/** What couldn't be verified on a live org. Each is simulated in a way that a careful client survives, and can be changed. */
export type Assumption = {
  id: string;
  /** What the simulated org does. */
  sentence: string;
  /** The evidence for it, or why it's unknown. */
  basis: string;
};

export const assumptions: readonly Assumption[] = [
  {
    id: 'empty-list-without-permission',
    sentence: 'A user who can’t see a metadata type gets an empty list and no error.',
    basis: 'Unverified. The setting `listWithoutPermission` returns a fault instead.',
  },
  {
    id: 'permissions-to-see-apps',
    sentence:
      'Listing connected apps requires Customize Application with Modify All Data or Manage Connected Apps. ' +
      'Listing external client apps requires one of the three External Client App permissions. Both also require ' +
      'Modify Metadata or Modify All Data.',
    basis: 'Documented for changing apps. That listing requires the same is inferred.',
  },
  {
    id: 'managed-app-without-oauth',
    sentence:
      'The installed connected app of the demo org is retrieved without its `oauthConfig`. Other folders can differ.',
    basis: 'Reported for another call of the Metadata API. No report covers a retrieve.',
  },
  {
    id: 'wildcard-without-installed',
    sentence: 'A wildcard in a retrieve leaves out installed components of every type, not only connected apps.',
    basis: 'Reported for connected apps, inferred for the other types.',
  },
  {
    id: 'packaged-policy',
    sentence: 'The OAuth policy of a packaged external client app has no namespace and belongs to the subscriber.',
    basis: 'Seen in one real source tree.',
  },
  {
    id: 'zip-handed-over-once',
    sentence:
      'The zip of a retrieve is deleted after it was returned once, and another request for it gives a fault. A ' +
      'status call without the zip doesn’t delete it.',
    basis: 'The deletion is documented. The words of the fault are inferred.',
  },
  {
    id: 'unknown-type-in-retrieve',
    sentence: 'For a type that the org doesn’t know, a retrieve has a message in its result, not a fault.',
    basis: 'Reported, with different words.',
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
    sentence: '`LoginHistory.LoginSubType` can’t be filtered.',
    basis:
      'Two pages of the documentation contradict each other. The setting `loginSubTypeFilterable` allows the filter.',
  },
  {
    id: 'login-history-groups',
    sentence: '`LoginHistory` can be grouped by user, sub-type, application and source address, and not by time.',
    basis:
      'Inferred from its field descriptions; tools that ask real orgs for the log-ins of everybody by application are published.',
  },
  {
    id: 'own-logins-only',
    sentence: 'Without Manage Users and Monitor Login History, a user finds only their own logins, without an error.',
    basis: 'Documented for the page in Setup, inferred for the API.',
  },
  {
    id: 'own-permissions-only',
    sentence:
      'Without View Setup, a user finds only their own permission sets, assignments, and object permissions, ' +
      'without an error.',
    basis: 'Documented for assignments, inferred for the others.',
  },
  {
    id: 'users-for-everybody',
    sentence: 'Every user finds all users and permission set groups, whatever they can see in Setup.',
    basis:
      'Unknown: which users are found depends on View All Users and on sharing, and there is no information about ' +
      'groups. With the setting `usersFound`, a user without View All Users and Manage Users finds only themselves.',
  },
  {
    id: 'objects-out-of-sight',
    sentence:
      'Without any of their permissions, the objects of external client apps don’t exist for a user. Without ' +
      'Customize Application, neither do transaction security policies.',
    basis: 'Inferred from how the platform treats objects that a user can’t see.',
  },
  {
    id: 'profile-filtering',
    sentence:
      'Without View All Profiles, a user can list, retrieve, and query only their own profile. The permission sets ' +
      'of other profiles, and what they grant, are missing without an error.',
    basis:
      'Second hand for the names (Winter ’27). Whether rows of permission sets are filtered too is unknown. The ' +
      'settings `profileFiltering` and `profileRowsHidden` change this.',
  },
  {
    id: 'managed-app-shown',
    sentence: 'An installed connected app is retrieved with its flag and its Run As user.',
    basis: 'Unknown. The setting `managedConnectedApps` leaves out the user, the flag, or the entire `oauthConfig`.',
  },
  {
    id: 'app-switches-by-query',
    sentence:
      '`ExtlClntAppPlcyCnfg` has IsEnabled as a boolean, OauthPluginStatus as `Enabled` or `Disabled`, and the ID ' +
      'of its app.',
    basis:
      'The names of two fields are in the published list of objects. Their values and the third field are inferred.',
  },
  {
    id: 'audit-trail',
    sentence:
      '`SetupAuditTrail` exists for users with View Setup or View Setup Audit Trail, and can be filtered by its ' +
      'action.',
    basis:
      'Reported. The words of an entry are unknown. The setting `auditTrailNeedsOwnPermission` follows Spring ’27.',
  },
  {
    id: 'open-sessions',
    sentence:
      '`AuthSession` shows all sessions to users with Manage Users, and to others only their own. It shows the ' +
      'subtype of a login from API 67 on.',
    basis: 'Documented. That the others get no error is inferred.',
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
      '`ConnectedApplication` has a row for each listed connected app, including installed ones, with the same ID, ' +
      'and the label as Name.',
    basis:
      'The object is documented, and its Name as unique. That the IDs are the same, and what Name contains, is ' +
      'inferred.',
  },
  {
    id: 'date-of-answers',
    sentence: 'Each response has the org’s time as its `Date`.',
    basis: 'HTTP requires it of a server with a clock. The setting `dated` leaves it out.',
  },
  {
    id: 'client-app-types-since',
    sentence: 'The types of external client apps exist from API 59 on, and their client credentials flags from 60 on.',
    basis: 'The flags are documented. The first version of the types is inferred.',
  },
  {
    id: 'days-in-utc',
    sentence: 'Date literals begin and end with the day in UTC.',
    basis: 'The platform uses the user’s time zone. All simulated users have UTC.',
  },
  {
    id: 'jwt-audience',
    sentence:
      'For a connected app, a JWT needs the documented login host for the type of org as its audience, and for an ' +
      'external client app the org’s own My Domain. Any other audience is rejected with `audience is invalid` or ' +
      '`app_not_found`.',
    basis:
      'The hosts are documented. My Domain for external client apps is often reported since Spring ’26. The ' +
      'setting `jwtAudience` applies one rule to both types.',
  },
  {
    id: 'jwt-pre-authorized',
    sentence:
      'JWT logs in only users that an administrator has approved: those with a permission set or profile of an app ' +
      'with admin-approved users. If users may approve the app themselves, no one has. Without the scope ' +
      'RefreshToken, an app rejects every user.',
    basis: 'Documented for the approval. That a missing scope is rejected with the same words is reported.',
  },
  {
    id: 'jwt-checks',
    sentence:
      'A JWT that isn’t signed with RS256, doesn’t expire within five minutes, or lacks client, user, or audience ' +
      'is rejected with `invalid assertion`. A certificate that has expired, or doesn’t match the key, gives ' +
      '`invalid client credentials`.',
    basis:
      'The signature and the words are documented or reported. The minutes and the expired certificate are inferred.',
  },
  {
    id: 'jwt-lag',
    sentence:
      'Until a change has reached all servers, a login by JWT is rejected with the words for a user who isn’t ' +
      'approved, or with `invalid_client_id`.',
    basis:
      'That it takes minutes is reported, with different words. The setting `jwtLag` simulates it, and `jwtLagSays` ' +
      'with which words.',
  },
  ...deployAssumptions,
];
