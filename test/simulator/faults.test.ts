import { expect } from 'chai';
import { unzipSync } from 'fflate';
import { ask, post, query, soap, type Reply } from './ask.js';
import { DEMO_ORG } from './connect.js';
import type { FaultRule } from './faults.js';
import { startSimulator, type Simulator } from './simulator.js';

const LIST = '<queries><type>ConnectedApp</type></queries>';
const RETRIEVE =
  '<request><unpackaged><types><members>Order_Sync</members><name>ConnectedApp</name></types></unpackaged></request>';

describe('a fault strikes when it was asked for', () => {
  let org: Simulator;
  beforeEach(async () => {
    org = await startSimulator({ folder: DEMO_ORG, pollsUntilDone: 0 });
  });
  afterEach(() => org.stop());

  const rest = async (): Promise<string> => {
    const { status, body } = await ask(
      org,
      '/services/data/v67.0/query?q=SELECT+Id+FROM+User',
      org.login().accessToken,
    );
    return `${String(status)} ${/"errorCode":"(\w+)"/.exec(body)?.[1] ?? body.slice(0, 9)}`;
  };
  const list = async (): Promise<string> => {
    const { status, body } = await soap(org, 'listMetadata', LIST);
    return `${String(status)} ${/<faultcode>([^<]*)/.exec(body)?.[1] ?? body.slice(0, 9)}`;
  };
  const failure = (answer: Promise<string>): Promise<string> =>
    answer.then(
      () => 'answered',
      () => 'broken',
    );

  const refusals: [FaultRule['kind'], string, string][] = [
    ['session-expired', '401 INVALID_SESSION_ID', '500 sf:INVALID_SESSION_ID'],
    ['request-limit', '403 REQUEST_LIMIT_EXCEEDED', '500 sf:REQUEST_LIMIT_EXCEEDED'],
    ['server-error', '500 UNKNOWN_EXCEPTION', '500 sf:UNKNOWN_EXCEPTION'],
    ['unavailable-page', '503 <!DOCTYPE', '503 <!DOCTYPE'],
    ['locked', '400 UNABLE_TO_LOCK_ROW', '500 sf:UNABLE_TO_LOCK_ROW'],
    ['error', '400 UNKNOWN_EXCEPTION', '500 sf:UNKNOWN_EXCEPTION'],
  ];
  for (const [kind, overRest, overSoap] of refusals) {
    it(`${kind}: ${overRest} over REST, ${overSoap} over SOAP`, async () => {
      org.fault({ kind, times: 2 });
      expect([await rest(), await list()]).to.deep.equal([overRest, overSoap]);
      expect(await rest()).to.equal('200 {"totalSi');
      expect(org.journal.entries.map(({ fault }) => fault)).to.deep.equal([kind, kind, undefined]);
    });
  }

  for (const kind of ['reset-before', 'reset-after', 'cut-body', 'never'] as const) {
    it(`${kind}: the client gets no whole answer`, async () => {
      org.fault({ kind, on: 'query' });
      const signal = AbortSignal.timeout(300);
      const headers = { authorization: `Bearer ${org.login().accessToken}` };
      const url = `${org.url}/services/data/v67.0/query?q=SELECT+Id+FROM+User`;
      expect(await failure(fetch(url, { headers, signal }).then((response) => response.text()))).to.equal('broken');
    });
  }

  it('reset-after: the org did what it was asked to; reset-before: it did not', async () => {
    const revoke = (token: string): Promise<string> =>
      failure(post(org, '/services/oauth2/revoke', { token }).then(() => ''));
    const outcomes: [FaultRule['kind'], boolean][] = [
      ['reset-before', true],
      ['reset-after', false],
    ];
    for (const [kind, stillAlive] of outcomes) {
      const { accessToken } = org.login();
      org.fault({ kind, on: 'revoke' });
      expect(await revoke(accessToken)).to.equal('broken');
      expect(org.state.sessions.has(accessToken), kind).to.equal(stillAlive);
      org.clearFaults();
    }
  });

  it('truncated-body: well-formed HTTP around half an answer', async () => {
    org.fault({ kind: 'truncated-body' });
    const { status, body } = await soap(org, 'listMetadata', LIST);
    expect(status).to.equal(200);
    expect(body).not.to.contain('</soapenv:Envelope>');
  });

  it('slow: as slow as asked', async () => {
    org.fault({ kind: 'slow', ms: 120 });
    const begun = performance.now();
    await list();
    expect(performance.now() - begun).to.be.at.least(115);
  });

  it('strikes the nth match alone, by operation, path or expression', async () => {
    org.fault({ kind: 'request-limit', on: 'listMetadata', nth: 2 });
    org.fault({ kind: 'locked', on: '/query' });
    org.fault({ kind: 'server-error', on: /FROM Organization/ });
    expect([await list(), await list(), await list()].map((text) => text.slice(0, 3))).to.deep.equal([
      '200',
      '500',
      '200',
    ]);
    expect((await query(org, 'SELECT Id FROM Organization')).errorCode).to.equal('UNABLE_TO_LOCK_ROW');
    expect((await query(org, 'SELECT Id FROM User')).status).to.equal(200);
  });

  it('answer: the org does as it was asked, and the client reads what somebody else wrote', async () => {
    const { accessToken } = org.login();
    org.fault({ kind: 'answer', on: 'revoke', status: 203, contentType: 'text/plain', body: 'no' });
    const { status, body, headers } = await post(org, '/services/oauth2/revoke', { token: accessToken });
    expect([status, body, headers.get('content-type')]).to.deep.equal([203, 'no', 'text/plain']);
    expect(org.state.sessions.has(accessToken)).to.equal(false);
  });

  it('answer: made of the true one, or of the bytes of its zip', async () => {
    const filesIn = (bytes: Buffer): string[] => Object.keys(unzipSync(bytes));
    org.fault({ kind: 'answer', on: 'listMetadata', body: ({ body }) => body.toString().replaceAll('result', 'row') });
    expect((await soap(org, 'listMetadata', LIST)).body).to.include('<row><createdById>');
    let seen: string[] = [];
    const zip = (bytes: Buffer): Buffer => {
      seen = filesIn(bytes);
      return Buffer.from('no zip');
    };
    org.fault({ kind: 'answer', on: 'checkRetrieveStatus', zip });
    const { body } = await retrieved('<members>Order_Sync</members>');
    expect(seen).to.include('unpackaged/connectedApps/Order_Sync.connectedApp');
    expect(/<zipFile>([^<]*)/.exec(body)?.[1]).to.equal(Buffer.from('no zip').toString('base64'));
  });

  it('never leaves a client waiting when the simulator itself fails: the connection ends, and so does the test', async () => {
    const broken = await startSimulator({ folder: DEMO_ORG });
    broken.fault({
      kind: 'answer',
      on: 'revoke',
      body: () => {
        throw new Error('not meant to');
      },
    });
    const asked = await post(broken, '/services/oauth2/revoke', { token: 'x' }).catch(() => 'cut');
    const stopped = await broken.stop().catch(String);
    expect([asked, stopped]).to.deep.equal(['cut', 'AggregateError: The simulator failed: Error: not meant to']);
  });

  it('lasts for good when it is told to', async () => {
    org.fault({ kind: 'session-expired', times: Infinity });
    const answers = [await rest(), await rest(), await rest()];
    expect(new Set(answers)).to.deep.equal(new Set(['401 INVALID_SESSION_ID']));
  });

  const poison = (name: string, times: number): void =>
    org.fault({ kind: 'retrieve-failed', on: 'retrieve', times, member: `ConnectedApp:${name}`, message: 'gack' });
  const retrieved = async (members: string): Promise<Reply> => {
    const started = await soap(org, 'retrieve', RETRIEVE.replace('<members>Order_Sync</members>', members));
    const id = /<id>(\w+)</.exec(started.body)?.[1] ?? '';
    return soap(org, 'checkRetrieveStatus', `<asyncProcessId>${id}</asyncProcessId>`);
  };
  const outcome = async (members: string): Promise<string | undefined> =>
    /<status>(\w+)</.exec((await retrieved(members)).body)?.[1];

  it('poisons a retrieve as long as one member takes part in it', async () => {
    poison('Order_Sync', Infinity);
    expect(await outcome('<members>Billing_Export</members><members>Order_Sync</members>')).to.equal('Failed');
    expect(await outcome('<members>Billing_Export</members>')).to.equal('Succeeded');
  });

  it('poisons a retrieve by each of two members', async () => {
    for (const name of ['Order_Sync', 'Billing_Export']) poison(name, Infinity);
    expect(await outcome('<members>Order_Sync</members>')).to.equal('Failed');
    expect(await outcome('<members>Billing_Export</members>')).to.equal('Failed');
  });

  it('counts only the retrieves in which a poisoned member takes part', async () => {
    poison('Order_Sync', 1);
    expect(await outcome('<members>Billing_Export</members>')).to.equal('Succeeded');
    expect(await outcome('<members>Order_Sync</members>')).to.equal('Failed');
    expect(await outcome('<members>Order_Sync</members>')).to.equal('Succeeded');
  });

  it('notes what was asked and what was sent, and no credential', async () => {
    await list();
    await query(org, 'SELECT Id FROM User');
    const { accessToken } = org.login();
    const [listed, queried] = org.journal.entries;
    expect(listed).to.include({ n: 1, method: 'POST', operation: 'listMetadata', detail: 'ConnectedApp', status: 200 });
    expect(queried).to.include({ n: 2, method: 'GET', operation: 'query', detail: 'SELECT Id FROM User', status: 200 });
    expect(queried?.bytes).to.be.greaterThan(0);
    expect(JSON.stringify(org.journal.entries)).not.to.contain(accessToken.slice(0, 20));
  });
});
