import { expect } from 'chai';
import fc from 'fast-check';
import { differences } from '../../../src/metadata/compare.js';
import { SWITCHES } from '../../../src/metadata/switches.js';
import type { RetrievedFile } from '../../../src/org/door.js';
import type { App } from '../../../src/posture/model.js';
import { isCalled } from '../../../src/posture/names.js';
import { onlyApproved } from '../../../src/remediation/plan/approved.js';
import type { Attempt } from '../../../src/remediation/edit/edited.js';
import { componentKey } from '../../../src/values.js';
import { planRestore } from '../../../src/remediation/plan/restorePlan.js';
import { attemptOf } from '../../../src/remediation/edit/switchingOff.js';
import { runs } from '../../runs.js';
import { connectedApp, HARMLESS, HARMLESS_POLICY, policy } from '../../simulator/deploy/samples.js';
import {
  changedAt,
  GATEWAY,
  placesIn,
  savedPlan,
  sealed,
  startSavedSnapshot,
  SYNC,
  type Content,
  type Json,
  type Place,
} from '../support/savedFiles.js';

type Files = ReadonlyMap<string, RetrievedFile>;

/** What the org holds: the two components of the files, and one more of each type. */
const orgWith = (app: string, policyOf: (owner: string) => string): Files => {
  const other = { type: 'ConnectedApp', fullName: 'Other' } as const;
  const otherPolicy = { ...GATEWAY.component, fullName: 'Other_oauthPlcy' };
  const texts = [
    { ...SYNC.component, text: app },
    { ...GATEWAY.component, text: policyOf('Gateway') },
    { ...other, text: app },
    { ...otherPolicy, text: policyOf('Other') },
  ];
  return new Map(texts.map((file) => [componentKey(file), { ...file, path: `folder/${file.fullName}` }]));
};

const OFF = orgWith(connectedApp(HARMLESS), (owner) =>
  policy({ ...HARMLESS_POLICY, externalClientApplication: owner }),
);
const ON = orgWith(connectedApp(), (owner) => policy({ externalClientApplication: owner }));

const words = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('true', ' 1 ', '<x>', ']]>&', '__proto__', 'Other', 'Other_oauthPlcy', '\u0000'),
);
const anything = fc.oneof(words, fc.jsonValue() as fc.Arbitrary<Json>);

/** An earlier edit may have taken away what this one is about. */
const changedIfThere = (content: Content, [place, value]: [Place, Json]): Content => {
  try {
    return changedAt(content, place, value);
  } catch (error) {
    if (error instanceof TypeError) return content;
    throw error;
  }
};

const edited = (whole: Content, value: fc.Arbitrary<Json>, members: RegExp): fc.Arbitrary<Content> => {
  const places = placesIn(whole).filter((place) => members.test(place.join('.')));
  return fc
    .array(fc.tuple(fc.constantFrom(...places), value), { minLength: 1, maxLength: 3 })
    .map((edits) => edits.reduce(changedIfThere, whole));
};

/** Some members replaced: by anything, or by words where words were, or by names that the org knows. */
const forged = (whole: Content): fc.Arbitrary<Content> =>
  fc.oneof(
    edited(whole, anything, /./),
    edited(whole, words, /\.(flag|user|label|after|beforeHash)$/),
    edited(whole, fc.constantFrom('Other', 'Other_oauthPlcy', 'Gateway', 'Sync'), /^changes.*\.(name|fullName)$/),
  );

const OWNERS: Readonly<Record<string, string>> = {
  'ConnectedApp:nova__Sync': 'nova__Sync',
  'ConnectedApp:Other': 'Other',
  'ExtlClntAppOauthConfigurablePolicies:Gateway_oauthPlcy': 'Gateway',
  'ExtlClntAppOauthConfigurablePolicies:Other_oauthPlcy': 'Other',
};

/** Components that would be changed in the name of another app than theirs. */
const underFalseName = (attempts: readonly Attempt[]): string[] =>
  attempts.flatMap(({ edited: { change } }) => {
    const key = componentKey(change.component);
    return isCalled(change.app, OWNERS[key] ?? '') ? [] : [key];
  });

/** Components that would be changed in anything but flag and execution user. */
const tooMuch = (attempts: readonly Attempt[], files: Files): string[] =>
  attempts.flatMap(({ edited: { change, meant } }) => {
    const key = componentKey(change.component);
    const found = differences(files.get(key)?.text ?? '', meant);
    const allowed = Object.values(SWITCHES[change.component.type]).map((path) => path.join('.'));
    return Array.isArray(found) && found.every(({ path }) => allowed.includes(path)) ? [] : [key];
  });

const componentsOf = (attempts: readonly Attempt[]): string[] =>
  attempts.map(({ edited: { change } }) => componentKey(change.component));

describe('a file that somebody forged and sealed', () => {
  it('as a snapshot restores flag and user of the apps that it names, or nothing', async () => {
    const snapshot = await startSavedSnapshot();
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(forged(snapshot.whole), async (content) => {
        const { answer, alsoRead } = await snapshot.read(sealed(content));
        expect(alsoRead.filter((folder) => folder !== 'originals')).to.deep.equal([]);
        if (!answer.ok) return;
        const { attempts } = planRestore({
          changes: answer.snapshot?.changes ?? [],
          files: OFF,
          broken: new Map(),
          unchanged: new Set(),
          identities: { keySalt: undefined, ids: new Map() },
          force: true,
        });
        expect(underFalseName(attempts)).to.deep.equal([]);
        expect(tooMuch(attempts, OFF)).to.deep.equal([]);
        changed += attempts.length;
      }),
      { numRuns: runs(1000) },
    );
    expect(changed).to.be.above(runs(1000) / 10);
  });

  it('as a plan switches off what this run would switch off by itself, under its true name, or nothing', async () => {
    const attempts = [SYNC, GATEWAY].map(({ control, app, component }) => {
      const { path, text } = ON.get(componentKey(component)) as RetrievedFile;
      return attemptOf({ control, app, component, path, text }) as Attempt;
    });
    const changes = attempts.map(({ edited: { change } }) => change as unknown as Json);
    const apps = new Map<string, App>(attempts.map((one) => [componentsOf([one])[0] ?? '', one.edited.change.app]));
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(forged(changedAt(savedPlan.whole, ['changes'], changes)), async (content) => {
        const { answer } = await savedPlan.read(sealed(content));
        if (!answer.ok || !answer.plan) return;
        const drawn = { attempts, skipped: [], notRead: [] };
        const approved = onlyApproved(drawn, answer.plan, { subjects: [], files: ON });
        expect([...apps.keys()]).to.include.members(componentsOf(approved.attempts));
        expect(underFalseName(approved.attempts)).to.deep.equal([]);
        expect(tooMuch(approved.attempts, ON)).to.deep.equal([]);
        for (const { edited: one } of approved.attempts) {
          expect(one.change.app).to.equal(apps.get(componentKey(one.change.component)));
          expect(one.meant).to.match(/Enabled>false</);
        }
        changed += approved.attempts.length;
      }),
      { numRuns: runs(1000) },
    );
    expect(changed).to.be.above(runs(1000) / 10);
  });
});
