import { toProblem } from '../../org/errors.js';
import type { Notice } from '../../posture/model.js';
import type { Edited } from '../edit/edited.js';
import type { Deploy } from '../model/result.js';
import type { Sent } from './sendOne.js';

/**
 * Once an org has been written to, an error that nobody foresaw does not end the run: what was done would then be told
 * nowhere, and the exit code would say that nothing was. The run goes on without what failed, and tells the error.
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

/** Where sending itself failed, reading back alone tells what became of the packages. */
export const lost = (packages: readonly (readonly Edited[])[]): Sent[] =>
  packages.map((edited) => ({ edited, end: { kind: 'unknown', detail: '' } }));

/** Also those of which only the beginning is known. */
export const deploysIn = (sent: readonly Sent[], accepted: readonly Deploy[]): Deploy[] => {
  const ended = sent.flatMap(({ deploy }) => deploy ?? []);
  const open = accepted.filter(({ id }) => !ended.some((deploy) => deploy.id === id));
  return [...ended, ...open.map((deploy) => ({ ...deploy, status: 'unknown' }))];
};
