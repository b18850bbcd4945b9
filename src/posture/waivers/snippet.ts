import { stringify } from 'yaml';
import type { Finding } from '../model.js';
import { defined } from '../../values.js';
import { appName } from '../names.js';

/**
 * Entries to copy below `waivers:` or `manualChecks:`, with the same indentation. Reason, owner, and end date are left
 * empty for a person to fill in, and the file is rejected until they are.
 */

type About = Pick<Finding, 'control' | 'app'>;

const DAY_TO_WRITE = 'YYYY-MM-DD';

export const waiverSnippet = (finding: About, orgId?: string): string =>
  snippet({ ...identity(finding, orgId), reason: null, owner: null, expires: DAY_TO_WRITE });

export const manualCheckSnippet = (finding: About, orgId?: string): string =>
  snippet({ ...identity(finding, orgId), reason: null, owner: null, checked: DAY_TO_WRITE, expires: DAY_TO_WRITE });

const identity = ({ control, app }: About, orgId: string | undefined): Record<string, string> => ({
  control,
  app: appName(app),
  ...defined({ org: orgId }),
});

const snippet = (entry: Record<string, string | null>): string =>
  stringify([entry], { nullStr: '', lineWidth: 0 }).trimEnd().replace(/^/gm, '  ');
