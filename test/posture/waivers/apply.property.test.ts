import { expect } from 'chai';
import fc from 'fast-check';
import { gate, type GateRules } from '../../../src/posture/report/gate.js';
import { APP_LEVEL_REASONS } from '../../../src/posture/steps.js';
import {
  REASONS,
  type App,
  type ControlId,
  type Finding,
  type Reason,
  type Step,
  type Target,
} from '../../../src/posture/model.js';
import { appName } from '../../../src/posture/names.js';
import { applyWaivers } from '../../../src/posture/waivers/apply.js';
import { parseWaiverFile } from '../../../src/posture/waivers/parse.js';
import { finding, ORG, orgTarget } from '../../reports/support/builders.js';
import { isSample, runs } from '../../runs.js';
import { fileOf, manualCheck, TODAY, waiver } from '../support/waiversTexts.js';

/** Few names, namespaces and orgs, so that near misses are frequent. */
const NAMES = ['Billing', 'billing', 'Bill', 'NS__Billing', 'Invoice'];
const ORG_IDS = ['00D000000000001EAA', '00D00000000000aEAA', '00D00000000000AEAA'];
const RULES: GateRules = { failOn: 'high', allowIncomplete: false, baselineUsed: false };

/** Written apart from the code that it judges, as `isNamed` below. */
const isKeptBack = (found: Finding, where: Target): boolean =>
  found.reason === 'not-returned' &&
  where.coverage.some(({ step, status }) => status === 'failed' && KEEPING_BACK.includes(step));

const settles = (found: Finding, where: Target): boolean =>
  APP_LEVEL_REASONS.includes(found.reason) && !isKeptBack(found, where);

const app = fc.record({
  type: fc.constantFrom<App['type']>('ConnectedApp', 'ExternalClientApplication'),
  name: fc.constantFrom(...NAMES),
  namespace: fc.option(fc.constantFrom('NS', 'ns', 'Other'), { nil: undefined }),
  reason: fc.oneof(fc.constantFrom(...REASONS), fc.constantFrom<Reason>('flow-enabled', ...APP_LEVEL_REASONS)),
});

const findings = fc
  .array(app, { maxLength: 6 })
  .map((apps) =>
    apps.map(({ type, name, namespace, reason }) =>
      finding({ type, name, reason, ...(namespace === undefined ? {} : { app: { namespace } }) }),
    ),
  );

/** Steps that keep files back, and some that do not. */
const KEEPING_BACK = ['retrieve-apps', 'read-files'];
const coverage: fc.Arbitrary<Step[]> = fc
  .oneof(
    fc.constant([]),
    fc.uniqueArray(fc.constantFrom(...KEEPING_BACK, 'list-connected-apps', 'query-oauth-policies'), { maxLength: 2 }),
  )
  .chain((steps) => fc.tuple(...steps.map((step) => fc.record({ step: fc.constant(step), status: endOfStep }))));
const endOfStep = fc.constantFrom<Step['status']>('ok', 'failed', 'failed', 'skipped');

const target: fc.Arbitrary<Target> = fc.oneof(
  fc
    .tuple(findings, fc.constantFrom(...ORG_IDS), coverage)
    .map(([found, id, steps]) => orgTarget(found, { org: { ...ORG, id }, coverage: steps })),
  fc.tuple(findings, coverage).map(([found, steps]): Target => {
    const { summary } = orgTarget(found);
    return { kind: 'source', source: { directories: ['force-app'] }, findings: found, summary, coverage: steps };
  }),
);

const CONTROL_OF: Record<App['type'], ControlId> = {
  ConnectedApp: 'connected-app-client-credentials',
  ExternalClientApplication: 'eca-client-credentials-policy',
};

const mostly = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: usual, weight: 12 }, { arbitrary: rare, weight: 1 });

const expires = mostly(
  fc.constantFrom('2026-11-19', TODAY, '2027-03-31', '2027-11-21'),
  fc.constantFrom('2027-11-22', '2027-02-30', 'never', ''),
);
const org = mostly<string | undefined>(
  fc.constantFrom(undefined, undefined, undefined, undefined, ...ORG_IDS, '00D000000000001'),
  fc.constantFrom('00d000000000001EAA', 'production'),
);
const reason = mostly(fc.constant('agreed'), fc.string());
const spell = fc.constantFrom(
  (text: string) => text,
  (text: string) => text,
  (text: string) => text.replace(/[^:]+$/, (name) => name.toUpperCase()),
  (text: string) => text.replace('NS__', ''),
  (text: string) => `${text}2`,
);
const wildcard = fc.constantFrom('ConnectedApp:*', 'ExternalClientApplication:?illing', 'ConnectedApp:NS__Bill*');

/** Entries for apps that are there, spelled right or nearly so, beside entries for anything else. */
const entryFor = (targets: readonly Target[]): fc.Arbitrary<Record<string, string | undefined>> => {
  const present = targets.flatMap(({ findings: found }) => found.map((each) => appName(each.app)));
  const names = [...present, ...present, 'ConnectedApp:Billing', 'ExternalClientApplication:NS__Billing'];
  const near = fc.tuple(fc.constantFrom(...names), spell).map(([name, spelled]) => spelled(name));
  return fc.record({ app: mostly(near, wildcard), org, expires, reason }).map((keys) => ({
    control: CONTROL_OF[keys.app.startsWith('ConnectedApp') ? 'ConnectedApp' : 'ExternalClientApplication'],
    ...keys,
  }));
};

const targetsWith = <T>(more: (targets: Target[]) => fc.Arbitrary<T>): fc.Arbitrary<[Target[], T]> =>
  fc.array(target, { minLength: 1, maxLength: 2 }).chain((targets) => fc.tuple(fc.constant(targets), more(targets)));

const textFor = (targets: readonly Target[]): fc.Arbitrary<string> =>
  fc
    .record({
      waivers: fc.array(entryFor(targets), { maxLength: 3 }),
      checks: fc.array(entryFor(targets), { maxLength: 3 }),
    })
    .map(({ waivers, checks }) => fileOf({ waivers: waivers.map(waiver), checks: checks.map(manualCheck) }));

const checksFor = (targets: readonly Target[]): fc.Arbitrary<string> =>
  fc.array(entryFor(targets), { maxLength: 3 }).map((checks) => fileOf({ checks: checks.map(manualCheck) }));

const lowered = (text: string): string => text.toLowerCase();

/** Written apart from the code that it judges: what a person reading the file would say. */
const isNamed = (
  entries: Array<{ app: string; org?: string; expires: string }>,
  found: Finding,
  where: Target,
): boolean =>
  entries.some(
    ({ app: named, org, expires }) =>
      lowered(named) ===
        lowered(`${found.app.type}:${found.app.namespace ? `${found.app.namespace}__` : ''}${found.app.name}`) &&
      (org === undefined || org.slice(0, 15) === where.org?.id.slice(0, 15)) &&
      expires >= TODAY,
  );

const isUnsettled = ({ status, manualCheck: noted }: Finding): boolean => status === 'not-evaluated' && !noted;

const run = (targets: Target[], text: string): { file: ReturnType<typeof parseWaiverFile>; after: Target[] } => {
  const file = parseWaiverFile(text, TODAY);
  const scope = { controls: Object.values(CONTROL_OF), apps: null };
  const after = file.ok ? applyWaivers(targets, file.file, { scope, today: TODAY, path: 'w.yml' }).targets : targets;
  return { file, after };
};

describe('waivers: whatever the file says', () => {
  it('turns green a failure alone, and only the very app that is named', () => {
    const made = { refused: 0, accepted: 0, waived: 0, noted: 0, keptBack: 0 };
    fc.assert(
      fc.property(targetsWith(textFor), ([targets, text]) => {
        const { file, after } = run(targets, text);
        made[file.ok ? 'accepted' : 'refused'] += 1;
        expect(after).to.have.length(targets.length);
        for (const [at, before] of targets.entries()) {
          const now = after[at]?.findings ?? [];
          expect(now).to.have.length(before.findings.length);
          const checked = (found: Finding, where: Target): boolean =>
            file.ok && isNamed(file.file.manualChecks, found, where);
          for (const [index, found] of before.findings.entries()) {
            const { status, waiver: granted, manualCheck: noted, ...rest } = now[index] as Finding;
            const { status: earlier, ...same } = found;
            const named = file.ok && isNamed(file.file.waivers, found, before);
            expect(rest).to.deep.equal(same);
            expect(status).to.equal(earlier === 'fail' && named ? 'waived' : earlier);
            expect(granted !== undefined).to.equal(status === 'waived');
            if (noted) {
              expect(status).to.equal('not-evaluated');
              expect(APP_LEVEL_REASONS).to.include(found.reason);
            }
            expect(noted !== undefined).to.equal(settles(found, before) && checked(found, before));
            made.keptBack += isKeptBack(found, before) ? 1 : 0;
            made.waived += status === 'waived' ? 1 : 0;
            made.noted += noted ? 1 : 0;
          }
        }
      }),
      { numRuns: runs(1000), seed: 20261120 },
    );
    if (isSample) return;
    for (const [what, count] of Object.entries(made)) expect(count, what).to.be.greaterThan(20);
  });

  it('lets manual checks change exit code 31 alone, and only where each reason is an app of its own', () => {
    const seen = { changed: 0, kept: 0 };
    fc.assert(
      fc.property(targetsWith(checksFor), ([targets, text]) => {
        const { after } = run(targets, text);
        const [before, now] = [gate(targets, RULES), gate(after, RULES)];
        const open = targets.flatMap((where) =>
          where.findings.filter(({ status }) => status === 'not-evaluated').map((found) => ({ found, where })),
        );
        if (now !== before) {
          expect([before, now]).to.deep.equal([31, 0]);
          expect(open.every(({ found }) => APP_LEVEL_REASONS.includes(found.reason))).to.be.true;
          expect(open.some(({ found, where }) => isKeptBack(found, where))).to.be.false;
        }
        const left = after.flatMap(({ findings: found }) => found.filter(isUnsettled));
        if (now === 0) expect(left, 'what is said to count, and what does').to.be.empty;
        seen[now === before ? 'kept' : 'changed'] += 1;
      }),
      { numRuns: runs(1500), seed: 20261120 },
    );
    if (isSample) return;
    expect(seen.changed, 'changed').to.be.greaterThan(5);
    expect(seen.kept, 'kept').to.be.greaterThan(5);
  });

  it('never throws, and points into the text, whatever the text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'-:[]{}&*!|>"\'#%@ \n\tab1') }),
    );
    fc.assert(
      fc.property(text, (anything) => {
        const parsed = parseWaiverFile(anything, TODAY);
        if (parsed.ok) return;
        expect(parsed.mistakes).not.to.be.empty;
        for (const { line, column } of parsed.mistakes) {
          expect(line).to.be.within(1, anything.split('\n').length);
          expect(column).to.be.greaterThan(0);
        }
      }),
      { numRuns: runs(800) },
    );
  });
});
