import { listed } from '../../posture/factors/signal.js';
import type { Notice, Target } from '../../posture/model.js';
import { appKey, fold, targetName } from '../../posture/names.js';
import type { Context } from '../../posture/subject.js';

/**
 * A hardened app's Run As user is dedicated as far as the other apps could be read. If one of them couldn't, its own
 * finding says so, but only if it's in the scope of the run.
 */
export const othersNotRead = ({ unreadApps }: Pick<Context, 'unreadApps'>, target: Target): Notice[] => {
  const reported = new Set(target.findings.map(({ app }) => appKey(app)));
  const others = unreadApps.filter((name) => !reported.has(fold(name)));
  const apps = target.findings.filter(({ reason }) => reason === 'hardened').length;
  return apps === 0 || others.length === 0
    ? []
    : [{ code: 'others-not-read', target: targetName(target), data: { apps, others: listed(others) } }];
};
