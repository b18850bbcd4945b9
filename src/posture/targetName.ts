import type { Target } from './model.js';

/** How a notice names a target: as a person would. Empty: it was never opened. */
export const targetName = ({ org, source }: Target): string =>
  source ? source.directories.join(', ') : (org?.alias ?? org?.username ?? '');
