import type { AppMigration, LoginSource, MigrationResult } from '../../migration/model.js';
import { appName, fullNameOf } from '../../posture/names.js';
import type { Texts } from '../render.js';
import { certificateWords } from '../words/certificate.js';
import { useSentence, userWords } from '../words/finding.js';
import { kindOfOrg, minute } from '../words/names.js';
import { code, page, table } from './markdown.js';
import { stepsOf } from './steps.js';

const MOST_SOURCES = 50;

/** The steps for one app, based on what was read. */
export const readme = (migration: AppMigration, result: MigrationResult, texts: Texts): string => {
  const say = (key: string, ...values: (string | number)[]): string => texts.say('migrate', key, ...values);
  const { tool, org, finishedAt } = result;
  return page([
    `# ${say('readme.title', code(fullNameOf(migration.app)))}`,
    say('readme.intro', tool.version, minute(finishedAt), `${code(org.alias ?? org.username)} (${code(org.id)})`),
    `## ${say('readme.known')}`,
    known(migration, result, texts),
    migration.reason === 'app-disabled' ? say('known.app-disabled') : undefined,
    `### ${say('sources.title')}`,
    sources(migration, result, texts),
    ...stepsOf(migration, result, texts).map(({ title, sections }, at) =>
      page([`## ${at + 1}. ${title}`, ...sections]).trimEnd(),
    ),
    `## ${say('unknowns.title')}`,
    unknowns(migration, texts),
  ]);
};

/** A point about the other type of app would read as one about this app's file. */
const unknowns = ({ app }: AppMigration, texts: Texts): string =>
  [app.type, 'every']
    .flatMap((whose) => texts.points('migrate', `unknowns.${whose}`))
    .map((point) => `- ${point}`)
    .join('\n');

const known = (
  { app, reason, parts, certificateDate, scopes, executionUser, usage }: AppMigration,
  { org }: MigrationResult,
  texts: Texts,
): string => {
  const say = (key: string): string => texts.say('migrate', key);
  const kind = texts.say('report', `org.${kindOfOrg(org)}`);
  const list = scopes === null || scopes === undefined ? say('value.unknown') : scopes.map(code).join(', ');
  return table(
    ['', ''],
    [
      [say('row.app'), `${code(appName(app))} (${say(`kind.${app.type}`)})`],
      ...(app.label === undefined ? [] : [[say('row.label'), code(app.label)]]),
      [say('row.org'), `${code(org.alias ?? org.username)}, ${code(org.instanceUrl)} (${kind})`],
      [say('row.user'), executionUser ? code(userWords(executionUser, texts)) : userWords(undefined, texts)],
      [say('row.audit'), texts.say('reasons', `${reason}.short`)],
      [say('row.scopes'), list || say('value.none')],
      [say('row.use'), useSentence(usage, texts)],
      [
        say('row.certificate'),
        certificateWords('certificate', parts?.certificate ?? 'unknown', certificateDate, texts),
      ],
      [say('row.users'), say(`users.${parts?.['pre-authorization'] ?? 'unknown'}`)],
    ],
  );
};

const sources = ({ sources: found, usage }: AppMigration, { failedSteps }: MigrationResult, texts: Texts): string => {
  const say = (key: string, ...values: (string | number)[]): string => texts.say('migrate', key, ...values);
  if (found === undefined) return say('sources.not-searched');
  if (found === null) return say('sources.unknown');
  if (found.length === 0)
    return usage?.status === 'no-evidence' ? say('sources.none', usage.windowDays) : say('sources.unknown');
  const row = ({ address, logins, lastLogin }: LoginSource): string[] => [
    code(address),
    String(logins),
    lastLogin === undefined ? '?' : minute(lastLogin),
  ];
  const left = found.length - MOST_SOURCES;
  const isPartial = failedSteps.some(({ step }) => step === 'query-login-history');
  return page([
    isPartial ? say('sources.partial') : undefined,
    table(say('sources.columns').split('|'), found.slice(0, MOST_SOURCES).map(row)),
    left > 0 ? say('sources.more', left) : undefined,
    say('sources.ranges'),
  ]).trimEnd();
};
