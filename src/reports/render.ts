import type { AuditReport } from '../posture/model.js';

/** The interface through which a report gets its sentences. Passed in, so that reports stay pure. */

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
  | 'hardening'
  | 'permissions'
  | 'changeRecord';
export type TextValue = string | number;

export type Texts = {
  /** One sentence or paragraph. A missing key is an error. */
  say: (bundle: Bundle, key: string, ...values: TextValue[]) => string;
  /**
   * A sentence with a number: the message `key.one` for 1, `key.other` for any other number. The number replaces %d,
   * which the message may leave out, and the other values replace its %s in order.
   */
  count: (bundle: Bundle, key: string, count: number, ...values: TextValue[]) => string;
  /** The items of a list, or the one sentence if the text isn't a list. */
  points: (bundle: Bundle, key: string, ...values: TextValue[]) => string[];
  /** For codes that aren't a closed list: steps, and why they failed. */
  has: (bundle: Bundle, key: string) => boolean;
};

/** Only for formats that people read. */
export const VIEWS = ['table', 'detail', 'all', 'summary'] as const;
export type View = (typeof VIEWS)[number];
export type RenderOptions = { view: View; width: number; color: boolean };

/** With more rows, what a reader needs first would scroll off the screen. */
const MOST_IN_A_TABLE = 50;

/** The default view. */
export const viewFor = ({ summary }: Pick<AuditReport, 'summary'>): View =>
  summary.fail > MOST_IN_A_TABLE ? 'summary' : 'table';
