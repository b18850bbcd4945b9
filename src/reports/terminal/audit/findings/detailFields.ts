import type { AuditReport, Finding, ReportedUser, Target } from '../../../../posture/model.js';
import { clean } from '../../../words/safe/clean.js';
import { reasonWords, riskWords, runAsWords, useSentence, waiverReason } from '../../../words/finding.js';
import { rangeWords } from '../../../words/factorDetail.js';
import { grantWords, labelAndName } from '../../../words/permissions.js';
import type { Field, Page } from '../../page/page.js';
import { cut } from '../../page/width.js';
import { fixWords } from './fix.js';

/** The facts of one finding with their labels. A fact that is unknown has no line. */

const LONGEST_LABEL = 300;

type MaybeField = readonly [label: string, value: string | undefined];

const known = (rows: readonly MaybeField[], { texts }: Page): Field[] =>
  rows.flatMap(([label, value]): Field[] =>
    value === undefined ? [] : [[texts.say('report', `detail.${label}`), value]],
  );

const waived = ({ waiver }: Finding, { texts }: Page): string | undefined => {
  if (!waiver) return undefined;
  const { owner, ticket, expires } = waiver;
  return texts.say(
    'report',
    'detail.waived',
    ...[waiverReason(waiver, texts), [owner, ticket].filter(Boolean).join(', '), expires].map(clean),
  );
};

const checked = ({ manualCheck }: Finding, { texts }: Page): string | undefined => {
  if (!manualCheck) return undefined;
  const { reason, owner, checked, expires } = manualCheck;
  return texts.say('report', 'detail.checked', ...[reason, owner, checked, expires].map(clean));
};

const fix = (finding: Finding, target: Target, report: AuditReport, { texts }: Page): string | undefined =>
  finding.status === 'fail' ? fixWords(finding, target, report, texts) : undefined;

export const verdictFields = (finding: Finding, target: Target, report: AuditReport, page: Page): Field[] =>
  known(
    [
      ['label', finding.app.label && cut(clean(finding.app.label), LONGEST_LABEL)],
      ['reason', reasonWords(finding, page.texts)],
      ['risk', finding.risk && riskWords(finding, target, page.texts)],
      ['fix', fix(finding, target, report, page)],
      ['waiver', waived(finding, page)],
      ['manual-check', checked(finding, page)],
    ],
    page,
  );

const permissions = ({ broadPermissions }: ReportedUser, { texts }: Page): string | undefined => {
  if (!broadPermissions) return undefined;
  if (broadPermissions.length === 0) return texts.say('report', 'detail.no-broad');
  return [...Map.groupBy(broadPermissions, ({ via }) => via)]
    .map(([via, granted]) => {
      const names = granted.map(({ permission }) => labelAndName(permission, texts)).join(', ');
      return texts.say('report', 'detail.via', grantWords(via, texts), names);
    })
    .join('; ');
};

const ranges = ({ loginIpRanges }: ReportedUser, { texts }: Page): string | undefined => {
  if (!loginIpRanges) return undefined;
  return rangeWords(loginIpRanges.count, loginIpRanges.addresses, texts);
};

/**
 * The user that the app logs in as, and whether such logins were seen. Only if the flow is on, and logins only for an
 * org.
 */
export const accessFields = (finding: Finding, { kind }: Target, page: Page): Field[] => {
  const { risk, executionUser: user, usage } = finding;
  return known(
    [
      ['user', risk || user ? runAsWords(finding, page.texts) : undefined],
      ['profile', user?.profile && clean(user.profile)],
      ['licence', user?.licence && clean(user.licence)],
      ['permissions', user && permissions(user, page)],
      ['login-ranges', user && ranges(user, page)],
      ['use', kind === 'org' && (risk || usage) ? useSentence(usage, page.texts) : undefined],
    ],
    page,
  );
};
