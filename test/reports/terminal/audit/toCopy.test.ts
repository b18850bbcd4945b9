import { expect } from 'chai';
import type { App, Finding } from '../../../../src/posture/model.js';
import { applyWaivers } from '../../../../src/posture/waivers/apply.js';
import { terminalReport } from '../../../../src/reports/terminal/audit/auditReport.js';
import { createTexts } from '../../../../src/cli/texts.js';
import { fileOf, manualCheck, mistakesIn, sound, TODAY, waiver } from '../../../posture/support/waiversTexts.js';
import { finding, orgTarget, reportOf } from '../../support/builders.js';

/** Entries as the report shows them, pasted as they are below the last one of a file. */

const texts = createTexts();
const SCOPE = { controls: ['connected-app-client-credentials', 'eca-client-credentials-policy'], apps: null };
const ENTRY = /^ {2}- control: .*\n(?: {4}\w+:.*\n?)*/gm;

const shown = (found: Finding): string[] =>
  terminalReport(reportOf([orgTarget([found])]), texts, { view: 'detail', width: 60, color: false }).match(ENTRY) ?? [];

const filledIn = (entry: string): string =>
  `${entry.trimEnd()}\n`
    .replace('reason:', 'reason: Agreed')
    .replace('owner:', 'owner: integration-team')
    .replace('checked: YYYY-MM-DD', 'checked: 2026-11-01')
    .replace('expires: YYYY-MM-DD', 'expires: 2027-03-31');

const NAMES: Array<readonly [name: string, app?: Partial<App>]> = [
  ['Order_Sync'],
  ['A: b # c'],
  ['it\'s a "name"'],
  ['on', { namespace: 'NS' }],
  ['007'],
  ['- dash'],
  ['{curly}, [square] & !bang'],
  ['%s'],
  ['a'.repeat(200)],
  ['Ünïcode'],
];

describe('entries to copy', () => {
  for (const type of ['ConnectedApp', 'ExternalClientApplication'] as const) {
    for (const [name, app = {}] of NAMES) {
      const fails = finding({ name, type, app, reason: type === 'ConnectedApp' ? 'flow-enabled' : 'not-hardened' });
      const notShown = finding({ name, type, app, reason: 'not-returned' });

      it(`a waiver of ${type} ${name.slice(0, 40)} fits below another one`, () => {
        const [entry = '', ...others] = shown(fails);
        expect(others).to.deep.equal([]);
        const file = sound(fileOf({ waivers: [waiver(), filledIn(entry)] }));
        const { targets } = applyWaivers([orgTarget([fails])], file, { scope: SCOPE, today: TODAY, path: 'w.yml' });
        expect(targets[0]?.findings[0]?.status).to.equal('waived');
      });

      it(`a manual check of ${type} ${name.slice(0, 40)} fits below another one`, () => {
        const [entry = '', ...others] = shown(notShown);
        expect(others).to.deep.equal([]);
        const file = sound(fileOf({ checks: [manualCheck(), filledIn(entry)] }));
        const { targets } = applyWaivers([orgTarget([notShown])], file, { scope: SCOPE, today: TODAY, path: 'w.yml' });
        expect(targets[0]?.findings[0]?.manualCheck).to.include({ checked: '2026-11-01', expires: '2027-03-31' });
      });
    }
  }

  it('a manual check is refused until a person has filled it in', () => {
    const [entry = ''] = shown(finding({ name: 'Vendor_Sync', reason: 'managed-not-shown' }));
    expect(mistakesIn(fileOf({ checks: [entry] })).map(({ code, data }) => `${code} ${data.key}`)).to.deep.equal([
      'empty-value reason',
      'empty-value owner',
      'wrong-date checked',
      'wrong-date expires',
    ]);
  });

  it('nothing where neither a waiver nor a manual check would count', () => {
    for (const reason of ['flow-disabled', 'no-oauth', 'unreadable', 'policy-not-readable'] as const)
      expect(shown(finding({ name: 'App', reason })), reason).to.deep.equal([]);
  });
});
