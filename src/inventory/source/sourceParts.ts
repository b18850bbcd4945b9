import { listed } from '../../posture/factors/signal.js';
import type { Notice } from '../../posture/model.js';
import { fold } from '../../posture/names.js';
import { parentOf, type EcaFiles } from './sourceApps.js';

/** An external client app is spread over several files. What of it lies elsewhere, or nowhere, is told. */
export const partsMissing = (files: EcaFiles): Notice[] => [...appsWithoutPolicy(files), ...partsWithoutApp(files)];

/** One notice for all of them: a tree that keeps no policies at all would otherwise bury everything else. */
const appsWithoutPolicy = ({ headers, policies }: EcaFiles): Notice[] => {
  const withPolicy = new Set(policies.flatMap((policy) => parentOf(policy) ?? []).map(fold));
  const apps = headers.map(({ fullName }) => fullName).filter((name) => !withPolicy.has(fold(name)));
  return apps.length === 0 ? [] : [{ code: 'source-policy-missing', data: { apps: listed(apps) } }];
};

/** They name an app that has neither a header nor a policy here, and so no finding. */
const partsWithoutApp = ({ headers, policies, plugins, globalSettings, satellites }: EcaFiles): Notice[] => {
  const found = new Set(
    [...headers.map(({ fullName }) => fullName), ...policies.flatMap((policy) => parentOf(policy) ?? [])].map(fold),
  );
  return [...plugins, ...globalSettings, ...satellites].flatMap((part): Notice[] => {
    const app = parentOf(part);
    const isAlone = app !== undefined && !found.has(fold(app));
    return isAlone ? [{ code: 'source-app-missing', app: `ExternalClientApplication:${app}`, file: part.file }] : [];
  });
};
