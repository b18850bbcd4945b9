import type { Finding, Notice, Target } from './model.js';
import { appName } from './names.js';
import type { NoticeCode } from './notices.js';
import { targetName } from './targetName.js';
import type { Entry } from './waiversModel.js';

type About = { entry: Entry; path: string; extra?: Notice['data'] };

/** A notice about an entry of the waiver file, pointing at its line. */
export const entryNotice = (code: NoticeCode, { entry, path, extra }: About): Notice => ({
  code,
  app: entry.app,
  file: path,
  line: entry.line,
  column: entry.column,
  data: { owner: entry.owner, expires: entry.expires, ...extra, control: entry.control },
});

/** The same where the entry met a finding. */
export const findingNotice = (code: NoticeCode, about: About, finding: Finding, target: Target): Notice => ({
  ...entryNotice(code, about),
  target: targetName(target),
  app: appName(finding.app),
});
