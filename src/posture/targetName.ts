import type { Target } from './model.js';

/** How a notice names a target: as a person would. Empty only in results of versions that did not keep the name. */
export const targetName = ({ name, org, source }: Target): string =>
  source ? source.directories.join(', ') : (org?.alias ?? org?.username ?? name ?? '');
