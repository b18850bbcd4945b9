import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What the example pipelines say, each in the words of its system. */

const FOLDER = join(import.meta.dirname, '../../../docs/pipelines');

export const textOf = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

export type Step = {
  name?: string;
  if?: string;
  run?: string;
  uses?: string;
  with?: Record<string, string | boolean | number>;
  env?: Record<string, string>;
  'continue-on-error'?: boolean;
};
export type Job = {
  environment?: string;
  if?: string;
  needs?: string;
  env?: Record<string, string>;
  strategy?: { matrix: { org: string[] } };
  permissions?: Record<string, string>;
  steps: Step[];
};
export type Workflow = { env?: Record<string, string>; permissions: Record<string, string>; jobs: Record<string, Job> };

export const GITHUB = ['audit', 'fleet', 'pull-request', 'remediate'] as const;
export type WorkflowName = (typeof GITHUB)[number];

export const workflow = (name: WorkflowName): Workflow => parse(textOf(`github/${name}.yml`)) as Workflow;

export const jobOf = (flow: Workflow, name: string): Job => {
  const job = flow.jobs[name];
  if (!job) throw new Error(`The workflow has no job ${name}.`);
  return job;
};

const linesOf = (script: string): string[] =>
  script
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== 'set -e');

const githubLines = (): string[] =>
  GITHUB.flatMap((name) => Object.values(workflow(name).jobs))
    .flatMap(({ steps }) => steps)
    .flatMap(({ run = '' }) => linesOf(run));

type GitLabJob = { script?: unknown[] };

export const gitlabScript = (job: string): string[] => {
  const file = parse(textOf('gitlab/gitlab-ci.yml'), { merge: true }) as Record<string, GitLabJob>;
  return (file[job]?.script ?? []).flat(3).map(String);
};

export const GITLAB_JOBS = ['source', 'audit', 'merge', 'plan', 'apply'] as const;

const azureLines = (): string[] => {
  const { steps } = parse(textOf('azure/azure-pipelines.yml')) as { steps: { bash?: string }[] };
  return steps.flatMap(({ bash = '' }) => linesOf(bash));
};

const bitbucketLines = (): string[] => {
  type Pipelines = { pipelines: { custom: Record<string, { step: { script: string[] } }[]> } };
  const { pipelines } = parse(textOf('bitbucket/bitbucket-pipelines.yml')) as Pipelines;
  return Object.values(pipelines.custom)
    .flat()
    .flatMap(({ step }) => step.script);
};

/** Groovy takes one backslash away. */
const jenkinsLines = (): string[] =>
  [...textOf('jenkins/Jenkinsfile').matchAll(/'''([\s\S]*?)'''/g)].flatMap(([, script = '']) =>
    linesOf(script.replaceAll('\\\\', '\\')),
  );

/** Every shell line, by system. */
export const shellLines = (): Record<string, string[]> => ({
  github: githubLines(),
  gitlab: GITLAB_JOBS.flatMap(gitlabScript),
  azure: azureLines(),
  bitbucket: bitbucketLines(),
  jenkins: jenkinsLines(),
});
