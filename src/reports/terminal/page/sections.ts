import type { Notice, Step } from '../../../posture/model.js';
import { stepRemedy, stepSentence } from '../../words/finding.js';
import { noticeSentence } from '../../words/notices.js';
import { heading, type Page, paragraph } from './page.js';

/** Steps that failed, and how to fix them. While there are any, something may be left to do. */
export const notReadSection = (steps: readonly Step[], page: Page): string[] => {
  const { texts } = page;
  const remedies = [...new Set(steps.flatMap((step) => stepRemedy(step, texts) ?? []))];
  return [
    ...failedStepLines(steps, page),
    ...remedies.flatMap((remedy) => paragraph(texts.say('steps', remedy), page, 4, '> ')),
  ];
};

export const notices = (found: readonly Notice[], page: Page): string[] =>
  found.length === 0
    ? []
    : [
        ...heading(page.texts.say('report', 'notices.heading'), page),
        ...found.flatMap((notice) => paragraph(noticeSentence(notice, page.texts), page, 2, '- ')),
      ];

/** `hasNames`: permissions with their API names. */
export const failedStepLines = (steps: readonly Step[], page: Page, hasNames = false): string[] => {
  if (steps.length === 0) return [];
  return [
    ...heading(page.texts.count('report', 'steps.heading', steps.length), page, page.paint.yellow),
    ...steps.flatMap((step) => paragraph(stepSentence(step, page.texts, hasNames), page, 2, '- ')),
  ];
};

/** The exit code, and in a sentence or more how this run came to it. */
export const exitSection = (code: number, sentences: readonly string[], page: Page): string[] => [
  ...heading(page.texts.say('report', 'exit.heading', code), page),
  ...sentences.flatMap((sentence) => paragraph(sentence, page, 2)),
];
