import { allControls } from '../controls/all.js';
import { DISPOSITIONS } from '../model.js';
import { daysBetween, daysLater, isDay } from './days.js';
import type { WaiverMistake } from './model.js';

/** The keys of an entry: whether it must be there, and what its text must be. */

export type Fault = Pick<WaiverMistake, 'code' | 'data'>;
type Field = { required: boolean; fault: (text: string, today: string) => Fault | undefined };
export type Fields = Readonly<Record<string, Field>>;

export const LONGEST_DAYS = 366;
/** Exact: no blanks around it, and nothing that reads like a pattern. */
export const APP_PATTERN =
  '^(ConnectedApp|ExternalClientApplication):[^\\s*?\\u0000-\\u001f]([^*?\\u0000-\\u001f]*[^\\s*?\\u0000-\\u001f])?$';
export const ORG_PATTERN = '^00D[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$';

const APP = new RegExp(APP_PATTERN, 'u');
const ORG = new RegExp(ORG_PATTERN, 'u');

const any = (): undefined => undefined;

const CONTROL_IDS: readonly string[] = allControls.map(({ id }) => id);

const control = (text: string): Fault | undefined =>
  CONTROL_IDS.includes(text)
    ? undefined
    : { code: 'unknown-control', data: { found: text, allowed: CONTROL_IDS.join(', ') } };

const app = (text: string): Fault | undefined =>
  APP.test(text) ? undefined : { code: 'wrong-app', data: { found: text } };

const org = (text: string): Fault | undefined =>
  ORG.test(text) ? undefined : { code: 'wrong-org', data: { found: text } };

const day = (key: string, text: string): Fault | undefined =>
  isDay(text) ? undefined : { code: 'wrong-date', data: { key, found: text } };

const expires = (text: string, today: string): Fault | undefined =>
  day('expires', text) ??
  (daysBetween(today, text) > LONGEST_DAYS
    ? { code: 'too-distant', data: { found: text, days: LONGEST_DAYS, latest: daysLater(today, LONGEST_DAYS) } }
    : undefined);

/** East of Greenwich tomorrow's date is written before the UTC day begins. */
const checked = (text: string, today: string): Fault | undefined =>
  day('checked', text) ??
  (daysBetween(today, text) > 1 ? { code: 'checked-in-future', data: { found: text, today } } : undefined);

const disposition = (text: string): Fault | undefined =>
  DISPOSITIONS.some((known) => known === text)
    ? undefined
    : { code: 'wrong-disposition', data: { found: text, allowed: DISPOSITIONS.join(', ') } };

const required = (fault: Field['fault']): Field => ({ required: true, fault });
const optional = (fault: Field['fault']): Field => ({ required: false, fault });

const common = {
  control: required(control),
  app: required(app),
  org: optional(org),
  reason: required(any),
  owner: required(any),
  expires: required(expires),
};

export const WAIVER_FIELDS: Fields = { ...common, ticket: optional(any), disposition: optional(disposition) };
export const MANUAL_CHECK_FIELDS: Fields = { ...common, checked: required(checked) };
