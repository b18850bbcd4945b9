import type { Bundle, Texts } from '../../render.js';

/** The words of one bundle, but where another one has its own for the same thing. */
export const overriding = (texts: Texts, general: Bundle, own: Bundle): Texts => {
  const ownOr = (bundle: Bundle, key: string): Bundle => (bundle === general && texts.has(own, key) ? own : bundle);
  return {
    say: (bundle, key, ...values) => texts.say(ownOr(bundle, key), key, ...values),
    count: (bundle, key, count, ...values) => texts.count(ownOr(bundle, `${key}.one`), key, count, ...values),
    points: (bundle, key, ...values) => texts.points(ownOr(bundle, key), key, ...values),
    has: (bundle, key) => texts.has(ownOr(bundle, key), key),
  };
};

/** A restore uses the words of a remediation unless it has its own. */
export const restoreTexts = (texts: Texts): Texts => overriding(texts, 'remediation', 'restore');

/** So is a hardening. */
export const hardeningTexts = (texts: Texts): Texts => overriding(texts, 'remediation', 'hardening');
