import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { StoredLogin } from '../../src/org/logins.js';
import { removeTemporaryTrees, temporaryTree } from '../files/support/temporaryTree.js';

const MODULE = new URL('../../src/org/logins.ts', import.meta.url).href;
const SCRIPT = `import { storedLogins } from '${MODULE}'; console.log(JSON.stringify(await storedLogins()));`;

/** In a process of its own, because the library looks for the home folder once. */
const loginsIn = (home: string): StoredLogin[] => {
  const env = { ...process.env, HOME: home, USERPROFILE: home, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true' };
  const told = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', SCRIPT], {
    env: { ...env, SF_DISABLE_LOG_FILE: 'true' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(told.toString()) as StoredLogin[];
};

describe('the logins that are stored on this machine', () => {
  after(removeTemporaryTrees);

  it('contain those that cannot be read: an org that is not audited must not look as if all were well', () => {
    const home = temporaryTree({
      '.sfdx/dev@example.com.json': '{"username":"dev@example.com","orgId":"00D000000000001AAA","isScratch":true}',
      '.sfdx/prod@example.com.json': '{"username": "prod@exam',
      '.sfdx/alias.json': '{"orgs":{"prod":"prod@example.com"}}',
    });
    symlinkSync('nowhere', join(home, '.sfdx/gone@example.com.json'));
    const [dev, gone, prod, ...others] = loginsIn(home);
    expect(dev).to.deep.include({ username: 'dev@example.com', isScratch: true });
    expect([gone, prod, others]).to.deep.equal([
      { username: 'gone@example.com', isScratch: false, isExpired: false },
      { username: 'prod@example.com', isScratch: false, isExpired: false, alias: 'prod' },
      [],
    ]);
  });
});
