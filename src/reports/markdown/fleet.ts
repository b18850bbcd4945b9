import type { AuditReport } from '../../posture/model.js';
import type { Texts } from '../render.js';
import { orgsByVerdict, sharedFailures, sharedRiskWord } from '../words/result/fleet.js';
import { nameOfTarget } from '../words/names.js';
import { code, escaped } from './escape.js';
import { row, type Block } from './table.js';

const MOST_NAMES = 30;

const named = (names: readonly string[]): string => {
  const shown = names.slice(0, MOST_NAMES).map(code).join(', ');
  return names.length > MOST_NAMES ? `${shown}, … (+${names.length - MOST_NAMES})` : shown;
};

const titles = (texts: Texts, ...cells: string[]): string[] => cells.map((cell) => texts.say('fleet', `cell.${cell}`));

/** The result of each org, and what fails in more than one of them. */
export const fleetBlocks = (report: AuditReport, texts: Texts): Block[] => {
  if (report.targets.length < 2) return [];
  const shared = sharedFailures(report);
  const byVerdict = {
    heading: `## ${texts.say('fleet', 'title')}`,
    titles: titles(texts, 'verdict', 'number', 'where'),
    rows: orgsByVerdict(report, texts).map(({ verdict, names }) =>
      row([texts.say('fleet', `verdict-word.${verdict}`), String(names.length), named(names)]),
    ),
  };
  const failing = {
    heading: `## ${texts.say('fleet', 'shared.title')}`,
    titles: titles(texts, 'severity', 'risk', 'shared', 'number', 'where'),
    rows: shared.map((one) =>
      row([
        texts.say('report', `severity.${one.finding.severity}`),
        sharedRiskWord(one, texts),
        escaped(texts.say('fleet', `shared.${one.kind}`, one.name)),
        String(one.targets.length),
        named(one.targets.map((target) => nameOfTarget(target, texts))),
      ]),
    ),
  };
  return [{ table: byVerdict }, ...(shared.length === 0 ? [] : [{ table: failing }])];
};
