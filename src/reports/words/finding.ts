import { ecaFlowEnablementControl } from '../../posture/controls/ecaFlowEnablement.js';
import { isAtLeast } from '../../posture/factors/atLeast.js';
import { mayHaveHiddenUser } from '../../posture/factors/executionUser.js';
import type {
  Evidence,
  Factor,
  FactorId,
  Finding,
  ReportedUser,
  RiskLevel,
  Step,
  Target,
  Usage,
} from '../../posture/model.js';
import type { Texts } from '../render.js';
import { clean, cleanPath } from './safe/clean.js';
import { day, minute } from './names.js';
import { factorDetail } from './factorDetail.js';
import { missingPermissions } from './permissions.js';

/** The short words in the cells of a table. */

/** The file and line of an app, as editors open it. */
export const placeOf = ({ app }: Finding): string | undefined =>
  app.file === undefined ? undefined : cleanPath(app.line === undefined ? app.file : `${app.file}:${app.line}`);

export const userWords = (user: ReportedUser | undefined, texts: Texts): string => {
  if (!user) return texts.say('report', 'user.none');
  const username = clean(user.username);
  return user.state === 'active' ? username : texts.say('report', `user.${user.state}`, username);
};

const isOfSettings = ({ control }: Finding): boolean => control === ecaFlowEnablementControl.id;

/** Clients log in by an app's policy, so a finding about its settings knows a Run As user only if the policy is on. */
export const runAsWords = (finding: Finding, texts: Texts): string => {
  const { executionUser, risk, app } = finding;
  const isKnown = executionUser !== undefined || risk?.factors.some(isAbout('user-active', 'absent'));
  return isOfSettings(finding) && !isKnown
    ? texts.say('report', 'user.of-policy')
    : !executionUser && mayHaveHiddenUser(risk?.factors ?? [])
      ? texts.say('report', 'user.not-shown')
      : whoRuns(executionUser, app.file !== undefined, texts);
};

/** The users of a file are never looked up, so nothing failed. */
const whoRuns = (user: ReportedUser | undefined, isInFile: boolean, texts: Texts): string =>
  user?.state === 'unknown' && isInFile ? clean(user.username) : userWords(user, texts);

const isAbout =
  (id: FactorId, wanted: Factor['state']) =>
  ({ factor, state }: Factor): boolean =>
    factor === id && state === wanted;

/** That the flow is off in an app's settings says nothing of its policy. */
export const reasonWords = (finding: Finding, texts: Texts): string => texts.say('reasons', reasonKey(finding, texts));

/** The key of its sentence: the reason, or what it means in an app's settings. */
export const reasonKey = (finding: Finding, texts: Texts): string => keyOf(finding, '', texts);

export const shortReason = (finding: Finding, texts: Texts): string =>
  texts.say('reasons', keyOf(finding, '.short', texts));

const keyOf = (finding: Finding, part: '' | '.short', texts: Texts): string => {
  const ofSettings = `${finding.reason}.settings${part}`;
  return isOfSettings(finding) && texts.has('reasons', ofSettings) ? ofSettings : `${finding.reason}${part}`;
};

/** Absent in a result of an earlier version that didn't count logins. */
const loginsOf = ({ logins }: Usage, texts: Texts): string =>
  logins === undefined ? texts.say('report', 'use.logins-unknown') : texts.count('report', 'use.logins', logins);

export const useWords = (usage: Usage | undefined, texts: Texts): string => {
  if (!usage) return texts.say('report', 'use.not-looked');
  if (usage.status !== 'seen') return texts.say('report', `use.${usage.status}`);
  const last = usage.lastLogin ? day(usage.lastLogin) : texts.say('report', 'use.no-date');
  return texts.say('report', 'use.seen', loginsOf(usage, texts), last);
};

export const useSentence = (usage: Usage | undefined, texts: Texts): string => {
  if (!usage) return texts.say('report', 'use.sentence-not-looked');
  const { status, windowDays, addresses, lastLogin } = usage;
  if (status !== 'seen') return texts.say('report', `use.sentence-${status}`, windowDays);
  const last = lastLogin ? minute(lastLogin) : texts.say('report', 'use.no-date');
  const seen = loginsOf(usage, texts);
  const from =
    addresses === undefined
      ? seen
      : texts.say('report', 'use.from', seen, texts.count('report', 'use.addresses', addresses));
  return texts.say('report', 'use.sentence-seen', from, windowDays, last);
};

export const riskWord = (finding: Finding, target: Target, texts: Texts): string =>
  levelWord(finding.risk?.level, isAtLeast(finding, target), texts);

export const levelWord = (level: RiskLevel | undefined, mayBeHigher: boolean, texts: Texts): string => {
  const word = texts.say('report', level ? `risk.${level}` : 'risk.none');
  return mayBeHigher ? texts.say('report', 'risk.at-least', word) : word;
};

const decimal = (score: number): string => score.toFixed(1);

export const riskWords = (finding: Finding, target: Target, texts: Texts): string => {
  const { low, high, estimate } = finding.cvss;
  const word = riskWord(finding, target, texts);
  return estimate === undefined
    ? texts.say('report', 'risk.range', word, decimal(low), decimal(high))
    : texts.say('report', 'risk.estimate', word, decimal(estimate), decimal(low), decimal(high));
};

/** As Setup words it. A word of another version is shown as it is. */
export const dispositionWords = (disposition: string, texts: Texts): string =>
  texts.has('dispositions', disposition) ? texts.say('dispositions', disposition) : clean(disposition);

/** Why a finding is waived, with the word that Security Health Review has for the decision. */
export const waiverReason = ({ disposition, reason }: NonNullable<Finding['waiver']>, texts: Texts): string =>
  [disposition && dispositionWords(disposition, texts), reason].filter(Boolean).join(': ');

/** Why it fails, and what makes it worse. */
export const whyWords = (finding: Finding, texts: Texts): string => {
  const reason = shortReason(finding, texts);
  const worse = wordsAgainst(finding, texts);
  return worse.length === 0 ? reason : texts.say('report', 'why.with', reason, worse.join(', '));
};

const CODE_AND_DETAIL = /^([a-z-]+)(?:: (.*))?$/s;

/** Some causes have their own remedy. For all others, the calling user lacks a permission. */
export const stepRemedy = ({ step, detail = 'unknown' }: Step, texts: Texts): string | undefined => {
  const [, code = ''] = CODE_AND_DETAIL.exec(detail) ?? [];
  return [`why.${code}.todo`, `${step}.todo`].find((key) => texts.has('steps', key));
};

export const stepName = ({ step }: Step, texts: Texts): string =>
  texts.has('steps', step) ? texts.say('steps', step) : clean(step);

/**
 * A failed step has a code and the org's message. A code without text, from another version, is shown as it is.
 * `hasNames`: permissions with their API names.
 */
export const stepSentence = (step: Step, texts: Texts, hasNames = false): string =>
  texts.say('report', 'steps.failed', stepName(step, texts), stepCause(step, texts, hasNames));

/** The same without the step's name. */
export const stepCause = ({ detail = 'unknown' }: Step, texts: Texts, hasNames = false): string => {
  const [, code = '', said] = CODE_AND_DETAIL.exec(detail) ?? [];
  if (!texts.has('steps', `why.${code}`)) return clean(detail);
  const why = texts.say('steps', `why.${code}`);
  return said === undefined
    ? why
    : texts.say('report', 'steps.cause-with', why, missingPermissions(said, texts, hasNames) ?? clean(said));
};

const CONDITION = /^hardening\.([a-z-]+)$/;
const RESULT_AND_DETAIL = /^(proven|failed|unknown)(?:: (.*))?$/s;

/** What the control found about a condition of the hardening, in words. Undefined: other evidence. */
export const conditionWords = ({ source, path, value }: Evidence, texts: Texts): string | undefined => {
  const [, factor] = CONDITION.exec(path) ?? [];
  const [, result, detail] = RESULT_AND_DETAIL.exec(value ?? '') ?? [];
  if (source !== 'judgement' || factor === undefined || result === undefined) return undefined;
  if (!texts.has('factors', `${factor}.name`)) return undefined;
  const own = `condition.${factor}`;
  const name = texts.say('factors', texts.has('factors', own) ? own : `${factor}.name`);
  const words = texts.say('factors', `condition.${result}`, name);
  return detail === undefined ? words : texts.say('report', 'detail.factor', words, factorDetail(detail, texts));
};

/** Unknown factors by why they are unknown, such as that there is no user. */
export const unknownFactorGroups = (factors: readonly Factor[], texts: Texts): string[] =>
  [...Map.groupBy(factors, ({ detail }) => detail)].map(([detail, group]) => {
    const names = group.map(({ factor }) => texts.say('factors', `${factor}.name`)).join('; ');
    return detail === undefined
      ? texts.say('report', 'detail.not-known', names)
      : texts.say('report', 'detail.not-known-because', factorDetail(detail, texts), names);
  });

/** Factors that count against an app: some if present, others if absent. Unknown counts as neither. */

const BAD: readonly FactorId[] = ['secret-in-source', 'admin-profile', 'modify-all-data', 'broad-permissions'];
const MISSED: readonly FactorId[] = ['user-active', 'network-restricted', 'user-dedicated'];

/** An administrator has broad permissions anyway, so one word is enough. */
const ALREADY_SAID: Partial<Record<FactorId, readonly FactorId[]>> = {
  'modify-all-data': ['admin-profile'],
  'broad-permissions': ['admin-profile', 'modify-all-data'],
};

const inState = (factors: readonly Factor[], state: Factor['state'], ids: readonly FactorId[]): FactorId[] =>
  ids.filter((id) => factors.some((factor) => factor.factor === id && factor.state === state));

const wordsAgainst = ({ risk }: Finding, texts: Texts): string[] => {
  const factors = risk?.factors ?? [];
  const bad = inState(factors, 'present', BAD);
  const short = (id: FactorId): string => texts.say('factors', `${id}.short`);
  return [
    ...bad.filter((id) => !ALREADY_SAID[id]?.some((other) => bad.includes(other))).map(short),
    ...inState(factors, 'absent', MISSED).map((id) => texts.say('report', 'why.without', short(id))),
  ];
};
