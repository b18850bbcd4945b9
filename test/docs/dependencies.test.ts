import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { DIRECT, licenses, rows, RUNTIME } from './support/lockFile.js';

const page = readFileSync('docs/dependencies.md', 'utf8');

/** The rows of the table below this title, without its head. */
const tableBelow = (title: string): string[][] => {
  const [, section = ''] = page.split(new RegExp(`^#+ ${title}$`, 'm'));
  const [, table = ''] = /\|[-|]+\|\n((?:\|.*\n)+)/.exec(section) ?? [];
  return table
    .trim()
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
};

describe('the runtime dependencies', () => {
  it('are each in the docs, with license, number of packages, and reason', () => {
    const told = tableBelow('Dependencies');
    expect(told.map(([name]) => name).toSorted()).to.deep.equal(DIRECT.map((name) => `\`${name}\``).toSorted());
    for (const { name, license, brings } of rows()) {
      const [, count, its = '', reason = ''] = told.find(([cell]) => cell === `\`${name}\``) ?? [];
      expect([Number(count), its], name).to.deep.equal([brings, license]);
      expect(reason, name).to.match(/\w{3,} \w+/);
    }
  });

  it('have the licenses that the docs list, and no others', () => {
    const told = tableBelow('Licenses').map(([license = '', count]) => [license, Number(count)] as const);
    expect(Object.fromEntries(told)).to.deep.equal(licenses());
    expect(page).to.include(`${RUNTIME.length} packages in the lock file`);
    const beyond = rows().filter(({ name }) => !/^@(oclif|salesforce)\//.test(name));
    expect(page).to.include(`${beyond.reduce((total, { brings }) => total + brings, 0)} of them beyond the framework`);
  });

  it('have a checksum in the lock file, which the installation checks', () => {
    expect(RUNTIME.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'))).to.deep.equal([]);
  });

  it('run no script when they are installed', () => {
    expect(RUNTIME.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path)).to.deep.equal(
      [],
    );
  });
});
