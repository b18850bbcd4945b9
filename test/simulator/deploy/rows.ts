/** One line of a deploy's result, as `componentSuccesses` and `componentFailures` give it. */
export type DeployRow = {
  type: string;
  fullName: string;
  fileName: string;
  id?: string;
  line?: number;
  column?: number;
  problem?: string;
  problemType?: 'Error' | 'Warning';
  success: boolean;
  created: boolean;
  changed: boolean;
  deleted: boolean;
};

type About = Pick<DeployRow, 'type' | 'fullName' | 'fileName' | 'id' | 'line' | 'column'>;
type Effect = Partial<Pick<DeployRow, 'created' | 'changed' | 'deleted'>>;

const NONE = { created: false, changed: false, deleted: false };

export function success(about: About, effect: Effect): DeployRow {
  return { ...about, ...NONE, ...effect, success: true };
}

export function failure(about: About, problem: string): DeployRow {
  return { ...about, ...NONE, problem, problemType: 'Error', success: false };
}

/** It stops the deploy unless warnings are to be ignored. */
export function warning(about: About, problem: string, ignored: boolean, effect: Effect = {}): DeployRow {
  return { ...about, ...NONE, ...effect, problem, problemType: 'Warning', success: ignored };
}
