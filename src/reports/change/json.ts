import type { Texts } from '../render.js';
import { jsonText } from '../words/safe/jsonText.js';
import { noticeSentence } from '../words/notices.js';
import type { ChangeRecord } from './record.js';

/** The result as `--json` shows it, with how it was approved and the sentences of its notices. */
export const jsonRecord = ({ command, commandLine, result, approval }: ChangeRecord, texts: Texts): string =>
  `${jsonText({
    command,
    ...(commandLine !== undefined && { commandLine }),
    ...result,
    approval,
    notices: result.notices.map((notice) => ({ ...notice, text: noticeSentence(notice, texts) })),
  })}\n`;
