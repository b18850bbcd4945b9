import { overriding } from './overriding.js';
import type { Texts } from './texts-type.js';

/** A restore is told in the words of a remediation, but where it has its own. */
export const restoreTexts = (texts: Texts): Texts => overriding(texts, 'remediation', 'restore');
