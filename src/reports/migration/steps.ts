import type { AppMigration, MigrationResult } from '../../migration/model.js';
import { fullNameOf } from '../../posture/names.js';
import type { Texts } from '../render.js';
import { cleanPath } from '../words/clean.js';
import { flag, shellWord } from '../words/commandLine.js';
import { day } from '../words/names.js';
import { CURL, NODE, PYTHON } from './clientExamples.js';
import { bullets, block, code } from './markdown.js';
import { setupPoints } from './setup.js';

export type ReadmeStep = { title: string; sections: (string | undefined)[] };

type Written = { migration: AppMigration; result: MigrationResult; texts: Texts };

/** In the order in which they are done. Each step depends only on the ones before it. */
export const stepsOf = (migration: AppMigration, result: MigrationResult, texts: Texts): ReadmeStep[] => {
  const written = { migration, result, texts };
  return [keyStep, assignStep, deployStep, verifyStep, moveStep, watchStep, offStep, backStep].map((step) =>
    step(written),
  );
};

const sayOf =
  ({ texts }: Written) =>
  (key: string, ...values: (string | number)[]): string =>
    texts.say('migrate', key, ...values);

const shell = (...lines: readonly (readonly string[])[]): string =>
  block(
    'sh',
    lines.map((words) => words.join(' ')),
  );

const orgFlag = ({ result: { org } }: Written): string[] => flag('target-org', [org.alias ?? org.username]);
const appFlag = ({ migration: { app } }: Written): string[] => flag('app', [fullNameOf(app)]);
const posture = (verb: string, written: Written, ...more: string[]): string[] => [
  ...['sf', 'oauth-posture', verb],
  ...orgFlag(written),
  ...appFlag(written),
  ...more,
];

/** A placeholder for a value that this plugin doesn't know, in capitals so that it's noticed. */
const userFlag = ({ migration }: Written, name: string): string =>
  migration.executionUser ? (flag(name, [migration.executionUser.username])[0] ?? '') : `--${name} USERNAME`;

const keyStep = (written: Written): ReadmeStep => {
  const say = sayOf(written);
  const { certificate } = written.result;
  const isReady =
    written.migration.parts?.certificate === 'in-place' || written.migration.parts?.certificate === 'kept';
  // One key for each app of each org. A command that is pasted twice must not replace a key that a client may be
  // using.
  const name = `${fullNameOf(written.migration.app).slice(0, 40)}-${written.result.org.id}`.replaceAll(/[^\w-]/g, '-');
  const pair = shell(
    [`umask 077 && mkdir -p ~/jwt-keys && test ! -e ~/jwt-keys/${name}.key.pem &&`],
    [`openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj ${shellWord(`/CN=${name}`)} \\`],
    [`  -keyout ~/jwt-keys/${name}.key.pem -out ~/jwt-keys/${name}.cert.pem`],
    [`openssl x509 -in ~/jwt-keys/${name}.cert.pem -noout -subject -enddate -fingerprint -sha256`],
  );
  const title = say('step.key.title');
  if (certificate !== undefined) {
    const { subject, bits, validTo, fingerprint } = certificate;
    return { title, sections: [say('step.key.given', code(subject), bits, day(validTo), code(fingerprint))] };
  }
  if (isReady) return { title, sections: [say('setup.kept')] };
  const rerun = posture('migrate', written, `--certificate ~/jwt-keys/${name}.cert.pem`, '--permission-set NAME');
  const isFile = written.migration.app.type === 'ConnectedApp' && !written.migration.app.managed;
  return { title, sections: [say('step.key.text'), pair, ...(isFile ? [say('step.key.rerun'), shell(rerun)] : [])] };
};

const deployStep = (written: Written): ReadmeStep => {
  const say = sayOf(written);
  const { migration, result } = written;
  const { edits, files, problem, app } = migration;
  const deploy = (more: string[]): string[] => [
    ...['sf', 'project', 'deploy', 'start', '--metadata-dir deploy'],
    ...orgFlag(written),
    ...more,
  ];
  const hasFile = files.some((file) => file.startsWith('deploy/'));
  const change = (path: string, before: string | null, after: string | null): string =>
    `${code(path)}: ${before === null ? '+' : `${code(before)} →`} ${after === null ? '-' : code(shortened(after))}`;
  const byFile = hasFile
    ? [
        say('step.deploy.file'),
        bullets(edits.map(({ path, before, after }) => change(path, before, after))),
        say('step.deploy.commands'),
        shell([`cd ${shellWord(`./${cleanPath(migration.folder ?? '')}`)} &&`, ...deploy(['--dry-run'])]),
        say('step.deploy.then'),
        shell(deploy([])),
        edits.some(({ path }) => APPROVAL.includes(path)) ? say('step.deploy.approval') : undefined,
        app.type === 'ExternalClientApplication' ? say('step.deploy.grants') : undefined,
        say('step.deploy.check'),
      ]
    : [];
  const trouble = problem === undefined ? undefined : say('step.deploy.problem', problemWords(problem, written.texts));
  const points = setupPoints(migration, result.permissionSet !== undefined, say);
  const nothing = !hasFile && trouble === undefined && points.length === 0 ? say('step.deploy.nothing') : undefined;
  return { title: say('step.deploy.title'), sections: [...byFile, trouble, bullets(points), nothing] };
};

const APPROVAL = ['oauthConfig.isAdminApproved', 'permittedUsersPolicyType'];

/** A certificate has a thousand characters, and the file has all of them. */
const shortened = (value: string): string => (value.length > 80 ? `${value.slice(0, 40)}…` : value);

export const problemWords = (problem: string, texts: Texts): string =>
  texts.has('migrate', `problem.${problem}`)
    ? texts.say('migrate', `problem.${problem}`)
    : texts.say('migrate', 'problem.unnamed', problem);

const assignStep = (written: Written): ReadmeStep => {
  const say = sayOf(written);
  const { permissionSet } = written.result;
  const name = permissionSet ? (flag('name', [permissionSet.name])[0] ?? '') : '--name PERMISSION_SET';
  const assign = ['sf', 'org', 'assign', 'permset', name, ...orgFlag(written), userFlag(written, 'on-behalf-of')];
  return { title: say('step.assign.title'), sections: [say('step.assign.text'), shell(assign)] };
};

const verifyCommand = (written: Written, ...more: string[]): string[] =>
  posture('verify', written, '--key-file KEY.pem', userFlag(written, 'username'), ...more);

const verifyStep = (written: Written): ReadmeStep => {
  const say = sayOf(written);
  const isEca = written.migration.app.type === 'ExternalClientApplication';
  const clientId = [
    say('step.verify.client-id'),
    shell(['read -rs SF_OAUTH_POSTURE_CLIENT_ID && export SF_OAUTH_POSTURE_CLIENT_ID']),
  ];
  return {
    title: say('step.verify.title'),
    sections: [
      say('step.verify.text'),
      ...(isEca ? clientId : []),
      shell(verifyCommand(written, '--wait 10')),
      say('step.verify.delay'),
    ],
  };
};

const moveStep = (written: Written): ReadmeStep => {
  const say = sayOf(written);
  const { org } = written.result;
  const documented = org.isSandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com';
  return {
    title: say('step.move.title'),
    sections: [
      say('step.move.text'),
      say('step.move.audience', code(documented), code(org.instanceUrl)),
      ...[`### ${say('example.curl')}`, block('sh', CURL)],
      ...[`### ${say('example.node')}`, block('js', NODE)],
      ...[`### ${say('example.python')}`, block('python', PYTHON)],
      bullets([say('example.mulesoft'), say('example.boomi')]),
    ],
  };
};

const watchStep = (written: Written): ReadmeStep => {
  const say = sayOf(written);
  const soql =
    'SELECT LoginTime, UserId, SourceIp, Application, LoginSubType, Status FROM LoginHistory ' +
    'WHERE LoginTime = LAST_N_DAYS:7 ORDER BY LoginTime DESC LIMIT 200';
  return {
    title: say('step.watch.title'),
    sections: [
      say('step.watch.text'),
      shell(['sf', 'data', 'query', ...orgFlag(written), `--query ${shellWord(soql)}`]),
    ],
  };
};

const offStep = (written: Written): ReadmeStep => {
  const say = sayOf(written);
  const { app } = written.migration;
  const title = say('step.off.title');
  if (app.type === 'ConnectedApp' && app.managed) return { title, sections: [say('step.off.managed')] };
  const off = posture('remediate', written, '--include-active');
  return { title, sections: [say('step.off.text'), shell([...off, '--dry-run'], off)] };
};

const backStep = (written: Written): ReadmeStep => {
  const say = sayOf(written);
  const restore = ['sf', 'oauth-posture', 'restore', ...orgFlag(written), '--snapshot SNAPSHOT_FOLDER', '--dry-run'];
  return {
    title: say('step.back.title'),
    sections: [say('step.back.text'), shell(restore), say('step.back.certificate')],
  };
};
