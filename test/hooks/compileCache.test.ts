import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';

const HOOK = new URL('../../src/hooks/compileCache.ts', import.meta.url).href;

describe('the compile cache', () => {
  let cacheDir: string;
  before(() => {
    cacheDir = mkdtempSync(join(tmpdir(), 'compile-cache-'));
  });
  after(() => rmSync(cacheDir, { recursive: true, force: true }));

  /** The hook in a process of its own, because a cache can't be turned off again. */
  const usedWith = (limit: string, id: string): string => {
    const script = `import module from 'node:module'; import hook from '${HOOK}';
      await hook.call({}, { id: '${id}', config: { cacheDir: ${JSON.stringify(cacheDir)} } });
      console.log(module.getCompileCacheDir()?.startsWith(${JSON.stringify(cacheDir)}) ?? false);`;
    const command = [process.execPath, '--import', 'tsx', '--input-type=module', '--eval', script];
    const env = { ...process.env };
    delete env['NODE_COMPILE_CACHE'];
    return execFileSync('bash', ['-c', `${limit} exec "$@"`, 'bash', ...command], { env, encoding: 'utf8' }).trim();
  };

  it('is kept for the commands of this plugin', () => {
    expect(usedWith('', 'oauth-posture:audit')).to.equal('true');
    expect(usedWith('', 'org:list')).to.equal('false');
  });

  if (process.platform !== 'win32')
    it('is not kept where the size of files is limited, because writing it would kill the process at its end', () => {
      expect(usedWith('ulimit -f 1000;', 'oauth-posture:audit')).to.equal('false');
    });
});
