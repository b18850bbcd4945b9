import type { Finding } from '../../posture/model.js';

const HARDENING = 'hardening.';

/** The parts of the hardening that a finding doesn't have proven, as its evidence tells them. */
export const proofsIn = ({ evidence }: Finding): string =>
  evidence
    .filter(({ path, value }) => path.startsWith(HARDENING) && value !== null && !value.startsWith('proven'))
    .map(({ path, value }) => `${path.slice(HARDENING.length)} (${value ?? ''})`)
    .sort()
    .join('; ');
