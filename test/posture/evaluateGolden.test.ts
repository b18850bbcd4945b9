import { evaluate } from '../../src/posture/evaluate.js';
import type { Finding } from '../../src/posture/model.js';
import { expectGolden } from '../reports/support/golden.js';
import type { Case } from './cases/case.js';
import { connectedAppRisks, connectedAppRules } from './cases/connectedApps.js';
import { externalClientAppRules } from './cases/externalClientApps.js';
import { hardeningCases } from './cases/hardening.js';
import { settingsCases } from './cases/settings.js';
import { sourceTrees } from './cases/source.js';
import { contextOf } from './support/builders.js';

const TABLES: Readonly<Record<string, readonly Case[]>> = {
  'connected-apps': [...connectedAppRules, ...connectedAppRisks],
  'external-client-apps': [...externalClientAppRules, ...hardeningCases],
  'source-trees': sourceTrees,
  settings: settingsCases,
};

/** One line for each member, and for each entry of a list, so that a change of one shows as a change of one line. */
const linesOf = (finding: Finding): string[] =>
  Object.entries(finding).flatMap(([name, value]: [string, unknown]) =>
    Array.isArray(value)
      ? value.map((entry) => `  ${name}: ${JSON.stringify(entry)}`)
      : [`  ${name}: ${JSON.stringify(value)}`],
  );

const told = ({ name, subject, around, user }: Case): string =>
  [name, ...linesOf(evaluate(subject, contextOf(subject, around, user), '00D000000000001EAA'))].join('\n');

describe('posture: all that is said of an app', () => {
  for (const [title, cases] of Object.entries(TABLES))
    it(`is what somebody read: ${title}`, () =>
      expectGolden(`posture/${title}.txt`, `${cases.map(told).join('\n\n')}\n`));
});
