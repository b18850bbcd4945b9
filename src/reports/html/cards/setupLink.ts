import type { App, Target } from '../../../posture/model.js';

/**
 * The page of Setup that shows apps of this type. Only for hosts of Salesforce, because the address comes from the org
 * or a saved file, and a reader must be able to trust the link.
 */

const HOSTS = ['.salesforce.com', '.force.com', '.salesforce.mil', '.cloudforce.com', '.sfcrmproducts.cn'];

const PAGE: Readonly<Record<App['type'], string>> = {
  ConnectedApp: '/lightning/setup/ConnectedApplication/home',
  ExternalClientApplication: '/lightning/setup/ManageExternalClientApplication/home',
};

export const setupLink = ({ type }: App, { org }: Target): string | undefined => {
  const url = org && URL.parse(org.instanceUrl);
  if (!url || url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '')
    return undefined;
  return HOSTS.some((host) => url.hostname.endsWith(host)) ? `https://${url.hostname}${PAGE[type]}` : undefined;
};
