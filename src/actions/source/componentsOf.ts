import type { Subject } from '../../posture/subject.js';
import type { ComponentName } from '../../remediation/model/result.js';

/** The components that have the switches of an app. */
export const componentsOf = (subject: Subject): ComponentName[] =>
  subject.kind === 'ConnectedApp'
    ? [{ type: 'ConnectedApp', fullName: subject.metadata.fullName }]
    : subject.policies.map(({ fullName }) => ({ type: 'ExtlClntAppOauthConfigurablePolicies', fullName }));
