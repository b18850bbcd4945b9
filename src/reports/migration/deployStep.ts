import type { Texts } from '../render.js';
import {
  keepsItsOwn,
  needsCertificate,
  orgFlag,
  rerun,
  RERUN_FOLDER,
  sayOf,
  shell,
  type ReadmeStep,
  type Written,
} from './commands.js';
import { bullets, code } from './markdown.js';
import { setupPoints } from './setup.js';

export const deployStep = (written: Written): ReadmeStep => {
  const say = sayOf(written);
  const { migration } = written;
  const { edits, files, problem, app } = migration;
  const deploy = (more: string[]): string[] => [
    ...['sf', 'project', 'deploy', 'start', '--metadata-dir deploy'],
    ...orgFlag(written),
    ...more,
  ];
  const hasFile = files.some((file) => file.startsWith('deploy/'));
  const change = (path: string, before: string | null, after: string | null): string =>
    `${code(path)}: ${before === null ? '+' : `${code(shortened(before))} →`} ${after === null ? '-' : code(shortened(after))}`;
  const byFile = hasFile
    ? [
        say('step.deploy.file'),
        bullets(edits.map(({ path, before, after }) => change(path, before, after))),
        migration.parts?.certificate === 'replaces-expired' ? say('step.deploy.replaces') : undefined,
        say('step.deploy.commands'),
        shell(deploy(['--dry-run'])),
        say('step.deploy.then'),
        shell(deploy([])),
        edits.some(({ path }) => APPROVAL.includes(path)) ? say('step.deploy.approval') : undefined,
        app.type === 'ExternalClientApplication' ? say('step.deploy.grants') : undefined,
        say('step.deploy.check'),
      ]
    : [];
  const trouble = problem === undefined ? undefined : say('step.deploy.problem', problemWords(problem, written.texts));
  const points = setupPoints(migration, say);
  const again = needsCertificate(written) ? undefined : rerun(written);
  const hasNothing = !hasFile && trouble === undefined && points.length === 0;
  const nothing = keepsItsOwn(written) ? 'step.deploy.kept' : 'step.deploy.nothing';
  return {
    title: say('step.deploy.title'),
    sections: [
      ...byFile,
      trouble,
      needsCertificate(written) ? say('step.deploy.by-hand') : undefined,
      bullets(points),
      ...(again ? [say('setup.permission-set', RERUN_FOLDER), shell(again)] : []),
      hasNothing ? say(nothing) : undefined,
    ],
  };
};

const APPROVAL = ['oauthConfig.isAdminApproved', 'permittedUsersPolicyType'];

/** A certificate has a thousand characters, and the file shows them all. */
const shortened = (value: string): string => (value.length > 80 ? `${value.slice(0, 40)}…` : value);

export const problemWords = (problem: string, texts: Texts): string =>
  texts.has('migrate', `problem.${problem}`)
    ? texts.say('migrate', `problem.${problem}`)
    : texts.say('migrate', 'problem.unnamed', problem);
