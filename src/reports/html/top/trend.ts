import type { TargetHistory } from '../../../posture/model.js';
import { historyTables } from '../../words/result/history.js';
import { day, sentence } from '../../words/names.js';
import { html, joinHtml, named, when, type Html, type Part } from '../page/markup.js';
import { table } from '../page/table.js';
import type { Sheet } from '../sheet.js';

/** How the runs of an org followed each other: a small line for the eye, the same in a sentence, and the rows below. */

export const trends = (sheet: Sheet): Part => (sheet.report.history ?? []).map((one, at) => trend(one, at, sheet));

type TrendRun = TargetHistory['runs'][number];
/** Fewer failures of a list that couldn't be read would look like progress. */
const isWhole = ({ isAudited, failedSteps }: TrendRun): boolean => isAudited && failedSteps === 0;

type Series = 'notEvaluated' | 'waived' | 'fail';

/** The last one is drawn above the others. */
const SERIES: readonly Series[] = ['notEvaluated', 'waived', 'fail'];

const trend = (history: TargetHistory, at: number, { texts, count }: Sheet): Html => {
  const { runs } = history;
  const say = (key: string, ...values: (string | number)[]): string => texts.say('history', key, ...values);
  const audited = runs.filter(isWhole);
  const [first, last] = [audited[0], audited.at(-1)];
  const lost = runs.length - audited.length;
  const told =
    first && last
      ? say('trend.failed', first.fail, day(first.startedAt), last.fail, day(last.startedAt))
      : say('trend.none');
  const { tables, left } = historyTables(history, texts);
  const rows = tables.map(({ columns, rows: cells }) =>
    table(
      columns.map((column) => sentence(say(`column.${column}`).toLowerCase())),
      cells,
    ),
  );
  return html`<section class="record" aria-labelledby="trend-${at}">
    <h2 id="trend-${at}">${joinHtml([named(say('title', history.target)), count('runs', runs.length)], ' · ')}</h2>
    ${[
      html`<p>${told} ${when(lost > 0, () => texts.count('history', 'trend.lost', lost))}</p>`,
      when(audited.length > 1, () => [line(runs, told), legend(say)]),
      html`<details class="plain">
        <summary>${say('trend.rows')}</summary>
        ${[rows, left > 0 && html`<p>${say('more', left)}</p>`]}
      </details>`,
    ]}
  </section>`;
};

const legend = (say: (key: string) => string): Html =>
  html`<p class="key">
    ${SERIES.toReversed().map((series) => html`<span class="${series}">${sentence(say(`column.${series}`).toLowerCase())}</span> `)}
  </p>`;

const WIDTH = 640;
const HEIGHT = 96;
const EDGE = 8;
/** With more runs, the dots would hide the line. */
const MOST_DOTS = 40;

type Point = { x: string; y: string };

/** One step to the right a run, whatever time lies between. A run that wasn't complete has no value, so the line breaks. */
const line = (runs: readonly TrendRun[], told: string): Html => {
  const highest = Math.max(1, ...runs.flatMap((run) => SERIES.map((series) => (isWhole(run) ? run[series] : 0))));
  const x = (at: number): string => (EDGE + (at / (runs.length - 1)) * (WIDTH - 2 * EDGE)).toFixed(1);
  const y = (value: number): string => (HEIGHT - EDGE - (value / highest) * (HEIGHT - 2 * EDGE)).toFixed(1);
  const strokes = SERIES.map((series) => {
    const pieces = unbroken(runs.map((run, at) => (isWhole(run) ? { x: x(at), y: y(run[series]) } : undefined)));
    return html`<g class="${series}">${pieces.map((points) => stroke(points, runs.length <= MOST_DOTS))}</g>`;
  });
  const ground = y(0);
  return html`<svg class="trend" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${told}" focusable="false">
    <line class="ground" x1="0" x2="${WIDTH}" y1="${ground}" y2="${ground}" />
    ${strokes}
  </svg>`;
};

const unbroken = (points: readonly (Point | undefined)[]): Point[][] => {
  const pieces: Point[][] = [[]];
  for (const point of points) {
    if (point) pieces.at(-1)?.push(point);
    else pieces.push([]);
  }
  return pieces.filter((piece) => piece.length > 0);
};

/** A run between two gaps is a dot, or it would be seen nowhere. */
const stroke = (points: readonly Point[], hasDots: boolean): Html => {
  const dots = hasDots || points.length === 1 ? points : [];
  return html`<polyline points="${points.map(({ x, y }) => `${x},${y}`).join(' ')}" />${dots.map(
      ({ x, y }) => html`<circle cx="${x}" cy="${y}" r="3" />`,
    )}`;
};
