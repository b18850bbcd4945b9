import type { ChangeRecord } from '../record.js';
import type { Texts, TextValue } from '../../render.js';

/** What every part of the page is given. */
export type ChangeSheet = {
  record: ChangeRecord;
  texts: Texts;
  say: (key: string, ...values: TextValue[]) => string;
  count: (key: string, count: number, ...values: TextValue[]) => string;
  name: string;
};
