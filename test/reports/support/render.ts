import { createTexts } from '../../../src/cli/texts.js';
import type { AuditReport } from '../../../src/posture/model.js';
import type { Format } from '../../../src/reports/formatNames.js';
import { FORMATS } from '../../../src/reports/formats.js';

const texts = createTexts();

/** As a file is written. */
export const rendered = async (format: Format, report: AuditReport): Promise<string> =>
  (await FORMATS[format]())(report, texts, { view: 'table', width: 120, color: false });
