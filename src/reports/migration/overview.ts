import type { AppMigration, MigrationResult } from '../../migration/model.js';
import { appName, fullNameOf } from '../../posture/names.js';
import type { Texts } from '../render.js';
import { certificateWords } from '../words/certificate.js';
import { useWords } from '../words/finding.js';
import { minute } from '../words/names.js';
import { bullets, code, page, table } from './markdown.js';

/** All apps of one run in a table, each with the folder that its steps are in. */
export const overview = ({ apps, tool, org, finishedAt }: MigrationResult, texts: Texts): string => {
  const say = (key: string, ...values: (string | number)[]): string => texts.say('migrate', key, ...values);
  const named = (status: AppMigration['status']): string[] =>
    apps.filter((app) => app.status === status).map(({ app }) => code(appName(app)));
  const row = ({ app, usage, parts, certificateDate, folder = '' }: AppMigration): string[] => [
    code(fullNameOf(app)),
    say(`kind.${app.type}`),
    useWords(usage, texts),
    certificateWords('certificate.short', parts?.certificate ?? 'unknown', certificateDate, texts),
    say(`users.${parts?.['pre-authorization'] ?? 'unknown'}`),
    code(`${folder}/README.md`),
  ];
  const list = (key: string, names: readonly string[]): string | undefined =>
    names.length === 0 ? undefined : page([`## ${say(key)}`, say(`${key}.text`), bullets(names)]).trimEnd();
  return page([
    `# ${say('overview.title')}`,
    say('overview.intro', tool.version, minute(finishedAt), code(org.alias ?? org.username)),
    table(say('overview.columns').split('|'), apps.filter(({ status }) => status === 'written').map(row)),
    list('overview.off', named('flow-off')),
    list('overview.open', named('not-evaluated')),
    say('folder.note'),
  ]);
};
