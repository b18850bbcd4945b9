import type { FlowUse, LoginAttempt, VerifyResult } from '../../../migration/verifyResult.js';
import { type LoginCause, mayPass } from '../../../migration/loginCause.js';
import { turningOff } from '../../../posture/controls/turningOff.js';
import type { App } from '../../../posture/model.js';
import { appName, fullNameOf } from '../../../posture/names.js';
import { patternOf } from '../../../posture/selection.js';
import { defined } from '../../../values.js';
import type { RenderOptions, Texts } from '../../render.js';
import { clean } from '../../words/safe/clean.js';
import { flag } from '../../words/safe/commandLine.js';
import { minute } from '../../words/names.js';
import { commandLines, fields, heading, joined, pageOf, paragraph, type Field, type Page } from '../page/page.js';
import { exitSection, failedStepLines } from '../page/sections.js';

export const verifyReport = (result: VerifyResult, texts: Texts, options: RenderOptions): string => {
  const page = pageOf(texts, options);
  return joined([
    [...heading(headingOf(result, texts), page), ...fields(rowsOf(result, texts), page)],
    why(result, page),
    result.flow.status === 'unknown' ? failedStepLines(result.failedSteps, page) : [],
    nextSteps(result, page),
    exit(result, page),
  ]);
};

const HEADINGS: Readonly<Record<FlowUse['status'], string>> = {
  stopped: 'moved',
  off: 'off',
  used: 'used',
  unknown: 'unknown',
};

const headingOf = ({ app, login, flow }: VerifyResult, texts: Texts): string =>
  texts.say('verify', `heading.${login.proven ? HEADINGS[flow.status] : 'not-proven'}`, clean(fullNameOf(app)));

const rowsOf = ({ app, org, username, login, flow }: VerifyResult, texts: Texts): Field[] => {
  const row = (label: string, value: string): Field => [texts.say('verify', `field.${label}`), value];
  return [
    row('app', clean(appName(app))),
    row('org', clean(org.alias ?? org.username)),
    row('user', clean(username)),
    ...(login.audience === undefined ? [] : [row('audience', clean(login.audience))]),
    ...(login.proven ? [] : login.attempts.map((attempt) => row('attempt', attemptWords(attempt, texts)))),
    row('token', texts.say('verify', `token.${login.token}`)),
    row('flow', flowWords(flow, texts)),
  ];
};

const attemptWords = ({ audience, outcome, error, description }: LoginAttempt, texts: Texts): string => {
  const said = [error, description].map((word) => clean(word ?? '')).filter((word) => word !== '');
  return texts.say('verify', `attempt.${outcome}`, clean(audience), ...(outcome === 'issued' ? [] : [said.join(': ')]));
};

const flowWords = ({ status, windowDays, logins, addresses, lastLogin }: FlowUse, texts: Texts): string => {
  if (status !== 'used') return texts.say('verify', `flow.${status}`, ...(status === 'off' ? [] : [windowDays]));
  const last = lastLogin === undefined ? '?' : minute(lastLogin);
  return logins === 1
    ? texts.say('verify', 'flow.used-once', windowDays, last)
    : texts.say('verify', 'flow.used', logins ?? '?', windowDays, addresses ?? '?', last);
};

const why = ({ login }: VerifyResult, page: Page): string[] =>
  login.causes.length === 0
    ? []
    : [
        ...heading(page.texts.say('verify', 'why'), page),
        ...login.causes.flatMap((cause) => paragraph(page.texts.say('verify', `cause.${cause}`), page, 2, '- ')),
      ];

const isDelayPossible = ({ attempts }: VerifyResult['login']): boolean => {
  const last = attempts.at(-1);
  return last?.outcome === 'refused' && mayPass({ error: last.error ?? '', description: last.description ?? '' });
};

type Step = { text: string; command?: string[] };

const COMMANDS: Partial<Record<LoginCause, string[]>> = {
  'wrong-certificate': ['openssl x509', '-in cert.pem', '-noout', '-enddate', '-fingerprint', '-sha256'],
};

const CLIENT_ID: Readonly<Record<App['type'], string>> = {
  ConnectedApp: 'todo.client-id-connected',
  ExternalClientApplication: 'todo.client-id',
};

const stepsOf = (result: VerifyResult, texts: Texts): Step[] => {
  const { login, flow, username, app, reason, isClientIdCompared } = result;
  const say = (key: string, ...values: (string | number)[]): Step => ({ text: texts.say('verify', key, ...values) });
  const token = login.token === 'alive' ? [say('todo.token', clean(username))] : [];
  if (!login.proven)
    return [
      ...login.causes.map((cause) => ({ ...say(`cause.${cause}.todo`), ...defined({ command: COMMANDS[cause] }) })),
      ...(isDelayPossible(login) ? [say('todo.delay')] : []),
      ...token,
    ];
  // A login with the client ID of another app would look the same.
  const given = isClientIdCompared ? [] : [say(CLIENT_ID[app.type])];
  const first = [...token, ...given];
  if (flow.status === 'used') return [...first, say('todo.move', flow.windowDays)];
  if (flow.status === 'unknown') return [...first, say('todo.use')];
  if (flow.status === 'off') return first;
  const stopped = [...first, say('note.rare', flow.windowDays)];
  const way = turningOff(app, reason);
  if (way === 'run-as') return [...stopped, say('todo.run-as')];
  if (way === 'setup') return [...stopped, say('todo.setup', texts.say('reasons', `${reason}.short`))];
  return [...stopped, { ...say('todo.remediate'), command: remediation(result) }];
};

const remediation = ({ org, app }: VerifyResult): string[] => [
  ...['sf', 'oauth-posture', 'remediate'],
  ...flag('target-org', [org.alias ?? org.username]),
  ...flag('app', [patternOf(app)]),
  '--include-active',
  '--dry-run',
];

const nextSteps = (result: VerifyResult, page: Page): string[] => {
  const steps = stepsOf(result, page.texts);
  if (steps.length === 0) return [];
  return [
    ...heading(page.texts.say('verify', 'next'), page),
    ...steps.flatMap(({ text, command }, at) => [
      ...paragraph(text, page, 2, `${at + 1}. `),
      ...(command ? commandLines(command, page, 5) : []),
    ]),
  ];
};

const exit = ({ login, flow, summary }: VerifyResult, page: Page): string[] => {
  const { texts } = page;
  const words = login.proven ? HEADINGS[flow.status] : 'not-proven';
  const mayLive = login.proven && flow.status !== 'used' && login.token !== 'revoked';
  return exitSection(
    summary.exitCode,
    [
      texts.say('verify', `exit.${words}`, ...(words === 'moved' ? [flow.windowDays] : [])),
      ...(mayLive ? [texts.say('verify', 'exit.token')] : []),
    ],
    page,
  );
};
