import type { Notice } from '../../posture/model.js';
import type { Texts, TextValue } from '../render.js';
import { isTime, minute } from './names.js';
import { cleanPath } from './safe/clean.js';

const placeOf = ({ file, line, column }: Notice): string | undefined =>
  file === undefined ? undefined : [file, line, column].filter((part) => part !== undefined).join(':');

/** What a step failed with: a code, and maybe the org's message. */
const stepWords = (detail: string, texts: Texts): string | undefined => {
  const [, code = '', said] = CODE_AND_MESSAGE.exec(detail) ?? [];
  if (!texts.has('steps', `why.${code}`)) return undefined;
  const why = texts.say('steps', `why.${code}`);
  return said === undefined ? why : texts.say('report', 'steps.failed', why, cleanPath(said));
};

const CODE_AND_MESSAGE = /^([a-z-]+)(?:: (.*))?$/s;

/** The status and the reason of a finding are codes: a person reads words. */
const wordsFor = (name: string, value: TextValue, texts: Texts): string | undefined => {
  if (name === 'status' && texts.has('waivers', `status.${value}`)) return texts.say('waivers', `status.${value}`);
  if (name !== 'because') return undefined;
  if (texts.has('steps', `${value}`)) return texts.say('waivers', 'because.step', texts.say('steps', `${value}`));
  return texts.has('reasons', `${value}.short`) ? texts.say('reasons', `${value}.short`) : stepWords(`${value}`, texts);
};

const cleaned = (value: TextValue): TextValue => {
  if (typeof value !== 'string') return value;
  return isTime(value) ? minute(value) : cleanPath(value);
};

/** A number with its own noun is shown with it, in the singular or plural. */
const valueWords = ({ code, data = {} }: Notice, texts: Texts): TextValue[] =>
  Object.entries(data).map(([name, value]) => {
    const noun = `${code}.${name}`;
    return typeof value === 'number' && texts.has('notices', `${noun}.one`)
      ? texts.count('notices', noun, value)
      : (wordsFor(name, value, texts) ?? cleaned(value));
  });

/** The oldest and the newest of one saved result are the same. */
const ownSentence = (notice: Notice, texts: Texts): string => {
  const { code, data = {} } = notice;
  const values = valueWords(notice, texts);
  const only = `${code}.only`;
  return data.files === 1 && data.newest !== '' && texts.has('notices', only)
    ? texts.say('notices', only, ...values.slice(0, 2))
    : texts.say('notices', code, ...values);
};

/** The subject, then the message. The sentence takes the notice's data in order. */
export const noticeSentence = (notice: Notice, texts: Texts): string => {
  const own = `${notice.code}.${notice.data?.because}`;
  const sentence = texts.has('notices', own) ? texts.say('notices', own) : ownSentence(notice, texts);
  const about = [notice.target, notice.app, placeOf(notice)].filter((part) => part !== undefined && part !== '');
  return about.length === 0 ? sentence : texts.say('report', 'notices.about', cleanPath(about.join(', ')), sentence);
};
