import type { ChangeRecord } from './change/record.js';
import type { RecordFormat } from './formatNames.js';
import type { Texts } from './render.js';

/* eslint-disable no-restricted-syntax -- as in formats.ts: each is loaded when it is asked for */

export type Recorder = (record: ChangeRecord, texts: Texts) => string;

/** Every format of a change record by its name. */
export const RECORDS: Readonly<Record<RecordFormat, () => Promise<Recorder>>> = {
  human: async () => (await import('./change/text.js')).textRecord,
  json: async () => (await import('./change/json.js')).jsonRecord,
  markdown: async () => (await import('./change/markdown.js')).markdownRecord,
};
