import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { VerifyRequest } from '../../../src/actions/verify/request.js';
import type { VerifyResult } from '../../../src/migration/verifyResult.js';
import { selfSigned } from '../../simulator/certificate.js';
import type { SimulatorOptions } from '../../simulator/simulator.js';
import {
  CLIENT,
  moveApps,
  ORDER_ACCESS,
  ORDER_USER,
  STRANGER,
  startMovingOrg,
  WAREHOUSE_USER,
  type MovingOrg,
} from '../support/movingOrg.js';

const NOBODY = 'nobody@example.com';

describe('verify', () => {
  let org: MovingOrg;
  const start = async (options: SimulatorOptions & { user?: string } = {}): Promise<void> => {
    org = await startMovingOrg({ org: { isSandbox: false }, ...options });
    moveApps(org.simulator);
  };
  afterEach(() => org.stop());

  /** What happened to the log-ins of an app through the old flow. */
  const rows = (application: string) =>
    org.simulator.state.rowsOf('LoginHistory').filter(({ Application }) => Application === application);
  const age = (application: string, days: number): void => {
    for (const row of rows(application)) row['LoginTime'] = new Date(Date.now() - days * 86_400_000).toISOString();
  };
  const brief = ({ login, flow, summary }: VerifyResult): unknown[] => [
    login.proven,
    login.token,
    login.causes,
    flow.status,
    summary.exitCode,
  ];
  const WAREHOUSE = (): Partial<VerifyRequest> => ({
    app: 'Warehouse_Gateway',
    username: WAREHOUSE_USER,
    clientId: org.clientIdOf('ExternalClientApplication', 'Warehouse_Gateway'),
  });

  it('proves the log-in of a connected app by the documented host, while the old flow is still used: 30', async () => {
    await start();
    const result = await org.verify();
    expect(brief(result)).to.deep.equal([true, 'revoked', [], 'used', 30]);
    expect(result.login.audience).to.equal('https://login.salesforce.com');
    expect(result.login.attempts.map(({ outcome, description }) => description ?? outcome)).to.deep.equal([
      'audience is invalid',
      'issued',
    ]);
    expect(result.flow).to.deep.include({ windowDays: 7, logins: 7, addresses: 7 });
    expect(org.tokens()).to.deep.equal([]);
  });

  it('takes the host of sandboxes for a sandbox', async () => {
    await start({ org: { isSandbox: true } });
    org.simulator.state.rowsOf('Organization').forEach((row) => (row['IsSandbox'] = true));
    expect((await org.verify()).login.audience).to.equal('https://test.salesforce.com');
  });

  it('proves the log-in of an external client app by My Domain, with a client id that somebody gives it', async () => {
    await start();
    const result = await org.verify(WAREHOUSE());
    expect(brief(result)).to.deep.equal([true, 'revoked', [], 'used', 30]);
    expect(result.login.attempts).to.deep.equal([{ audience: org.simulator.url, outcome: 'issued' }]);
  });

  it('takes the client id of a connected app from somebody, too', async () => {
    await start();
    const clientId = org.clientIdOf('ConnectedApp', 'Order_Sync');
    expect(brief(await org.verify({ clientId }))).to.deep.equal([true, 'revoked', [], 'used', 30]);
  });

  it('says that a client id is not compared, where the org does not show the connected app’s', async () => {
    await start();
    const withoutKey = (bytes: Uint8Array): Buffer =>
      Buffer.from(
        Buffer.from(bytes)
          .toString()
          .replace(/ *<consumerKey>.*\n/, ''),
      );
    org.simulator.fault({
      kind: 'other-zip',
      on: 'retrieve',
      times: Infinity,
      entries: (own) => own.map(({ path, bytes }) => ({ path, bytes: withoutKey(bytes) })),
    });
    const { login, isClientIdCompared } = await org.verify({ ...WAREHOUSE(), app: 'Order_Sync' });
    expect([login.proven, isClientIdCompared], 'it was that of another app').to.deep.equal([true, false]);
    org.simulator.clearFaults();
    expect((await org.verify()).isClientIdCompared).to.equal(true);
  });

  it('says 0 once the flow’s own log-ins have stopped', async () => {
    await start();
    age('Order Sync', 8);
    expect(brief(await org.verify())).to.deep.equal([true, 'revoked', [], 'stopped', 0]);
  });

  it('does not take the new log-ins, which have no sub-type, for the old flow', async () => {
    await start();
    age('Order Sync', 8);
    const jwt = { ...rows('Order Sync')[0], Id: undefined, LoginSubType: null, LoginTime: new Date().toISOString() };
    org.simulator.state.addRow('LoginHistory', jwt);
    expect(brief(await org.verify())).to.deep.equal([true, 'revoked', [], 'stopped', 0]);
  });

  it('does not believe log-ins without a sub-type where the org never named the flow: 31', async () => {
    await start();
    for (const row of rows('Order Sync')) row['LoginSubType'] = null;
    expect(brief(await org.verify())).to.deep.equal([true, 'revoked', [], 'unknown', 31]);
  });

  it('does not call a flow stopped whose log-ins it could not read: 31', async () => {
    await start();
    age('Order Sync', 8);
    org.simulator.fault({
      kind: 'error',
      on: /LoginHistory/,
      code: 'INSUFFICIENT_ACCESS',
      status: 403,
      times: Infinity,
    });
    const result = await org.verify();
    expect(brief(result)).to.deep.equal([true, 'revoked', [], 'unknown', 31]);
    expect(result.failedSteps.map(({ step }) => step)).to.include('query-login-history');
  });

  it('says 0 where the flow is off, whatever the history says', async () => {
    await start();
    const text = org.simulator.state.component('ConnectedApp', 'Order_Sync')?.text ?? '';
    org.simulator.setComponent(
      'ConnectedApp',
      'Order_Sync',
      text.replace('<isClientCredentialEnabled>true', '<isClientCredentialEnabled>false'),
    );
    expect(brief(await org.verify())).to.deep.equal([true, 'revoked', [], 'off', 0]);
  });

  const refusals: Record<string, { request?: () => Partial<VerifyRequest>; change?: () => void; cause: string }> = {
    'a user whom nobody let in': {
      change: () => {
        const { state } = org.simulator;
        const others = state.rowsOf('PermissionSetAssignment').filter((row) => row['PermissionSetId'] !== ORDER_ACCESS);
        state.rows.set('PermissionSetAssignment', others);
      },
      cause: 'not-assigned',
    },
    'a user whom the org does not know': { request: () => ({ username: NOBODY }), cause: 'not-approved' },
    'a client id that is none': { request: () => ({ ...WAREHOUSE(), clientId: 'guess' }), cause: 'unknown-client' },
    'an audience of another org': { request: () => ({ audience: 'https://x.example.com' }), cause: 'wrong-audience' },
    'an app without a certificate': { request: () => ({ app: 'Open_Reporting' }), cause: 'wrong-certificate' },
    'an inactive user': {
      change: () => Object.assign(org.simulator.state.user(ORDER_USER) ?? {}, { IsActive: false }),
      cause: 'inactive-user',
    },
    'a key of another external client app': {
      request: () => ({ ...WAREHOUSE(), keyFile: org.write('stranger.pem', STRANGER.privateKey) }),
      cause: 'wrong-certificate',
    },
  };
  for (const [what, { request, change, cause }] of Object.entries(refusals))
    it(`is not proven, and says why: ${what}`, async () => {
      await start();
      change?.();
      const result = await org.verify(request?.());
      expect([result.login.proven, result.login.causes, result.summary.exitCode]).to.deep.equal([false, [cause], 1]);
      expect(org.tokens()).to.deep.equal([]);
    });

  for (const [what, changed, cause] of [
    ['org', { organization_id: '00DWs00000000ZZZZZ' }, 'other-org'],
    ['user', { preferred_username: 'somebody.else@example.com' }, 'other-user'],
  ] as const)
    it(`is not proven by a token of another ${what}, which is revoked`, async () => {
      await start();
      const body = (answer: string): string => JSON.stringify({ ...(JSON.parse(answer) as object), ...changed });
      org.simulator.fault({ kind: 'answer', on: 'userinfo', body: (truth) => body(String(truth.body)) });
      expect(brief(await org.verify())).to.deep.equal([false, 'revoked', [cause], 'used', 1]);
      expect(org.tokens()).to.deep.equal([]);
    });

  it('is not proven where nobody says whose the token is, which is revoked', async () => {
    await start();
    org.simulator.fault({ kind: 'server-error', on: 'userinfo', times: Infinity });
    expect(brief(await org.verify())).to.deep.equal([false, 'revoked', ['owner-unknown'], 'used', 1]);
    expect(org.tokens()).to.deep.equal([]);
  });

  it('is not proven by an answer that got lost, and says that a token may live', async () => {
    await start();
    org.simulator.fault({ kind: 'reset-after', on: 'token', nth: 2 });
    expect(brief(await org.verify())).to.deep.equal([false, 'unknown', ['no-answer'], 'used', 1]);
  });

  it('leaves something open where the token could not be revoked: 31', async () => {
    await start();
    age('Order Sync', 8);
    org.simulator.fault({ kind: 'server-error', on: 'revoke', times: Infinity });
    expect(brief(await org.verify())).to.deep.equal([true, 'alive', [], 'stopped', 31]);
  });

  it('repeats what may be delay, slowly, as long as it may wait', async () => {
    await start({ jwtLag: 2 });
    const impatient = await org.verify({ waitMs: 20 }, { pauses: [15, 30] });
    expect([impatient.login.rounds, impatient.login.causes]).to.deep.equal([2, ['not-approved']]);
    const { login } = await org.verify({ waitMs: 20 }, { pauses: [15, 30] });
    expect([login.proven, login.rounds]).to.deep.equal([true, 1]);
  });

  it('repeats where a new client is not known everywhere yet', async () => {
    await start({ jwtLag: 2, jwtLagSays: 'client-unknown' });
    const impatient = await org.verify();
    expect([impatient.login.rounds, impatient.login.causes]).to.deep.equal([1, ['unknown-client']]);
    const { login } = await org.verify({ waitMs: 60 }, { pauses: [15] });
    expect([login.proven, login.rounds]).to.deep.equal([true, 2]);
  });

  it('looks for old log-ins again after it has waited', async () => {
    await start({ jwtLag: 1 });
    const [old] = rows('Order Sync');
    age('Order Sync', 8);
    const verified = org.verify({ waitMs: 10_000 }, { pauses: [300] });
    while (!org.simulator.journal.entries.some(({ operation }) => operation === 'token')) await pause(5);
    const meanwhile = { ...old, Id: org.simulator.state.nextId('LoginHistory'), LoginTime: new Date().toISOString() };
    org.simulator.state.addRow('LoginHistory', meanwhile);
    const { login, flow, summary } = await verified;
    expect([login.rounds, login.proven, flow.status, flow.logins, summary.exitCode]).to.deep.equal([
      ...[2, true, 'used', 1, 30],
    ]);
  });

  it('does not call the flow of an external client app off while the org does not show all of it: 31', async () => {
    await start();
    const name = 'Warehouse_Gateway_oauthPlcy';
    const text = org.simulator.state.component('ExtlClntAppOauthConfigurablePolicies', name)?.text ?? '';
    const off = text.replace('<isClientCredentialsFlowEnabled>true', '<isClientCredentialsFlowEnabled>false');
    org.simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', name, off);
    expect(brief(await org.verify(WAREHOUSE()))).to.deep.equal([true, 'revoked', [], 'off', 0]);
    org.simulator.fault({ kind: 'error', on: /ExtlClntAppOauthPlcyCnfg/, code: 'INVALID_TYPE', times: Infinity });
    expect(brief(await org.verify(WAREHOUSE()))).to.deep.equal([true, 'revoked', [], 'unknown', 31]);
  });

  it('tells old log-ins from new ones in an org that has too many to group by user', async () => {
    await start();
    age('Order Sync', 8);
    const jwt = { ...rows('Order Sync')[0], Id: undefined, LoginSubType: null, LoginTime: new Date().toISOString() };
    org.simulator.state.addRow('LoginHistory', jwt);
    const on = /SELECT UserId, LoginSubType, Application, COUNT(?!.* AND UserId)/;
    org.simulator.fault({ kind: 'error', on, code: 'EXCEEDED_ID_LIMIT', times: Infinity });
    expect(brief(await org.verify())).to.deep.equal([true, 'revoked', [], 'stopped', 0]);
  });

  it('does not repeat what will not pass', async () => {
    await start();
    Object.assign(org.simulator.state.user(ORDER_USER) ?? {}, { IsActive: false });
    expect((await org.verify({ waitMs: 1000 }, { pauses: [1] })).login.rounds).to.equal(1);
  });

  it('sends the assertion to the org alone, whatever the audience', async () => {
    await start();
    await org.verify({ audience: 'https://x.example.com' });
    expect(org.simulator.journal.entries.filter(({ operation }) => operation === 'token')).to.have.length(1);
  });

  describe('asks no org', () => {
    beforeEach(() => start());
    afterEach(() => expect(org.simulator.journal.entries).to.deep.equal([]));

    const files: Record<string, { request: () => Partial<VerifyRequest>; name: string }> = {
      'with a key that others can read': {
        request: () => ({ keyFile: org.write('open.pem', CLIENT.privateKey, 0o644) }),
        name: 'KeyReadableByOthers',
      },
      'with a folder for a key': {
        request: () => {
          mkdirSync(join(org.folder, 'folder'));
          return { keyFile: join(org.folder, 'folder') };
        },
        name: 'KeyNotAFile',
      },
      'with a key that is not there': {
        request: () => ({ keyFile: join(org.folder, 'none.pem') }),
        name: 'CannotRead',
      },
      'with an elliptic key': {
        request: () => ({ keyFile: org.write('ec.pem', selfSigned('E', { isElliptic: true }).privateKey) }),
        name: 'KeyNotRsa',
      },
      'with the key of another certificate': {
        request: () => ({ certificate: org.write('cert.pem', STRANGER.certificate, 0o644) }),
        name: 'KeyOfOtherCertificate',
      },
      'with a certificate that has ended': {
        request: () => ({
          certificate: org.write('cert.pem', selfSigned('X', { until: '240101000000Z' }).certificate, 0o644),
        }),
        name: 'CertificateExpired',
      },
    };
    for (const [what, { request, name }] of Object.entries(files))
      it(what, async () => {
        const error = await org.refusal(request());
        expect([error.name.replace(/Error$/, ''), error.exitCode]).to.deep.equal([name, 1]);
        expect(error.message).not.to.match(/PRIVATE KEY/);
      });
  });

  describe('asks for no token', () => {
    beforeEach(() => start());
    afterEach(() => expect(org.simulator.journal.entries.map(({ operation }) => operation)).not.to.include('token'));

    const reasons: Record<string, { request: () => Partial<VerifyRequest>; change?: () => void; said: RegExp }> = {
      'for an app that is not there': { request: () => ({ app: 'Order_Sink' }), said: /Order_Sink/ },
      'for several apps': { request: () => ({ app: '*' }), said: /more than one app/ },
      'without the client id of an external client app': {
        request: () => ({ app: 'Warehouse_Gateway', username: WAREHOUSE_USER }),
        said: /client ID .* is unknown/,
      },
      'with a client id that is not the connected app’s': {
        request: () => ({ ...WAREHOUSE(), app: 'Order_Sync' }),
        said: /isn't that of ConnectedApp:Order_Sync/,
      },
      'with the client id of a connected app for an external client app': {
        request: () => ({ ...WAREHOUSE(), clientId: org.clientIdOf('ConnectedApp', 'Order_Sync') }),
        said: /isn't that of ExternalClientApplication:Warehouse_Gateway/,
      },
      'with a key of another certificate than the app has': {
        request: () => ({ keyFile: org.write('stranger.pem', STRANGER.privateKey) }),
        said: /doesn't belong to the certificate/,
      },
    };
    for (const [what, { request, said }] of Object.entries(reasons))
      it(what, async () => expect((await org.refusal(request())).message).to.match(said));
  });

  it('ends with 130 when it is interrupted between two rounds', async () => {
    await start({ jwtLag: 5 });
    const abortion = new AbortController();
    const how = { pauses: [60_000], signal: abortion.signal };
    const ended = org.verify({ waitMs: 60_000 }, how).catch((error: unknown) => error);
    while (!org.simulator.journal.entries.some(({ operation }) => operation === 'token')) await pause(5);
    abortion.abort();
    expect(await ended).to.include({ exitCode: 130 });
    expect(org.tokens()).to.deep.equal([]);
  });
});
