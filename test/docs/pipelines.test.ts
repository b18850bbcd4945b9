import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { CLI_VERSION } from '../../scripts/proof/cliVersion.js';
import { GITHUB, shellLines, textOf, workflow } from './support/pipelineFiles.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

const FILES = [
  ...GITHUB.map((name) => `github/${name}.yml`),
  'gitlab/gitlab-ci.yml',
  'azure/azure-pipelines.yml',
  'bitbucket/bitbucket-pipelines.yml',
  'jenkins/Jenkinsfile',
];

/** What only one system needs: its way to a key, to its summary page, and back to its checkout. */
const OWN: readonly RegExp[] = [
  /^export \w+=/,
  /^\(umask 077; .*SF_JWT_KEY/,
  /^cd "\$CI_PROJECT_DIR"$/,
  /^if \[ -f posture\/report\.md \]; then echo "##vso/,
  /^cat \w+\/\w+\.md >> "\$GITHUB_STEP_SUMMARY"$/,
  /report\.codequality\.json$/,
];

describe('the files of the example pipelines', () => {
  const { github = [], ...others } = shellLines();
  for (const [system, lines] of Object.entries(others))
    it(`${system} has the shell lines of GitHub, which a test runs`, () => {
      const own = lines.filter((line) => !OWN.some((pattern) => pattern.test(line)));
      expect(own.map((line) => line.replace(/(--instance-url "\$SF_LOGIN_URL") \|\| true$/, '$1'))).to.satisfy(
        (left: string[]) => left.length > 0 && left.every((line) => github.includes(line)),
        own.filter((line) => !github.includes(line)).join('\n'),
      );
    });

  it('install the version that this is', () => {
    for (const file of FILES) {
      const named = [...textOf(file).matchAll(/sf-oauth-posture-(\d[\w.-]*)\.tgz/g)].map(([, found]) => found);
      expect(new Set(named), file).to.deep.equal(new Set([version]));
    }
  });

  it('name the version of the Salesforce CLI that `npm run test:real-cli` tries', () => {
    for (const file of FILES) {
      const named = [...textOf(file).matchAll(/@salesforce\/cli@(\S+)/g)].map(([, found]) => found);
      expect(new Set(named), file).to.deep.equal(new Set([CLI_VERSION]));
    }
  });

  it('hand values over in the environment, never as text of a script', () => {
    const scripts = GITHUB.flatMap((name) => Object.values(workflow(name).jobs)).flatMap(({ steps }) => steps);
    for (const { run = '' } of scripts) expect(run).to.not.include('${{');
  });

  it('may read the repository, and write nothing but alerts', () => {
    for (const name of GITHUB) {
      const { permissions, jobs } = workflow(name);
      for (const given of [permissions, ...Object.values(jobs).map((job) => job.permissions ?? permissions)]) {
        const { actions = 'read', contents, 'security-events': alerts = 'write', ...more } = given;
        expect([actions, contents, alerts, more], name).to.deep.equal(['read', 'read', 'write', {}]);
      }
    }
  });

  it('keep the snapshot even if the run failed or was canceled', () => {
    const steps = workflow('remediate').jobs['apply']?.steps ?? [];
    const keeping = steps.find(({ name }) => name === 'Keep the snapshot');
    expect(keeping?.if).to.equal('${{ always() }}');
    expect(keeping?.with?.['path']).to.include('snapshots');
    expect(textOf('gitlab/gitlab-ci.yml')).to.match(
      /when: always\n {4}access: developer\n {4}paths: \[snapshots, change\]/,
    );
  });

  it('ask for an approval between the plan and its changes', () => {
    const { jobs } = workflow('remediate');
    expect([jobs['plan']?.environment, jobs['apply']?.environment, jobs['apply']?.needs]).to.deep.equal([
      'production',
      'production-change',
      'plan',
    ]);
    expect(textOf('gitlab/gitlab-ci.yml')).to.match(/apply:[\s\S]*when: manual[\s\S]*production-change/);
  });
});
