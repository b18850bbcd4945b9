import type { AuditReport } from '../posture/model.js';

/** What a report needs of the messages: the sentence for a code. Passed in, so that reports stay pure. */

export type Bundle =
  | 'report'
  | 'controls'
  | 'reasons'
  | 'factors'
  | 'notices'
  | 'waivers'
  | 'exitCodes'
  | 'steps'
  | 'errors'
  | 'progress'
  | 'remediation'
  | 'restore'
  | 'source'
  | 'formats'
  | 'html'
  | 'keys'
  | 'migrate'
  | 'verify'
  | 'saved'
  | 'fleet'
  | 'history'
  | 'dispositions'
  | 'ecaFlowEnablement'
  | 'hardening';
export type TextValue = string | number;

export type Texts = {
  /** One sentence or paragraph. A key that does not exist is an error. */
  say: (bundle: Bundle, key: string, ...values: TextValue[]) => string;
  /**
   * A sentence with a number in it: the message `key.one` for 1, `key.other` for every other number. The number stands
   * where the message has %d (which it may leave out), the other values fill its %s in their order.
   */
  count: (bundle: Bundle, key: string, count: number, ...values: TextValue[]) => string;
  /** The points of a list, or the one sentence where the text is no list. */
  points: (bundle: Bundle, key: string, ...values: TextValue[]) => string[];
  /** For codes that are no closed list: steps, and what they failed of. */
  has: (bundle: Bundle, key: string) => boolean;
};

/** For people's formats: machine formats ignore all of it. */
export const VIEWS = ['table', 'detail', 'all', 'summary'] as const;
export type View = (typeof VIEWS)[number];
export type RenderOptions = { view: View; width: number; color: boolean };

/** More rows than this scroll away what a reader needs first. */
const MOST_IN_A_TABLE = 50;

/** How much a screen shows unless a person says so. */
export const viewFor = ({ summary }: Pick<AuditReport, 'summary'>): View =>
  summary.fail > MOST_IN_A_TABLE ? 'summary' : 'table';
