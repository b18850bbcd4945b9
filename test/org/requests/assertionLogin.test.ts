import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { AssertionLogin } from '../../../src/org/door.js';
import { assertionOf } from '../../simulator/assertion.js';
import { selfSigned } from '../../simulator/certificate.js';
import { problemIn, startOrg, valueOf, type SimulatedOrg } from '../support/simulatedOrg.js';

const USER = 'admin@example.com';
const client = selfSigned('The client');

describe('a log-in by JWT bearer that is only to prove itself', () => {
  let org: SimulatedOrg;
  let own: ReadonlySet<string>;

  beforeEach(async () => {
    org = await startOrg({ clients: [{ id: 'jwt.client', certificate: client.certificate }] });
    own = new Set(org.simulator.state.sessions.keys());
  });
  afterEach(() => org.stop());

  const assertion = (iss = 'jwt.client'): string =>
    assertionOf(client.privateKey, { iss, sub: USER, aud: org.simulator.url });
  const asked = (): string[] => org.simulator.journal.entries.map(({ operation }) => operation);
  const aliveTokens = (): string[] => [...org.simulator.state.sessions.keys()].filter((token) => !own.has(token));
  const logIn = async (signal?: AbortSignal) => {
    const door = valueOf(await org.open({ signal }));
    org.simulator.journal.clear();
    const before = door.requests();
    const answer = await door.logInByAssertion(assertion());
    expect(door.requests() - before, 'every request is counted').to.equal(org.simulator.journal.entries.length);
    return answer;
  };
  const issued = async (): Promise<Extract<AssertionLogin, { kind: 'issued' }>> => {
    const login = valueOf(await logIn());
    if (login.kind !== 'issued') throw new Error(login.description);
    return login;
  };

  it('tells whose the token is, and revokes it', async () => {
    expect(await issued()).to.deep.equal({
      kind: 'issued',
      isRevoked: true,
      owner: { organizationId: org.simulator.state.org.id, username: USER },
    });
    expect(asked()).to.deep.equal(['token', 'userinfo', 'revoke']);
    expect(aliveTokens()).to.deep.equal([]);
  });

  it('tells in the org’s words why there is no token', async () => {
    const door = valueOf(await org.open());
    expect(valueOf(await door.logInByAssertion(assertion('nobody')))).to.deep.equal({
      kind: 'refused',
      error: 'invalid_client_id',
      description: 'client identifier invalid',
    });
  });

  it('revokes the token although nobody says whose it is', async () => {
    org.simulator.fault({ kind: 'server-error', on: 'userinfo', times: Infinity });
    const login = await issued();
    expect([login.ownerProblem?.code, login.owner, login.isRevoked]).to.deep.equal(['org-failed', undefined, true]);
    expect(aliveTokens()).to.deep.equal([]);
  });

  it('revokes the token of a request that was under way when somebody interrupted the run', async () => {
    org.simulator.fault({ kind: 'slow', on: 'token', ms: 400 });
    const abortion = new AbortController();
    const login = logIn(abortion.signal);
    while (!asked().includes('token')) await pause(5);
    abortion.abort();
    expect(valueOf(await login)).to.deep.include({ kind: 'issued', isRevoked: true });
    expect(asked()).to.deep.equal(['token', 'revoke']);
    expect(aliveTokens()).to.deep.equal([]);
  });

  it('sends nothing once the run is interrupted', async () => {
    const abortion = new AbortController();
    const door = valueOf(await org.open({ signal: abortion.signal }));
    org.simulator.journal.clear();
    abortion.abort();
    expect(problemIn(await door.logInByAssertion(assertion())).code).to.equal('interrupted');
    expect(asked()).to.deep.equal([]);
  });

  it('takes a token for revoked where the answer to that got lost, as the org takes it no longer', async () => {
    org.simulator.fault({ kind: 'reset-after', on: 'revoke' });
    expect((await issued()).isRevoked).to.equal(true);
    expect(asked()).to.deep.equal(['token', 'userinfo', 'revoke', 'revoke', 'userinfo']);
  });

  it('does not take the page of somebody between for the org’s yes', async () => {
    const answer = { kind: 'answer', status: 200, contentType: 'text/html', body: '<html>Sign in' } as const;
    org.simulator.fault({ ...answer, on: 'revoke', times: Infinity });
    org.simulator.fault({ kind: 'server-error', on: 'userinfo', nth: 2, times: Infinity });
    expect((await issued()).isRevoked).to.equal(false);
  });

  for (const status of [401, 403])
    it(`takes a refusal of somebody between (${status}) for no word of the org`, async () => {
      const answer = { kind: 'answer', status, contentType: 'text/html', body: '<html>Sign in' } as const;
      org.simulator.fault({ ...answer, on: 'revoke', times: Infinity });
      org.simulator.fault({ ...answer, on: 'userinfo', nth: 2, times: Infinity });
      expect((await issued()).isRevoked).to.equal(false);
    });

  it('says so where the token lives on', async () => {
    org.simulator.fault({ kind: 'server-error', on: 'revoke', times: Infinity });
    expect((await issued()).isRevoked).to.equal(false);
    expect(aliveTokens()).to.have.length(1);
  });

  for (const kind of ['reset-after', 'unavailable-page', 'cut-body', 'truncated-body'] as const)
    it(`asks for a token once, whatever becomes of the answer: ${kind}`, async () => {
      org.simulator.fault({ kind, on: 'token', times: Infinity });
      expect(problemIn(await logIn()).code).to.be.oneOf(['network', 'org-failed', 'cut', 'unexpected-answer']);
      expect(asked()).to.deep.equal(['token']);
    });

  it('takes a page of a proxy for no token', async () => {
    org.simulator.fault({ kind: 'answer', on: 'token', status: 200, contentType: 'text/html', body: '<html>Sign in' });
    expect(problemIn(await logIn()).code).to.equal('unexpected-answer');
  });
});
