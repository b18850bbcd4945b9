import type { App, Finding, Notice, Target } from '../../posture/model.js';
import { appKey, appName } from '../../posture/names.js';
import { proofsIn } from './proofs.js';
import type { Change, Outcome, Skip } from '../model/result.js';

/** Verified changes that the audit afterwards contradicts. */
export type Doubts = { isDoubted: boolean; notices: Notice[] };

type Changed = { outcomes: readonly Outcome[]; skipped: readonly Skip[]; changes?: readonly Change[] };

/** The key by which the audit identifies an app. */
export type KeyOf = (app: App) => string;

export const doubtsOf = ({ findings }: Pick<Target, 'findings'>, changed: Changed, keyOf: KeyOf = appKey): Doubts => {
  const found = new Map(findings.map((finding) => [keyOf(finding.app), finding]));
  const apps = doneApps(changed, keyOf);
  const hardened = new Set((changed.changes ?? []).flatMap(({ app, hardens }) => (hardens ? keyOf(app) : [])));
  const isHardened = (app: App): boolean => hardened.has(keyOf(app));
  const failing = apps.filter((app) => !isHardened(app) && found.get(keyOf(app))?.status === 'fail');
  const unseen = apps.filter((app) => isUnseen(found.get(keyOf(app))));
  return {
    isDoubted: failing.length > 0,
    notices: [
      ...failing.map(stillFails),
      ...apps.filter(isHardened).flatMap((app) => hardeningNow(app, found.get(keyOf(app)))),
      ...unseen.slice(0, 1).map((first) => notEvaluated(first, new Set(unseen.map(appKey)).size)),
    ],
  };
};

/** Apps that were changed completely. If a part of an app was left unchanged, it rightly still fails. */
const doneApps = ({ outcomes, skipped }: Changed, keyOf: KeyOf): App[] => {
  const leftInPart = new Set(skipped.map(({ app }) => keyOf(app)));
  return [...Map.groupBy(outcomes, ({ app }) => keyOf(app))]
    .filter(([key, ofApp]) => !leftInPart.has(key) && ofApp.every(({ result }) => result === 'verified'))
    .flatMap(([, ofApp]) => ofApp.slice(0, 1).map(({ app }) => app));
};

/**
 * Whether the audit evaluates the app as hardened, and if not, which parts are missing. An app that couldn't be
 * evaluated is reported like any other.
 */
const hardeningNow = (app: App, finding: Finding | undefined): Notice[] => {
  if (!finding || isUnseen(finding)) return [];
  const notice = { app: appName(app) };
  if (finding.status === 'fail') return [{ code: 'not-hardened-yet', ...notice, data: { missing: proofsIn(finding) } }];
  // It can also pass because it was turned off meanwhile.
  return finding.reason === 'hardened' ? [{ code: 'hardened-now', ...notice }] : [];
};

const isUnseen = (finding: Finding | undefined): boolean => finding === undefined || finding.status === 'not-evaluated';

const stillFails = (app: App): Notice => ({
  code: 'still-fails',
  app: appName(app),
  ...(app.file === undefined ? {} : { file: app.file }),
});

const notEvaluated = (first: App, apps: number): Notice => ({
  code: 'not-evaluated-again',
  app: appName(first),
  data: { apps },
});
