import { allControls } from '../../../posture/controls/all.js';
import type { Control } from '../../../posture/controls/control.js';
import type { Finding } from '../../../posture/model.js';
import { fields, heading, paragraph, subheading, type Field, type Page } from '../page/page.js';

/** Why a control is there and how to meet it. Once a report: it is the same for every app. Its name is in the header. */

const IN_THE_HEADING = ['title', 'name'];
/** Addresses to open: a break inside would spoil them. */
const UNBROKEN = ['references'];

type Row = { row: string; label: string; points: string[] };

const rowsOf = ({ id, rows }: Control, { texts }: Page): Row[] =>
  rows
    .filter((row) => !IN_THE_HEADING.includes(row))
    .map((row) => ({
      row,
      label: texts.say('report', `about.${row}`),
      points: texts.points('controls', `${id}.${row}`),
    }));

const list = ({ row, label, points }: Row, page: Page): string[] => [
  ...subheading(label, page),
  ...points.flatMap((point) => (UNBROKEN.includes(row) ? [`    - ${point}`] : paragraph(point, page, 4, '- '))),
];

const about = (control: Control, page: Page): string[] => {
  const { texts } = page;
  const rows = rowsOf(control, page);
  const sentences = rows.filter(({ points }) => points.length === 1);
  return [
    ...heading(texts.say('report', 'about.heading', texts.say('controls', `${control.id}.title`)), page),
    ...fields(
      sentences.map(({ label, points }): Field => [label, points.join(' ')]),
      page,
    ),
    ...rows.filter((row) => !sentences.includes(row)).flatMap((row) => list(row, page)),
  ];
};

const concerns = ({ id }: Control, findings: readonly Finding[]): boolean =>
  findings.some(({ control, status }) => control === id && status !== 'pass' && status !== 'not-applicable');

export const aboutControls = (findings: readonly Finding[], page: Page): string[][] =>
  allControls.filter((control) => concerns(control, findings)).map((control) => about(control, page));
