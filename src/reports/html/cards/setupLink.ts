import type { App, Finding, Target } from '../../../posture/model.js';

/**
 * The page of Setup that shows an app, or the list of its type where the app's ID isn't known. Only for hosts of
 * Salesforce, and only below the org's own address: both come from the org or a saved file, and a reader must be able to
 * trust the link.
 */

const HOSTS = ['.salesforce.com', '.force.com', '.salesforce.mil', '.cloudforce.com', '.sfcrmproducts.cn'];

type Pages = { list: string; ids: RegExp; page: (id: string) => string };

const PAGES: Readonly<Record<App['type'], Pages>> = {
  ConnectedApp: {
    list: '/lightning/setup/ConnectedApplication/home',
    ids: /^(0H4[a-zA-Z0-9]{12})(?:[a-zA-Z0-9]{3})?$/,
    page: (id) => {
      const address = `/app/mgmt/forceconnectedapps/forceAppDetail.apexp?connectedAppId=${id}`;
      return `/lightning/setup/ConnectedApplication/page?address=${encodeURIComponent(address)}`;
    },
  },
  ExternalClientApplication: {
    list: '/lightning/setup/ManageExternalClientApplication/home',
    ids: /^(0xI[a-zA-Z0-9]{12})(?:[a-zA-Z0-9]{3})?$/,
    page: (id) => `/lightning/setup/ManageExternalClientApplication/${id}/detail`,
  },
};

export type SetupLink = { url: string; leadsTo: 'app' | 'list' };

export const setupLink = ({ app, appId }: Pick<Finding, 'app' | 'appId'>, { org }: Target): SetupLink | undefined => {
  const url = org && URL.parse(org.instanceUrl);
  if (!url || url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '')
    return undefined;
  if (!HOSTS.some((host) => url.hostname.endsWith(host))) return undefined;
  const { list, ids, page } = PAGES[app.type];
  const [, id] = ids.exec(appId ?? '') ?? [];
  return id === undefined
    ? { url: `https://${url.hostname}${list}`, leadsTo: 'list' }
    : { url: `https://${url.hostname}${page(id)}`, leadsTo: 'app' };
};
