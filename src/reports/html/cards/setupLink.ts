import type { App, Target } from '../../../posture/model.js';

/**
 * Where Setup shows apps of this kind. Only for hosts of Salesforce itself: the address comes from the org or from a saved
 * file, and a reader has to be able to trust where the link leads.
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
