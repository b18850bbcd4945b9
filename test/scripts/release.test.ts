import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { mistakesIn, type Released } from '../../scripts/proof/release.js';

const GOOD: Released = {
  version: '1.2.3',
  changelog: '# Changelog\n\n## 1.2.3\n\nNew.\n',
  repository: { url: 'https://example.com/project' },
};

type Job = { permissions?: Record<string, string>; environment?: string; steps: { run?: string; uses?: string }[] };

describe('a release', () => {
  it('is published if tag, version and changelog agree', () => {
    expect(mistakesIn('v1.2.3', GOOD)).to.deep.equal([]);
  });

  it('is not published under another tag, without a section in the changelog, or from an unknown repository', () => {
    expect(mistakesIn('v1.2.4', GOOD).join()).to.include('v1.2.4');
    expect(mistakesIn('', GOOD).join()).to.include('missing');
    expect(mistakesIn('v1.2.3', { ...GOOD, changelog: '# Changelog\n\n## 1.2.30\n' }).join()).to.include('CHANGELOG');
    expect(mistakesIn('v1.2.3', { version: GOOD.version, changelog: GOOD.changelog }).join()).to.include('repository');
  });

  it('has its version in the changelog', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as Released;
    expect(readFileSync('CHANGELOG.md', 'utf8')).to.include(`\n## ${version}\n`);
  });

  it('is published by a job that runs no code of the project, without a stored token', () => {
    const text = readFileSync('.github/workflows/release.yml', 'utf8');
    const { permissions, jobs } = parse(text) as { permissions: unknown; jobs: { pack: Job; publish: Job } };
    expect(permissions).to.deep.equal({ contents: 'read' });
    expect(jobs.pack.permissions).to.equal(undefined);
    expect(jobs.publish.environment).to.equal('release');
    expect(jobs.publish.permissions).to.deep.equal({ contents: 'write', 'id-token': 'write' });
    expect(jobs.publish.steps.some(({ uses = '' }) => uses.startsWith('actions/checkout'))).to.equal(false);
    const script = jobs.publish.steps.map(({ run = '' }) => run).join('\n');
    expect(script).to.include('npm publish --ignore-scripts --provenance');
    expect(text).to.not.include('secrets.');
  });
});
