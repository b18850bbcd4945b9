import type { AppMigration, MigrationResult } from '../../migration/model.js';
import { turningOff } from '../../posture/controls/turningOff.js';
import { fullNameOf } from '../../posture/names.js';
import type { Texts } from '../render.js';
import { flag, shellWord } from '../words/safe/commandLine.js';
import { CURL, NODE, PYTHON } from './clientExamples.js';
import {
  isKeyFileKnown,
  keyFile,
  orgFlag,
  posture,
  sayOf,
  shell,
  userFlag,
  type ReadmeStep,
  type Written,
} from './commands.js';
import { deployStep } from './deployStep.js';
import { keyStep } from './keyStep.js';
import { block, bullets, code } from './markdown.js';

/** In the order in which to do them. */
export const stepsOf = (migration: AppMigration, result: MigrationResult, texts: Texts): ReadmeStep[] => {
  const written = { migration, result, texts };
  return [keyStep, assignStep, deployStep, verifyStep, moveStep, watchStep, offStep, backStep].map((step) =>
    step(written),
  );
};

const assignStep = (written: Written): ReadmeStep => {
  const say = sayOf(written);
  const { permissionSet } = written.result;
  const name = permissionSet ? (flag('name', [permissionSet.name])[0] ?? '') : '--name PERMISSION_SET';
  const assign = ['sf', 'org', 'assign', 'permset', name, ...orgFlag(written), userFlag(written, 'on-behalf-of')];
  return { title: say('step.assign.title'), sections: [say('step.assign.text'), shell(assign)] };
};

const verifyCommand = (written: Written, ...more: string[]): string[] =>
  posture('verify', written, `--key-file ${keyFile(written)}`, userFlag(written, 'username'), ...more);

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
      isKeyFileKnown(written) ? undefined : say('step.verify.key'),
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
  const { app } = written.migration;
  const query = (soql: string): string =>
    shell(['sf', 'data', 'query', ...orgFlag(written), `--query ${shellWord(soql)}`]);
  const names = [...new Set([app.label ?? app.name, app.name, fullNameOf(app)])].map(code);
  return {
    title: say('step.watch.title'),
    sections: [
      say('step.watch.text'),
      say('step.watch.logins'),
      query(logins()),
      say('step.watch.read', names.join(', ')),
      say('step.watch.sources'),
      query(logins('UserId', 'SourceIp')),
      say('step.watch.too-many'),
    ],
  };
};

/** Counts the logins of every app, because SOQL can group by application but not filter by it. */
const logins = (...more: string[]): string => {
  const by = ['Application', 'LoginSubType', ...more].join(', ');
  return [
    `SELECT ${by},`,
    'COUNT(Id) logins, MAX(LoginTime) lastLogin',
    'FROM LoginHistory WHERE LoginTime >= LAST_N_DAYS:7',
    `GROUP BY ${by}`,
    `ORDER BY ${by}`,
  ].join('\n');
};

const offStep = (written: Written): ReadmeStep => {
  const say = sayOf(written);
  const { app, reason } = written.migration;
  const title = say('step.off.title');
  const way = turningOff(app, reason);
  if (way === 'run-as') return { title, sections: [say('step.off.managed')] };
  if (way === 'setup')
    return { title, sections: [say('step.off.setup', written.texts.say('reasons', `${reason}.short`))] };
  const off = posture('remediate', written, '--include-active');
  return { title, sections: [say('step.off.text'), shell([...off, '--dry-run']), say('step.off.then'), shell(off)] };
};

const backStep = (written: Written): ReadmeStep => {
  const say = sayOf(written);
  const { app, reason } = written.migration;
  const restore = ['sf', 'oauth-posture', 'restore', ...orgFlag(written), '--snapshot SNAPSHOT_FOLDER', '--dry-run'];
  return {
    title: say('step.back.title'),
    sections: [
      say('step.back.text'),
      ...(turningOff(app, reason) === 'command'
        ? [say('step.back.restore'), shell(restore)]
        : [say('step.back.setup')]),
      say('step.back.certificate'),
    ],
  };
};
