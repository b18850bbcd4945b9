/* eslint-disable no-restricted-syntax -- the one place of this room where modules are loaded as they are needed */
import type { AuditReport } from '../posture/model.js';
import type { Format } from './formatNames.js';
import type { RenderOptions, Texts } from './render.js';

export type Reporter = (report: AuditReport, texts: Texts, options: RenderOptions) => string;

/** Every format by its name. One that nobody asked for is not loaded. */
export const FORMATS: Readonly<Record<Format, () => Promise<Reporter>>> = {
  human: async () => (await import('./terminal/audit/auditReport.js')).terminalReport,
  json: async () => (await import('./json.js')).jsonReport,
  html: async () => (await import('./html/htmlReport.js')).htmlReport,
};
