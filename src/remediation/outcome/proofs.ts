import type { Finding } from '../../posture/model.js';

const HARDENING = 'hardening.';

/** The parts of the hardening that the evidence of a finding doesn't prove. */
export const proofsIn = ({ evidence }: Finding): string =>
  evidence
    .filter(({ path, value }) => path.startsWith(HARDENING) && value !== null && !value.startsWith('proven'))
    .map(({ path, value }) => `${path.slice(HARDENING.length)} (${value ?? ''})`)
    .sort()
    .join('; ');
