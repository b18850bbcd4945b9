import type { Notice } from '../../posture/model.js';
import type { Texts, TextValue } from '../render.js';
import { cleanPath } from './clean.js';

const placeOf = ({ file, line, column }: Notice): string | undefined =>
  file === undefined ? undefined : [file, line, column].filter((part) => part !== undefined).join(':');

const cleaned = (value: TextValue): TextValue => (typeof value === 'string' ? cleanPath(value) : value);

/** What it is about, then what there is to tell. The sentence takes the notice's data in their order. */
export const noticeSentence = (notice: Notice, texts: Texts): string => {
  const sentence = texts.say('notices', notice.code, ...Object.values(notice.data ?? {}).map(cleaned));
  const about = [notice.target, notice.app, placeOf(notice)].filter((part) => part !== undefined && part !== '');
  return about.length === 0 ? sentence : texts.say('report', 'notices.about', cleanPath(about.join(', ')), sentence);
};
