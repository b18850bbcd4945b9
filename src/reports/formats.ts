import type { AuditReport } from '../posture/model.js';
import type { Format } from './formatNames.js';
import type { RenderOptions, Texts } from './render.js';

/* eslint-disable no-restricted-syntax -- the one place of this room where modules are loaded as they are needed */

export type Reporter = (report: AuditReport, texts: Texts, options: RenderOptions) => string;

/** Every format by name. A format is loaded only when it's used. */
export const FORMATS: Readonly<Record<Format, () => Promise<Reporter>>> = {
  human: async () => (await import('./terminal/audit/auditReport.js')).terminalReport,
  json: async () => (await import('./machine/json.js')).jsonReport,
  csv: async () => (await import('./machine/csv.js')).csvReport,
  sarif: async () => (await import('./machine/sarif/sarif.js')).sarifReport,
  junit: async () => (await import('./machine/junit.js')).junitReport,
  html: async () => (await import('./html/htmlReport.js')).htmlReport,
  markdown: async () => (await import('./markdown/markdown.js')).markdownReport,
  ocsf: async () => (await import('./machine/ocsf.js')).ocsfReport,
  github: async () => (await import('./machine/github.js')).githubReport,
  codequality: async () => (await import('./machine/codeQuality.js')).codeQualityReport,
};
