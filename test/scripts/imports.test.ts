import { expect } from 'chai';
import { reachedFrom } from '../../scripts/proof/imports.js';

describe('what a change can break', () => {
  const sources = new Map([
    ['src/a/one.ts', 'export const one = 1;\n'],
    ['src/b/two.ts', "import { one } from '../a/one.js';\n"],
    ['src/b/three.ts', "import type { Two } from './two.js';\n"],
    ['src/words.ts', "const words = load('errors');\n"],
    ['test/two.test.ts', "import { two } from '../src/b/two.js';\n"],
    ['test/child.test.ts', "const CHILD = new URL('./child.ts', import.meta.url);\n"],
    ['test/golden.test.ts', "const GOLDEN = join(HERE, 'golden');\n"],
  ]);
  const reached = (...changed: string[]): Record<string, number> => Object.fromEntries(reachedFrom(changed, sources));

  it('is what imports it, from near and from far', () => {
    expect(reached('src/a/one.ts')).to.deep.equal({
      'src/a/one.ts': 0,
      'src/b/two.ts': 1,
      'src/b/three.ts': 2,
      'test/two.test.ts': 2,
    });
  });

  it('is a test that starts it as a process', () => {
    expect(reached('test/child.ts')).to.have.property('test/child.test.ts', 1);
  });

  it('is, of a file that is no module, what names it or its folder', () => {
    expect(reached('messages/errors.md')).to.have.property('src/words.ts', 1);
    expect(reached('test/golden/a.txt')).to.have.property('test/golden.test.ts', 1);
  });

  it('is a module that is gone, for whoever still imports it', () => {
    expect(reached('src/a/gone.ts')).to.deep.equal({ 'src/a/gone.ts': 0 });
    expect(reachedFrom(['src/gone.ts'], new Map([['src/x.ts', "import './gone.js';\n"]])).get('src/x.ts')).to.equal(1);
  });
});
