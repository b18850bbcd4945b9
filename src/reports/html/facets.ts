import type { RiskLevel, Status } from '../../posture/model.js';
import { html, named, type Html, type Part } from './page/markup.js';
import { TASKS, taskOf } from './tasks.js';
import { isSeveral, STATUSES, type Row, type Sheet } from './sheet.js';

/** What findings can be filtered by: chips with their counts, and a text. The script in the page filters. */

export type FacetName = 'status' | 'control' | 'risk' | 'task' | 'org' | 'change';

/** `value` is in the attributes of a card, `slug` in the address of a filtered view. */
type Option = { value: string; slug: string; label: Part; count: number };
export type Facet = { name: FacetName; valueOf: (row: Row) => string; options: readonly Option[] };

const RISKS: readonly (RiskLevel | 'none')[] = ['higher', 'baseline', 'lower', 'none'];
const CHANGES = ['new', 'unchanged'] as const;

export const facetLink = (chosen: Partial<Record<FacetName | 'text', readonly string[]>>): string =>
  `#${new URLSearchParams(
    Object.entries(chosen).flatMap(([name, slugs]) => slugs.map((slug): [string, string] => [name, slug])),
  ).toString()}`;

type Shape = { value: string; slug?: string; label: Part };

const facet = (name: FacetName, valueOf: Facet['valueOf'], shapes: readonly Shape[], { rows }: Sheet): Facet => {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(valueOf(row), (counts.get(valueOf(row)) ?? 0) + 1);
  const options = shapes.map(({ value, slug = value, label }) => ({
    value,
    slug,
    label,
    count: counts.get(value) ?? 0,
  }));
  return { name, valueOf, options };
};

export const facetsOf = (sheet: Sheet): Facet[] => {
  const { report, names, texts, say } = sheet;
  const { controls } = report.scope;
  const compared = report.gate.baseline !== undefined;
  return [
    facet(
      'status',
      ({ finding }) => finding.status,
      STATUSES.map((value: Status) => ({ value, label: say(`status.${value}`) })),
      sheet,
    ),
    facet(
      'control',
      ({ finding }) => String(controls.indexOf(finding.control)),
      controls.map((slug, at) => ({ value: String(at), slug, label: texts.say('controls', `${slug}.short`) })),
      sheet,
    ),
    facet(
      'risk',
      ({ finding }) => finding.risk?.level ?? 'none',
      RISKS.map((value) => ({ value, label: say(`risk.${value}`) })),
      sheet,
    ),
    facet(
      'task',
      (row) => String(TASKS.indexOf(taskOf(row, report))),
      TASKS.map((slug, at) => ({ value: String(at), slug, label: say(`task.${slug}`) })),
      sheet,
    ),
    ...(isSeveral(sheet)
      ? [
          facet(
            'org',
            ({ at }) => String(at),
            names.map((slug, at) => ({ value: String(at), slug, label: named(slug) })),
            sheet,
          ),
        ]
      : []),
    ...(compared
      ? [
          facet(
            'change',
            ({ finding }) => finding.change ?? 'none',
            CHANGES.map((value) => ({ value, label: say(`change.${value}`) })),
            sheet,
          ),
        ]
      : []),
  ];
};

/** A chip that matches no finding is left out, except for a status: there, a zero is information. */
const chips = ({ name, options }: Facet, { say }: Sheet): Part => {
  const offered = options.filter(({ count }) => count > 0 || name === 'status');
  if (offered.length < 2) return undefined;
  return html`<fieldset>
    <legend>${say(`filter.${name}`)}</legend>
    ${offered.map(
      ({ value, slug, label, count }) =>
        html`<button
          type="button"
          class="chip"
          aria-pressed="false"
          data-facet="${name}"
          data-value="${value}"
          data-slug="${slug}"
        >
          ${label} <b>${count}</b>
        </button>`,
    )}
  </fieldset>`;
};

/** Hidden until the script runs. Without the script, the page shows everything anyway. */
export const filters = (facets: readonly Facet[], sheet: Sheet): Html => {
  const { say } = sheet;
  return html`<div id="filters" role="search" data-facets="${facets.map(({ name }) => name).join(' ')}" hidden>
    <div class="find">
      <label for="text">${say('filter.text')}</label
      ><input id="text" type="search" autocomplete="off" spellcheck="false" /><button type="button" id="clear" hidden>
        ${say('filter.clear')}
      </button>
    </div>
    <div class="chips">${facets.map((one) => chips(one, sheet))}</div>
  </div>`;
};

/** Always visible, so that a filter never makes a failure look smaller. */
export const shownLine = ({ say }: Sheet): Html => {
  const some = say('filter.some', '{match}', '{all}', '{hidden}', '{fail}', '{gap}');
  const all = say('filter.all', '{all}');
  return html`<p
    id="shown"
    role="status"
    data-all="${all}"
    data-some="${some}"
    data-page="${say('filter.page', '{shown}')}"
  ></p>`;
};

export const tokensOf = (facets: readonly Facet[], row: Row): string =>
  facets.map(({ valueOf }) => valueOf(row)).join(' ');
