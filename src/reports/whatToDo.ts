import { isToDo } from '../posture/notices.js';
import type { RemediationResult } from '../remediation/model.js';
import { clean } from './clean.js';
import { noticeSentence } from './notices.js';
import type { RemediationOptions } from './remediation.js';
import { heading, paragraph, type Page } from './terminal/page.js';

/** What has to follow on a change is told to machines as well, among the notices. */
export const whatToDo = (result: RemediationResult, options: RemediationOptions, page: Page): string[] => {
  const points = [
    ...result.notices.filter(isToDo).map((notice) => noticeSentence(notice, page.texts)),
    ...(result.mode === 'dry-run' && result.summary.validated > 0 ? afterDryRun(options, page) : []),
  ];
  if (points.length === 0) return [];
  return [
    ...heading(page.texts.say('remediation', 'advice.heading'), page),
    ...points.flatMap((point) => paragraph(point, page, 2, '- ')),
  ];
};

const afterDryRun = ({ command, savedPlan }: RemediationOptions, { texts }: Page): string[] =>
  savedPlan === undefined
    ? texts.points('remediation', `advice.${command}.dry-run`)
    : texts.points('remediation', 'advice.saved-plan', clean(savedPlan));
