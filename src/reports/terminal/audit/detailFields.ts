import type { Finding, ReportedUser, Target } from '../../../posture/model.js';
import { clean, cleanPath } from '../../words/clean.js';
import { dispositionWords, riskWords, useSentence, userWords } from '../../words/finding.js';
import type { Field, Page } from '../page/page.js';
import { cut } from '../page/width.js';

/** The facts of one finding, label by label. What is not known to it has no line. */

const LONGEST_LABEL = 300;

type MaybeField = readonly [label: string, value: string | undefined];

const known = (rows: readonly MaybeField[], { texts }: Page): Field[] =>
  rows.flatMap(([label, value]): Field[] =>
    value === undefined ? [] : [[texts.say('report', `detail.${label}`), value]],
  );

const place = ({ app }: Finding): string | undefined =>
  app.file === undefined ? undefined : cleanPath(app.line === undefined ? app.file : `${app.file}:${app.line}`);

const waived = ({ waiver }: Finding, { texts }: Page): string | undefined => {
  if (!waiver) return undefined;
  const { reason, owner, ticket, disposition, expires } = waiver;
  return texts.say(
    'report',
    'detail.waived',
    ...[
      [disposition && dispositionWords(disposition, texts), reason].filter(Boolean).join(': '),
      [owner, ticket].filter(Boolean).join(', '),
      expires,
    ].map(clean),
  );
};

const checked = ({ manualCheck }: Finding, { texts }: Page): string | undefined => {
  if (!manualCheck) return undefined;
  const { reason, owner, checked, expires } = manualCheck;
  return texts.say('report', 'detail.checked', ...[reason, owner, checked, expires].map(clean));
};

export const verdictFields = (finding: Finding, target: Target, page: Page): Field[] =>
  known(
    [
      ['label', finding.app.label && cut(clean(finding.app.label), LONGEST_LABEL)],
      ['file', place(finding)],
      ['reason', page.texts.say('reasons', finding.reason)],
      ['risk', finding.risk && riskWords(finding, target, page.texts)],
      ['waiver', waived(finding, page)],
      ['manual-check', checked(finding, page)],
    ],
    page,
  );

const permissions = ({ broadPermissions }: ReportedUser, { texts }: Page): string | undefined => {
  if (!broadPermissions) return undefined;
  if (broadPermissions.length === 0) return texts.say('report', 'detail.no-broad');
  return broadPermissions
    .map(({ permission, via }) => texts.say('report', 'detail.via', clean(permission), clean(via)))
    .join('; ');
};

const ranges = ({ loginIpRanges }: ReportedUser, { texts }: Page): string | undefined =>
  loginIpRanges && texts.say('report', 'detail.ranges', loginIpRanges.count, clean(loginIpRanges.addresses));

/** Who the app logs in as, and whether anybody was seen doing it. Only where the flow is on. */
export const accessFields = ({ risk, executionUser: user, usage }: Finding, page: Page): Field[] =>
  known(
    [
      ['user', risk || user ? userWords(user, page.texts) : undefined],
      ['profile', user?.profile && clean(user.profile)],
      ['licence', user?.licence && clean(user.licence)],
      ['permissions', user && permissions(user, page)],
      ['login-ranges', user && ranges(user, page)],
      ['use', risk || usage ? useSentence(usage, page.texts) : undefined],
    ],
    page,
  );
