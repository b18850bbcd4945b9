import { stringify } from 'yaml';
import type { Finding } from './model.js';
import { appName } from './names.js';

/**
 * A waiver to copy below `waivers:`. Who accepts the risk, why and until when is for a person to write: the file is
 * refused until they did.
 */
export const waiverSnippet = ({ control, app }: Pick<Finding, 'control' | 'app'>, orgId?: string): string => {
  const waiver = {
    control,
    app: appName(app),
    ...(orgId === undefined ? {} : { org: orgId }),
    reason: null,
    owner: null,
    expires: 'YYYY-MM-DD',
  };
  return stringify([waiver], { nullStr: '', lineWidth: 0 }).trimEnd().replace(/^/gm, '  ');
};
