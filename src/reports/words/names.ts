import type { App, OrgIdentity, Target } from '../../posture/model.js';
import { appName, fold, targetName } from '../../posture/names.js';
import { componentKey } from '../../values.js';
import type { Texts } from '../render.js';
import { clean, cleanPath } from './safe/clean.js';

/** As commands take it, without the type of the app. */
export const fullName = (app: App): string => clean(app.namespace ? `${app.namespace}__${app.name}` : app.name);

/** With its type, as in waivers, because apps of both types can have one name. */
const typedName = (app: App): string => clean(appName(app));

/** The app, followed by its file, or by a component that has another name. */
export const componentName = (app: App, component?: { type: string; fullName: string }): string => {
  const isTheApp = component && fold(componentKey(component)) === fold(appName(app));
  const part = app.file ?? (isTheApp ? undefined : component?.fullName);
  return part === undefined ? typedName(app) : `${typedName(app)} (${cleanPath(part)})`;
};

/** Also used as the last part of keys. */
export const kindOfOrg = ({ isSandbox }: OrgIdentity): 'unknown' | 'sandbox' | 'production' =>
  isSandbox === undefined ? 'unknown' : isSandbox ? 'sandbox' : 'production';

export const nameOfTarget = (target: Target, texts: Texts): string =>
  clean(targetName(target)) || texts.say('report', 'target.not-opened');

/** `2026-11-20 09:15 UTC`. Text that isn't a time is unchanged. */
export const minute = (iso: string): string => {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? clean(iso) : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
};

export const day = (iso: string): string => minute(iso).slice(0, 10);

export const secondsBetween = (start: string, end: string): number =>
  Math.round((new Date(end).getTime() - new Date(start).getTime()) / 1000);

/** A phrase that begins a line of its own. */
export const sentence = (phrase: string): string => phrase.charAt(0).toUpperCase() + phrase.slice(1);

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Whether a text is a time as results have it. */
export const isTime = (text: string): boolean => TIME.test(text);

/** `4294967296` as `4,294,967,296`. Other text stays as it is. */
export const thousands = (digits: string): string =>
  /^\d{1,40}$/.test(digits) ? BigInt(digits).toLocaleString('en-US') : digits;
