import type { Bundle, Texts } from './texts-type.js';

/** A restore is told in the words of a remediation, but where it has its own. */
export const restoreTexts = (texts: Texts): Texts => {
  const ownOr = (bundle: Bundle, key: string): Bundle =>
    bundle === 'remediation' && texts.has('restore', key) ? 'restore' : bundle;
  return {
    say: (bundle, key, ...values) => texts.say(ownOr(bundle, key), key, ...values),
    points: (bundle, key, ...values) => texts.points(ownOr(bundle, key), key, ...values),
    has: (bundle, key) => texts.has(ownOr(bundle, key), key),
  };
};
