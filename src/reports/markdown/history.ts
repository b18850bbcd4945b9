import type { AuditReport } from '../../posture/model.js';
import type { Texts } from '../render.js';
import { clean } from '../words/safe/clean.js';
import { historyTables } from '../words/result/history.js';
import { escaped } from './escape.js';
import { row, type Block } from './table.js';

export const historyBlocks = ({ history = [] }: AuditReport, texts: Texts): Block[] =>
  history.flatMap((one) => {
    const { tables, left } = historyTables(one, texts);
    const title = `## ${escaped(texts.say('history', 'title', clean(one.target)))}`;
    return [
      ...tables.map(({ columns, rows }, at) => ({
        table: {
          heading: at === 0 ? title : '',
          titles: columns.map((column) => texts.say('history', `column.${column}`)),
          rows: rows.map((cells) => row(cells.map(escaped))),
        },
      })),
      { lines: left > 0 ? [texts.say('history', 'more', left)] : [] },
    ];
  });
