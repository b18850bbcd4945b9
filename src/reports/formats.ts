import type { AuditReport } from '../posture/model.js';
import { jsonReport } from './json.js';
import type { RenderOptions, Texts } from './render.js';
import { terminalReport } from './terminal/audit/auditReport.js';

/** Every format by its name. A command imports this table when it has a result to write, and not for its help. */

type Reporter = (report: AuditReport, texts: Texts, options: RenderOptions) => string;

export const FORMATS = { human: terminalReport, json: jsonReport } as const satisfies Record<string, Reporter>;
export type Format = keyof typeof FORMATS;
