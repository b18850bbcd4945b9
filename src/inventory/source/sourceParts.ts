import { listed } from '../../posture/factors/signal.js';
import type { Notice } from '../../posture/model.js';
import { fold } from '../../posture/names.js';
import { parentOf, type EcaFiles } from './sourceApps.js';

/** An external client app consists of several files. These notices name parts that are elsewhere or missing. */
export const partsMissing = (files: EcaFiles): Notice[] => [...appsWithoutPolicy(files), ...partsWithoutApp(files)];

/** One notice for all of them, because in a tree without any policies there would be one for each app. */
const appsWithoutPolicy = ({ headers, policies }: EcaFiles): Notice[] => {
  const withPolicy = new Set(policies.flatMap((policy) => parentOf(policy) ?? []).map(fold));
  const apps = headers.map(({ fullName }) => fullName).filter((name) => !withPolicy.has(fold(name)));
  return apps.length === 0 ? [] : [{ code: 'source-policy-missing', data: { apps: listed(apps) } }];
};

/** These files name an app that has no header and no policy here, and so no finding. */
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
