import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { isToDo, NOTICES, TO_DO_NOTICES } from '../../src/posture/notices.js';
import { createTexts } from '../../src/cli/texts.js';

describe('notices', () => {
  const texts = createTexts();

  for (const code of NOTICES) {
    it(`has a sentence for ${code}`, () => {
      expect(texts.say('notices', code)).to.match(/\S\.$/);
    });
  }

  it('are something to do where they are in that list', () => {
    expect(NOTICES.filter((code) => isToDo({ code }))).to.have.members([...TO_DO_NOTICES]);
    expect(TO_DO_NOTICES.length).to.be.within(1, NOTICES.length - 1);
  });

  it('has no sentence that nothing can call for', () => {
    const keys = [...readFileSync('messages/notices.md', 'utf8').matchAll(/^# (.+)$/gm)].map(([, key = '']) => key);
    const isNoun = (key: string): boolean => /^([a-z-]+)\.[a-z]+\.(one|other)$/.test(key);
    // A closer sentence where the reason is known.
    const isCloser = (key: string): boolean =>
      ['run-as-set-by-unknown.no-entry', 'saved-results-merged.only'].includes(key);
    const written = keys.filter((key) => !isNoun(key) && !isCloser(key));
    expect(written).to.have.members([...NOTICES]);
  });
});
