import type { OrgProblem } from './errors.js';

export const failed = (problem: OrgProblem): { ok: false; problem: OrgProblem } => ({ ok: false, problem });
