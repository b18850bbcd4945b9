import { setImmediate as turn } from 'node:timers/promises';
import type { Connection } from '@salesforce/core';
import { expect } from 'chai';
import type { RequestScope } from '../../src/org/requestScope.js';
import { Session } from '../../src/org/session.js';

const scope = { run: <T>(call: () => Promise<T>) => call(), requests: () => 0 } as unknown as RequestScope;
const session = new Session({ connection: {} as Connection, scope, signal: undefined, waitMs: 1000 });

describe('what is sent once', () => {
  it('is sent after everything was noticed that happened while the run was busy', async () => {
    let noticed = 0;
    const closing = turn()
      .then(() => (noticed += 1))
      .then(() => turn())
      .then(() => (noticed += 1));
    expect(await session.once(() => Promise.resolve(noticed))).to.deep.equal({ ok: true, value: 2 });
    await closing;
  });
});
