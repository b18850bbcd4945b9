import type { Edit } from '../../../metadata/edit/proven.js';
import type { Change } from '../../../remediation/model/result.js';
import type { Texts } from '../../render.js';
import { componentName } from '../../words/names.js';
import { shortened } from '../page/longList.js';
import { type Page, paragraph, subheading } from '../page/page.js';
import { despiteLines, shortStakeWords } from './stake.js';

/** A long plan: says once what is done to all its apps, and then gives each app one line. */
export const shortChanges = (changes: readonly Change[], isApproved: boolean, page: Page): string[] => {
  const lines = (change: Change): string[] => shortLines(change, page);
  const groups = [...Map.groupBy(changes, (change) => actionOf(change, page.texts))];
  return [
    ...groups.flatMap(([action, alike]) => [
      ...subheading(page.texts.count('remediation', 'plan.action', alike.length, action), page),
      ...(isApproved
        ? shortened({ items: alike, lines, indent: 2, rest: 'more.will-be-kept' }, page)
        : alike.flatMap(lines)),
    ]),
    ...paragraph(page.texts.say('remediation', 'plan.in-full'), page, 2, '> '),
  ];
};

const shortLines = ({ app, component, keepsUser, leftOut, atStake }: Change, page: Page): string[] => {
  const { texts } = page;
  const name = componentName(app, component);
  const line = atStake ? texts.say('remediation', 'plan.line', name, shortStakeWords(atStake, texts)) : name;
  return [
    ...paragraph(line, page, 4, '- '),
    ...(atStake ? despiteLines(atStake, page, 6) : []),
    ...(keepsUser ? paragraph(texts.say('remediation', 'plan.user-stays'), page, 6) : []),
    ...(leftOut ? paragraph(texts.say('remediation', 'plan.left-out', leftOut.join(', ')), page, 6) : []),
  ];
};

const FLAG = /(^|\.)isClientCredential(sFlow)?Enabled$/;
const USER = /(^|\.)(oauthClientCredentialUser|clientCredentialsFlowUser)$/;

const actionOf = ({ edits }: Change, texts: Texts): string =>
  [...new Set(edits.map(actionWord))].map((word) => texts.say('remediation', `plan.action.${word}`)).join(', ');

/** A value that is neither true nor false is shown as another setting, never as off. */
const actionWord = ({ path, after }: Edit): string => {
  if (USER.test(path)) return after === null ? 'remove-user' : 'set-user';
  if (!FLAG.test(path)) return 'other-setting';
  if (after === null || after.trim() === 'false') return 'turn-off';
  return after.trim() === 'true' ? 'turn-on' : 'other-setting';
};
