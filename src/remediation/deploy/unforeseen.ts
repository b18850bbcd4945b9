import { toProblem } from '../../org/errors.js';
import type { Notice } from '../../posture/model.js';
import type { Edited } from '../edit/edited.js';
import type { Deploy } from '../model/result.js';
import type { Sent } from './sendOne.js';

/**
 * After an org was written to, an unexpected error doesn't end the run. Otherwise no result would name the changes, and
 * the exit code would say that there were none. The run continues without the failed part and reports the error.
 */
export class Unforeseen {
  readonly notices: Notice[] = [];

  async outlive<T>(work: Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work;
    } catch (error) {
      const { code, detail } = toProblem(error);
      this.notices.push({ code: 'broke-off', data: { problem: detail || code } });
      return otherwise;
    }
  }
}

/** If sending itself failed, only reading back shows what happened to the packages. */
export const lost = (packages: readonly (readonly Edited[])[]): Sent[] =>
  packages.map((edited) => ({ edited, end: { kind: 'unknown', detail: '' } }));

/** Includes deploys of which only the start is known. */
export const deploysIn = (sent: readonly Sent[], accepted: readonly Deploy[]): Deploy[] => {
  const ended = sent.flatMap(({ deploy }) => deploy ?? []);
  const open = accepted.filter(({ id }) => !ended.some((deploy) => deploy.id === id));
  return [...ended, ...open.map((deploy) => ({ ...deploy, status: 'unknown' }))];
};
