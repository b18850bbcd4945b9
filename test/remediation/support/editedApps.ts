import type { Candidate } from '../../../src/remediation/edit/draft.js';
import { attemptOf } from '../../../src/remediation/edit/switchingOff.js';
import type { Attempt, Edited } from '../../../src/remediation/edit/edited.js';
import { connectedApp, policy, type Parts } from '../../simulator/deploy/samples.js';

/** Candidates and attempts as a plan holds them. */

export const connectedAppCandidate = (name: string, parts: Parts = {}): Candidate => ({
  control: 'connected-app-client-credentials',
  app: { type: 'ConnectedApp', name, managed: false },
  component: { type: 'ConnectedApp', fullName: name },
  path: `connectedApps/${name}.connectedApp`,
  text: connectedApp(parts, { label: name }),
});

export const policyCandidate = (name: string, parts: Parts = {}): Candidate => ({
  control: 'eca-client-credentials-policy',
  app: { type: 'ExternalClientApplication', name, managed: false },
  component: { type: 'ExtlClntAppOauthConfigurablePolicies', fullName: `${name}_policy` },
  path: `extlClntAppOauthPolicies/${name}_policy.ecaOauthPlcy`,
  text: policy({ externalClientApplication: name, ...parts }),
});

export const attempt = (candidate: Candidate): Attempt => {
  const made = attemptOf(candidate);
  if ('edited' in made) return made;
  throw new Error(made.problem);
};

export const editedApp = (name: string): Edited => attempt(connectedAppCandidate(name)).edited;
