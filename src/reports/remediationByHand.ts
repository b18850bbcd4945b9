import type { Outcome } from '../remediation/model.js';
import { clean } from './clean.js';
import { componentName } from './names.js';
import { paragraph, type Page } from './terminal/page.js';

/** What the command that puts everything else back leaves to people, and where they see how it was. */
export const byHand = (outcomes: readonly Outcome[], page: Page): string[] => {
  const lines = outcomes.flatMap(({ app, component, original }) =>
    original === undefined
      ? []
      : [...paragraph(componentName(app, component), page, 2, '- '), `    ${clean(original)}`],
  );
  return lines.length === 0 ? [] : [...paragraph(page.texts.say('remediation', 'snapshot.by-hand'), page), ...lines];
};
