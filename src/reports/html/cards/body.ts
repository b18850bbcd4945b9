import { html, type Html } from '../page/markup.js';
import type { Row, Sheet } from '../sheet.js';
import { permissions } from './permissions.js';
import { evidence, factors } from './grounds.js';
import { remediation } from './remediation.js';
import { why } from './why.js';

/** An opened card, always in this order: why, what to do about it, the evidence, what raises or lowers the risk. */
export const bodyOf = (row: Row, sheet: Sheet): Html =>
  html`<div class="body">
    ${why(row, sheet)}${remediation(row, sheet)}${evidence(row, sheet)}${factors(row, sheet)}${permissions(row.finding.executionUser, sheet)}
  </div>`;
