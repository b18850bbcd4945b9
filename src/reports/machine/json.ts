import type { AuditReport } from '../../posture/model.js';
import { visibleJson } from '../../values.js';
import type { Texts } from '../render.js';
import { explained } from './explained.js';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const FIRST = ['schemaVersion'];

/** A notice's data keep their order, because they are the values of its sentence. */
const KEPT = 'data';

/** Sorts keys, so that two results can be compared as text. */
const inOrder = (one: string, other: string): number =>
  Number(FIRST.includes(other)) - Number(FIRST.includes(one)) || (one < other ? -1 : 1);

const ordered = (key: string, value: Json): Json =>
  key !== KEPT && value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => inOrder(one, other)))
    : value;

/** The bare report with its sentences, as `--output-file x.json` writes it and `report --from` reads it. */
export const jsonReport = (report: AuditReport, texts: Texts): string =>
  `${visibleJson(JSON.stringify(explained(report, texts), ordered, 2))}\n`;
