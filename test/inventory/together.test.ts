import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { together } from '../../src/org/requests/together.js';

describe('questions asked side by side', () => {
  it('come back with all of their answers, in their order', async () => {
    const answers = await together([sleep(10, 'slow'), Promise.resolve(2), undefined]);
    expect(answers).to.deep.equal(['slow', 2, undefined]);
  });

  it('fail only when none of them goes on', async () => {
    let polls = 0;
    const polling = async (): Promise<void> => {
      while (polls < 5) {
        await sleep(5);
        polls += 1;
      }
    };
    const failure = await together([Promise.reject(new Error('first')), polling()]).catch((error: unknown) => error);
    expect(String(failure)).to.equal('Error: first');
    expect(polls).to.equal(5);
  });
});
