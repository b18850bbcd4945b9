import type { Texts } from '../render.js';
import { day } from './names.js';

/** The state of an app's certificate for JWT bearer, with its date if the state has one. */
export const certificateWords = (key: string, state: string, date: string | undefined, texts: Texts): string =>
  texts.say('migrate', `${key}.${state}`, ...(date === undefined ? [] : [day(date)]));
