import { noticeSentence } from '../../../src/reports/words/notices.js';
import { expect } from 'chai';
import {
  DISPOSITIONS,
  type Finding,
  type Notice,
  type Step,
  type StepName,
  type Target,
} from '../../../src/posture/model.js';
import { applyWaivers, liftWaivers } from '../../../src/posture/waivers/apply.js';
import { waiverSnippet } from '../../../src/posture/waivers/snippet.js';
import { createTexts } from '../../../src/cli/texts.js';
import { finding, ORG, orgTarget } from '../../reports/support/builders.js';
import { fileOf, manualCheck, mistakesIn, sound, TODAY, waiver } from '../support/waiversTexts.js';

const SCOPE = { controls: ['connected-app-client-credentials', 'eca-client-credentials-policy'], apps: null };
const OTHER_ORG = { ...ORG, id: '00D000000000002EAA', username: 'auditor@example.com.dev', alias: 'sandbox' };

const billing = finding({ name: 'Billing', reason: 'flow-enabled' });
const vendorTool = finding({ name: 'VendorTool', reason: 'managed-not-shown' });
const production = orgTarget([billing, vendorTool]);
const sourceTree: Target = { kind: 'source', source: { directories: ['force-app'] }, ...bare([billing, vendorTool]) };

function bare(findings: Finding[]): Pick<Target, 'findings' | 'summary' | 'coverage'> {
  const { summary, coverage } = orgTarget(findings);
  return { findings, summary, coverage };
}

type Run = { targets?: Target[]; text: string; today?: string; scope?: { controls: string[]; apps: string[] | null } };

const applied = ({
  targets = [production],
  text,
  today = TODAY,
  scope = SCOPE,
}: Run): ReturnType<typeof applyWaivers> =>
  applyWaivers(targets, sound(text), { scope, today, path: 'oauth-posture.yml' });

const statuses = (run: Run): string[] =>
  applied(run).targets.flatMap(({ findings }) => findings.map(({ status }) => status));

const codes = (run: Run): string[] => applied(run).notices.map(({ code }) => code);

const one = (differing: Parameters<typeof waiver>[0]): string => fileOf({ waivers: [waiver(differing)] });
const oneCheck = (differing: Parameters<typeof manualCheck>[0]): string => fileOf({ checks: [manualCheck(differing)] });

const ECA = 'eca-client-credentials-policy';

describe('waivers: what they stand for', () => {
  it('waive the failure that they name, and show why', () => {
    const [first] = applied({ text: one({ ticket: 'SEC-1234' }) }).targets[0]?.findings ?? [];
    expect(first).to.deep.equal({
      ...billing,
      status: 'waived',
      waiver: {
        reason: 'Vendor has no JWT support yet',
        owner: 'integration-team',
        ticket: 'SEC-1234',
        expires: '2027-03-31',
      },
    });
  });

  it('show what was decided in the words of Security Health Review', () => {
    const [first] = applied({ text: one({ disposition: 'mitigated' }) }).targets[0]?.findings ?? [];
    expect(first?.waiver).to.deep.include({ disposition: 'mitigated' });
  });

  const waived = ['waived', 'not-evaluated'];
  const failing = ['fail', 'not-evaluated'];
  const identities: Array<readonly [what: string, run: Run, statuses: string[]]> = [
    ...DISPOSITIONS.map((disposition): (typeof identities)[number] => [
      `the same whichever word they have: ${disposition}`,
      { text: one({ disposition }) },
      waived,
    ]),
    ['names without regard to case', { text: one({ app: 'ConnectedApp:bILLING' }) }, waived],
    ['not a longer name', { text: one({ app: 'ConnectedApp:Billing2' }) }, failing],
    ['not a shorter name', { text: one({ app: 'ConnectedApp:Bill' }) }, failing],
    ['not the same name in a namespace', { text: one({ app: 'ConnectedApp:NS__Billing' }) }, failing],
    [
      'not the same name of the other kind',
      { text: one({ control: ECA, app: 'ExternalClientApplication:Billing' }) },
      failing,
    ],
    ['the org whose ID they bear', { text: one({ org: ORG.id }) }, waived],
    ['the org whose ID they bear in 15 characters', { text: one({ org: ORG.id.slice(0, 15) }) }, waived],
    ['not another org', { text: one({ org: OTHER_ORG.id }) }, failing],
    ['a source tree, where they name no org', { targets: [sourceTree], text: one({}) }, waived],
    ['not a source tree, where they name an org', { targets: [sourceTree], text: one({ org: ORG.id }) }, failing],
    ['an app until the end of its last day', { text: one({ expires: TODAY }) }, waived],
    ['not an app after its last day', { text: one({ expires: '2026-11-19' }) }, failing],
    ['never an app that was not evaluated', { text: one({ app: 'ConnectedApp:VendorTool' }) }, failing],
    [
      'an org whose own waiver ended, by one for all orgs',
      { text: fileOf({ waivers: [waiver({ org: ORG.id, expires: '2026-01-01' }), waiver()] }) },
      waived,
    ],
    [
      'every org where they name none',
      { targets: [production, orgTarget([billing], { org: OTHER_ORG })], text: one({}) },
      [...waived, 'waived'],
    ],
    [
      'one org alone where they name it',
      { targets: [production, orgTarget([billing], { org: OTHER_ORG })], text: one({ org: ORG.id }) },
      [...waived, 'fail'],
    ],
  ];
  for (const [what, run, expected] of identities) {
    it(`stand for ${what}`, () => {
      expect(statuses(run)).to.deep.equal(expected);
    });
  }

  it('stand for an app in its namespace', () => {
    const managed = finding({ name: 'Billing', app: { namespace: 'NS' }, reason: 'flow-enabled' });
    const text = one({ app: 'ConnectedApp:ns__billing' });
    expect(statuses({ targets: [orgTarget([managed, billing])], text })).to.deep.equal(['waived', 'fail']);
  });

  it('prefer the one for this org to the one for all', () => {
    const text = fileOf({ waivers: [waiver({ owner: 'everybody' }), waiver({ org: ORG.id, owner: 'this-org' })] });
    expect(applied({ text }).targets[0]?.findings[0]?.waiver?.owner).to.equal('this-org');
  });

  it('judge anew what an earlier run had waived', () => {
    const earlier = applied({ text: fileOf({ waivers: [waiver()], checks: [manualCheck()] }) }).targets;
    expect(applied({ targets: earlier, text: 'version: 1\n' }).targets).to.deep.equal([production]);
    expect(liftWaivers(earlier)).to.deep.equal([production]);
  });
});

describe('waivers: what is told of them', () => {
  const place = { file: 'oauth-posture.yml', line: 3, column: 5 };
  const about = { app: 'ConnectedApp:Billing', target: 'production', ...place };
  const control = 'connected-app-client-credentials';

  const told: Array<readonly [what: string, run: Run, notices: Notice[]]> = [
    ['nothing of one that holds for long', { text: one({}) }, []],
    [
      'one that ended',
      { text: one({ expires: '2026-11-19' }) },
      [{ code: 'waiver-expired', ...about, data: { owner: 'integration-team', expires: '2026-11-19', control } }],
    ],
    [
      'one that ends today',
      { text: one({ expires: TODAY }) },
      [{ code: 'waiver-expiring', ...about, data: { owner: 'integration-team', expires: TODAY, days: 0, control } }],
    ],
    [
      'one that ends in 30 days',
      { text: one({ expires: '2026-12-20' }) },
      [
        {
          code: 'waiver-expiring',
          ...about,
          data: { owner: 'integration-team', expires: '2026-12-20', days: 30, control },
        },
      ],
    ],
    ['nothing of one that ends in 31 days', { text: one({ expires: '2026-12-21' }) }, []],
    [
      'one that belongs to no app',
      { text: one({ app: 'ConnectedApp:Gone' }) },
      [
        {
          code: 'waiver-unmatched',
          app: 'ConnectedApp:Gone',
          ...place,
          data: { owner: 'integration-team', expires: '2027-03-31', control },
        },
      ],
    ],
    [
      'one for an app that was not evaluated',
      { text: one({ app: 'ConnectedApp:VendorTool' }) },
      [
        {
          code: 'waiver-without-effect',
          ...about,
          app: 'ConnectedApp:VendorTool',
          data: {
            owner: 'integration-team',
            expires: '2027-03-31',
            status: 'not-evaluated',
            because: 'managed-not-shown',
            control,
          },
        },
      ],
    ],
  ];
  for (const [what, run, notices] of told) {
    it(`tells ${what}`, () => {
      expect(applied(run).notices).to.deep.equal(notices);
    });
  }

  const judged = (reason: Finding['reason'], more: Partial<Target> = {}): Target =>
    orgTarget([finding({ name: 'Billing', reason })], more);
  const elsewhere = { org: OTHER_ORG };
  const check = oneCheck({ app: 'ConnectedApp:Billing' });
  const idle: Array<readonly [what: string, text: string, targets: Target[], told: string[]]> = [
    ['a waiver for an app that passes', one({}), [judged('flow-disabled')], ['waiver-without-effect pass']],
    [
      'an ended waiver for an app that passes',
      one({ expires: '2026-01-01' }),
      [judged('flag-absent')],
      ['waiver-without-effect pass'],
    ],
    ['a waiver for an app without OAuth', one({}), [judged('no-oauth')], ['waiver-without-effect not-applicable']],
    ['a waiver for an app that fails', one({}), [judged('flow-enabled')], []],
    [
      'a waiver for an app that passes in one org and fails in another',
      one({}),
      [judged('flow-disabled'), judged('flow-enabled', elsewhere)],
      [],
    ],
    [
      'a waiver for an app that was not evaluated in one org and fails in another',
      one({}),
      [judged('unreadable'), judged('flow-enabled', elsewhere)],
      ['waiver-without-effect not-evaluated'],
    ],
    [
      'a waiver for another org than the one whose app passes',
      one({ org: OTHER_ORG.id }),
      [judged('flow-disabled')],
      [],
    ],
    ['a manual check for an app that passes', check, [judged('flow-disabled')], ['manual-check-without-effect pass']],
    ['a manual check for an app that fails', check, [judged('flow-enabled')], ['manual-check-without-effect fail']],
    [
      'a manual check for an app without OAuth',
      check,
      [judged('no-oauth')],
      ['manual-check-without-effect not-applicable'],
    ],
    [
      'a manual check for an app that passes in one org and is not shown in another',
      check,
      [judged('flow-disabled'), judged('managed-not-shown', elsewhere)],
      [],
    ],
  ];
  for (const [what, text, targets, expected] of idle) {
    it(`${expected.length > 0 ? 'tells' : 'does not tell'} that no effect has ${what}`, () => {
      const { notices } = applied({ targets, text });
      expect(notices.map(({ code, data }) => `${code} ${data?.status}`)).to.deep.equal(expected);
    });
  }

  it('judges a waiver that an earlier run applied anew', () => {
    const earlier = applied({ text: one({}) }).targets;
    expect(codes({ targets: earlier, text: one({}) })).to.deep.equal([]);
  });

  const gone = one({ app: 'ConnectedApp:NS__Gone' });
  const unmatched: Array<readonly [what: string, run: Run, codes: string[]]> = [
    ['another control', { text: gone, scope: { ...SCOPE, controls: [ECA] } }, []],
    ['another app', { text: gone, scope: { ...SCOPE, apps: ['Bill*'] } }, []],
    ['this app by its name', { text: gone, scope: { ...SCOPE, apps: ['gone'] } }, ['waiver-unmatched']],
    ['this app with its prefix', { text: gone, scope: { ...SCOPE, apps: ['ns__*'] } }, ['waiver-unmatched']],
    ['another org', { text: one({ app: 'ConnectedApp:Gone', org: OTHER_ORG.id }) }, []],
    ['a source tree, and it names an org', { text: one({ org: ORG.id }), targets: [sourceTree] }, []],
    [
      'an org that could not be audited',
      { text: gone, targets: [orgTarget([], { error: { name: 'E', message: 'm', actions: [] } })] },
      [],
    ],
    [
      'an org of which a list was refused',
      { text: gone, targets: [orgTarget([], { coverage: [{ step: 'list-connected-apps', status: 'failed' }] })] },
      [],
    ],
    [
      'two orgs, of which one was not read whole',
      {
        text: gone,
        targets: [
          production,
          orgTarget([], { org: OTHER_ORG, coverage: [{ step: 'list-connected-apps', status: 'failed' }] }),
        ],
      },
      [],
    ],
    ['an org and matched in another', { text: one({}), targets: [orgTarget([], { org: OTHER_ORG }), production] }, []],
  ];
  for (const [what, run, expected] of unmatched) {
    it(`${expected.length > 0 ? 'calls a waiver unmatched' : 'is silent'} where the run looked at ${what}`, () => {
      expect(codes(run)).to.deep.equal(expected);
    });
  }
});

describe('waivers: the sentences', () => {
  const texts = createTexts();
  const sentences = (run: Run): string[] =>
    applied(run).notices.map(({ code, data = {} }) => noticeSentence({ code, data }, texts));
  const odd = orgTarget([finding({ name: 'VendorTool', reason: 'unreadable' })]);
  const keptBack = orgTarget([finding({ name: 'VendorTool', reason: 'not-returned' })], {
    coverage: [{ step: 'retrieve-apps', status: 'failed', detail: 'network' }],
  });
  const control = 'connected-app-client-credentials';

  const table: Array<readonly [run: Run, sentence: string]> = [
    [
      { text: one({ expires: '2026-11-19' }) },
      `The waiver by integration-team ended on 2026-11-19. The finding fails again (${control}).`,
    ],
    [
      { text: one({ expires: '2026-12-01' }) },
      `The waiver by integration-team ends on 2026-12-01 (11 days left; ${control}).`,
    ],
    [
      { text: one({ app: 'ConnectedApp:Gone' }) },
      `The waiver by integration-team, which ends on 2027-03-31, matches no app of this run (${control}). Correct its identity or remove it.`,
    ],
    [
      { text: oneCheck({ expires: '2026-11-19' }) },
      `The manual check by integration-team ended on 2026-11-19. Check the app in Setup again (${control}).`,
    ],
    [
      { text: oneCheck({ expires: '2026-12-01' }) },
      `The manual check by integration-team ends on 2026-12-01 (11 days left; ${control}).`,
    ],
    [
      { text: oneCheck({ app: 'ConnectedApp:Gone' }) },
      `The manual check by integration-team, which ends on 2027-03-31, matches no app of this run (${control}). Correct its identity or remove it.`,
    ],
    [
      { text: oneCheck({}), targets: [odd] },
      `The manual check by integration-team, which ends on 2027-03-31, has no effect: the app couldn't be evaluated (metadata not readable). A manual check applies only to what the org or a file doesn't show (${control}).`,
    ],
    [
      { text: oneCheck({}), targets: [keptBack] },
      `The manual check by integration-team, which ends on 2027-03-31, has no effect: the app couldn't be evaluated (failed step: The metadata of the apps). A manual check applies only to what the org or a file doesn't show (${control}).`,
    ],
    [
      { text: one({}), targets: [orgTarget([finding({ name: 'Billing', reason: 'flow-disabled' })])] },
      `The waiver by integration-team, which ends on 2027-03-31, has no effect: the app passes (flow off). Only an app that fails can have a waiver (${control}).`,
    ],
  ];
  for (const [run, sentence] of table) {
    it(sentence, () => {
      expect(sentences(run)).to.deep.equal([sentence]);
    });
  }
});

describe('the day of an org', () => {
  const run = (orgTimes: Record<string, string>, targets: Target[], expires = TODAY): ReturnType<typeof applyWaivers> =>
    applyWaivers(targets, sound(one({ expires })), {
      ...{ scope: SCOPE, today: TODAY, path: 'oauth-posture.yml' },
      orgTimes: new Map(Object.entries(orgTimes)),
    });
  const TOMORROW = '2026-11-21T00:10:00.000Z';

  it('ends a waiver that would still apply by the day of this machine, and that is told', () => {
    const { targets, notices } = run({ [ORG.id]: TOMORROW }, [production]);
    expect(targets[0]?.findings[0]?.status).to.equal('fail');
    expect(notices).to.deep.include({
      code: 'clock-behind',
      target: 'production',
      data: { here: TODAY, there: '2026-11-21' },
    });
    expect(run({ [ORG.id]: TOMORROW }, [production], '2026-11-19').notices.map(({ code }) => code)).to.deep.equal([
      'waiver-expired',
    ]);
  });

  it('ends a manual check that would still apply by the day of this machine, and that is told', () => {
    const { notices } = applyWaivers([production], sound(oneCheck({ expires: TODAY })), {
      ...{ scope: SCOPE, today: TODAY, path: 'oauth-posture.yml' },
      orgTimes: new Map([[ORG.id, TOMORROW]]),
    });
    expect(notices.map(({ code }) => code)).to.have.members(['manual-check-expired', 'clock-behind']);
  });

  it('is for files the latest of all orgs, whatever their order', () => {
    const [first, second, third] = ['00D000000000002EAA', '00D000000000003EAA', '00D000000000004EAA'] as const;
    const early = '2026-11-20T10:00:00.000Z';
    for (const times of [
      { [first]: TOMORROW, [second]: early, [third]: early },
      { [first]: early, [second]: early, [third]: TOMORROW },
    ])
      expect(run(times, [sourceTree]).targets[0]?.findings[0]?.status).to.equal('fail');
    expect(run({}, [sourceTree]).targets[0]?.findings[0]?.status).to.equal('waived');
  });
});

describe('manual checks', () => {
  const checked = (run: Run): Finding | undefined => applied(run).targets[0]?.findings.at(-1);

  it('are shown beside the finding, whose status they leave', () => {
    expect(checked({ text: oneCheck({}) })).to.deep.equal({
      ...vendorTool,
      manualCheck: {
        reason: 'Publisher confirmed in writing',
        owner: 'integration-team',
        checked: '2026-11-01',
        expires: '2027-03-31',
      },
    });
  });

  it('change nothing for an app that failed', () => {
    expect(applied({ text: oneCheck({ app: 'ConnectedApp:Billing' }) }).targets).to.deep.equal([production]);
  });

  const WITHOUT_EFFECT = ['manual-check-without-effect'];
  type Case = readonly [
    what: string,
    reason: Finding['reason'],
    text: string,
    noted: boolean,
    codes: string[],
    failedStep?: StepName,
  ];
  const cases: Case[] = [
    ['an app that was not returned', 'not-returned', oneCheck({}), true, []],
    ['an app whose file cannot show the flag', 'flag-not-visible', oneCheck({}), true, []],
    ['an unreadable flag', 'unreadable', oneCheck({}), false, WITHOUT_EFFECT],
    ['a file that is too large', 'too-large', oneCheck({}), false, WITHOUT_EFFECT],
    ['one that ended', 'not-returned', oneCheck({ expires: '2026-11-19' }), false, ['manual-check-expired']],
    ['one that ends soon', 'not-returned', oneCheck({ expires: '2026-12-01' }), true, ['manual-check-expiring']],
    ['another app', 'not-returned', oneCheck({ app: 'ConnectedApp:Gone' }), false, ['manual-check-unmatched']],
    ['another org', 'not-returned', oneCheck({ org: OTHER_ORG.id }), false, []],
    ['an app kept back by a failed retrieve', 'not-returned', oneCheck({}), false, WITHOUT_EFFECT, 'retrieve-apps'],
    ['an app kept back by an unread file', 'not-returned', oneCheck({}), false, WITHOUT_EFFECT, 'read-files'],
    [
      'an app that is not shown, beside a failed retrieve',
      'managed-not-shown',
      oneCheck({}),
      true,
      [],
      'retrieve-apps',
    ],
    ['an app not returned, beside a failed query', 'not-returned', oneCheck({}), true, [], 'query-users'],
  ];
  for (const [what, reason, text, noted, expected, failedStep] of cases) {
    it(`${noted ? 'count' : 'do not count'} for ${what}`, () => {
      const coverage: Step[] = failedStep === undefined ? [] : [{ step: failedStep, status: 'failed' }];
      const targets = [orgTarget([finding({ name: 'VendorTool', reason })], { coverage })];
      expect(checked({ targets, text })?.manualCheck !== undefined).to.equal(noted);
      expect(codes({ targets, text })).to.deep.equal(expected);
    });
  }
});

describe('a waiver to copy', () => {
  const snippet = waiverSnippet(billing, ORG.id);
  const inFile = (text: string): string => `version: 1\nwaivers:\n${text}\n`;

  it('is refused until a person has filled it in', () => {
    expect(mistakesIn(inFile(snippet)).map(({ code, data }) => `${code} ${data.key}`)).to.deep.equal([
      'empty-value reason',
      'empty-value owner',
      'wrong-date expires',
    ]);
  });

  const filled = (text: string): string =>
    inFile(
      text
        .replace('reason:', 'reason: Agreed')
        .replace('owner:', 'owner: integration-team')
        .replace('YYYY-MM-DD', '2027-03-31'),
    );

  it('waives its finding once it is filled in', () => {
    expect(statuses({ text: filled(snippet) })).to.deep.equal(['waived', 'not-evaluated']);
  });

  it('holds everywhere where it names no org', () => {
    expect(sound(filled(waiverSnippet(billing))).waivers[0]).not.to.have.property('org');
  });

  it('quotes a name that would be read as something else', () => {
    const odd = finding({ name: 'A: b # c', app: { namespace: 'NS' }, reason: 'flow-enabled' });
    const text = filled(waiverSnippet(odd));
    expect(statuses({ targets: [orgTarget([odd])], text })).to.deep.equal(['waived']);
  });
});
