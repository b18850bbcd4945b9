import type { Step } from '../posture/model.js';
import { notRead } from './terminal/gaps.js';
import { paragraph, type Page } from './terminal/page.js';
import { stepRemedy } from './terminal/words.js';

/** What was asked for in vain, and what would mend it: nobody can say that nothing is left to be done. */
export const notReadSection = (steps: readonly Step[], page: Page): string[] => {
  const { texts } = page;
  const remedies = [...new Set(steps.flatMap((step) => stepRemedy(step, texts) ?? []))];
  return [
    ...notRead(steps, page),
    ...remedies.flatMap((remedy) => paragraph(texts.say('steps', remedy), page, 4, '> ')),
  ];
};
