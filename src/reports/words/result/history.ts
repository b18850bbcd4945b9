import { ecaFlowEnablementControl } from '../../../posture/controls/ecaFlowEnablement.js';
import type { ChangeOfFinding, TargetHistory } from '../../../posture/model.js';
import type { Texts } from '../../render.js';
import { clean } from '../safe/clean.js';
import { day, minute } from '../names.js';

/** The rows of a history, for every format that has tables. */

export type HistoryTable = { columns: readonly string[]; rows: readonly (readonly string[])[] };

/** More rows would bury the open findings, which come after them. */
const MOST_CHANGES = 100;

export const historyTables = (
  { runs, changes, open }: TargetHistory,
  texts: Texts,
): { tables: HistoryTable[]; left: number } => {
  const shown = changes.slice(-MOST_CHANGES);
  const tables = [
    {
      columns: ['run', 'fail', 'waived', 'notEvaluated'],
      rows: runs.map(({ startedAt, isAudited, failedSteps, fail, waived, notEvaluated }) => [
        failedSteps > 0 ? texts.say('history', 'incomplete', minute(startedAt)) : minute(startedAt),
        ...(isAudited ? [fail, waived, notEvaluated].map(String) : [texts.say('history', 'not-audited'), '', '']),
      ]),
    },
    {
      columns: ['run', 'change', 'app'],
      rows: shown.map((one) => [
        minute(one.startedAt),
        texts.say('history', `change.${one.change}`),
        nameOf(one, texts),
      ]),
    },
    {
      columns: ['since', 'status', 'app'],
      rows: open.map((one) => [
        one.isFromFirst
          ? texts.say('history', 'since-first', day(one.since))
          : texts.say('history', 'since', minute(one.since)),
        texts.say('report', `status.${one.status}`),
        nameOf(one, texts),
      ]),
    },
  ];
  return { tables: tables.filter(({ rows }) => rows.length > 0), left: changes.length - shown.length };
};

/** An app can have two findings, and one that is fixed in its settings may still fail by its policy. */
const nameOf = ({ control, app }: Pick<ChangeOfFinding, 'control' | 'app'>, texts: Texts): string =>
  control === ecaFlowEnablementControl.id ? texts.say('history', 'app.settings', clean(app)) : clean(app);
