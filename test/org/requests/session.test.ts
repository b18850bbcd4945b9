import { setImmediate as turn } from 'node:timers/promises';
import type { Connection } from '@salesforce/core';
import { expect } from 'chai';
import sinon from 'sinon';
import type { RequestScope } from '../../../src/org/transport/requestScope.js';
import { Session } from '../../../src/org/requests/session.js';

const scope = { run: <T>(call: () => Promise<T>) => call(), requests: () => 0 } as unknown as RequestScope;
const sessionWith = (signal?: AbortSignal): Session =>
  new Session({ connection: {} as Connection, scope, signal, waitMs: 1000 });

describe('what is sent once', () => {
  it('is sent after everything was noticed that happened while the run was busy', async () => {
    let noticed = 0;
    const closing = turn()
      .then(() => (noticed += 1))
      .then(() => turn())
      .then(() => (noticed += 1));
    expect(await sessionWith().once(() => Promise.resolve(noticed))).to.deep.equal({ ok: true, value: 2 });
    await closing;
  });

  it('is not sent any more once the run is interrupted, even at the last moment', async () => {
    const abortion = new AbortController();
    let sent = 0;
    const answer = sessionWith(abortion.signal).once(() => Promise.resolve((sent += 1)));
    abortion.abort();
    expect(await answer).to.deep.equal({ ok: false, problem: { code: 'interrupted', detail: '' } });
    expect(sent).to.equal(0);
  });

  it('is sent all the same where it is to finish what was begun', async () => {
    const session = sessionWith(AbortSignal.abort()).finishing();
    expect(await session.once(() => Promise.resolve('stopped'))).to.deep.equal({ ok: true, value: 'stopped' });
  });

  it('gives its answer although the run is interrupted meanwhile', async () => {
    const abortion = new AbortController();
    const answer = sessionWith(abortion.signal).once(async () => {
      abortion.abort();
      await turn();
      return 'sent';
    });
    expect(await answer).to.deep.equal({ ok: true, value: 'sent' });
  });
});

describe('a job that takes its time', () => {
  it('is polled soon, then less and less often, and at least every five seconds', async () => {
    const session = new Session({ connection: {} as Connection, scope, signal: undefined, waitMs: 60_000 });
    const pause = sinon.stub(session, 'pause').resolves(true);
    let asked = 0;
    await session.poll(
      () => Promise.resolve((asked += 1)),
      (times) => times === 12,
    );
    const waited = pause.args.map(([milliseconds]) => milliseconds);
    expect(waited[0]).to.equal(200);
    expect(waited.slice(0, 8)).to.deep.equal([...new Set(waited.slice(0, 8))].sort((one, other) => one - other));
    expect(waited.slice(8)).to.deep.equal([5000, 5000, 5000, 5000]);
  });
});
