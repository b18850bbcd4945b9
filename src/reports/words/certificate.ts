import type { Texts } from '../render.js';
import { day } from './names.js';

/** Whether an app has a certificate for JWT bearer: a state, and the day that it is about, if it is about one. */
export const certificateWords = (key: string, state: string, date: string | undefined, texts: Texts): string =>
  texts.say('migrate', `${key}.${state}`, ...(date === undefined ? [] : [day(date)]));
