import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { expect } from 'chai';
import type * as Library from '@jsforce/jsforce-node';
import type { OrgProblem } from '../../../src/org/problem.js';
import { toProblem } from '../../../src/org/errors.js';
import { LARGEST_ANSWER } from '../../../src/org/transport/wholeAnswer.js';
import { RequestScope } from '../../../src/org/transport/requestScope.js';
import { installTransport, type Transport } from '../../../src/org/transport/transport.js';
import { startRawServer, type RawServer } from '../support/rawServer.js';
import { PATIENT, QUICK } from '../support/simulatedOrg.js';

const { Connection } = createRequire(createRequire(import.meta.url).resolve('@salesforce/core'))(
  '@jsforce/jsforce-node',
) as typeof Library;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

describe('the transport below the client library', () => {
  let transport: Transport;
  const servers: RawServer[] = [];

  const serve = async (handler: Handler): Promise<RawServer> => {
    const server = await startRawServer(handler);
    servers.push(server);
    return server;
  };
  const connection = (server: RawServer): InstanceType<typeof Connection> =>
    new Connection({ instanceUrl: server.url, accessToken: '00D000000000001!fake', version: '60.0' });
  const get = (server: RawServer, path = '/services/data'): Promise<unknown> => connection(server).request(path);
  const list = (server: RawServer): Promise<unknown> => connection(server).metadata.list([{ type: 'ConnectedApp' }]);
  const failureOf = (work: Promise<unknown>): Promise<OrgProblem> =>
    work.then((value) => {
      throw new Error(`No failure, but ${JSON.stringify(value)}`);
    }, toProblem);

  const install = (deadlines: Partial<Parameters<typeof installTransport>[0]['deadlines']> = {}): void => {
    transport = installTransport({ deadlines: { ...PATIENT, ...deadlines } });
  };

  afterEach(async () => {
    await transport.uninstall();
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });

  const json = (response: ServerResponse, body: string | Buffer, headers: Record<string, string> = {}): void => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);
  };

  it('asks for gzip alone, and unpacks it before anybody reads it', async () => {
    install();
    const server = await serve((request, response) => {
      expect(request.headers['accept-encoding']).to.equal('gzip');
      json(response, gzipSync('{"answer":42}'), { 'content-encoding': 'gzip' });
    });
    expect(await get(server)).to.deep.equal({ answer: 42 });
  });

  const broken: Array<[title: string, handler: Handler, expected: Partial<OrgProblem>]> = [
    [
      'gzip that does not unpack',
      (_, response) => json(response, Buffer.from('no gzip'), { 'content-encoding': 'gzip' }),
      { code: 'cut' },
    ],
    [
      'half of a gzip',
      (_, response) => json(response, gzipSync('{"a":1}'.repeat(99)).subarray(0, 20), { 'content-encoding': 'gzip' }),
      { code: 'cut' },
    ],
    [
      'an encoding that nobody asked for',
      (_, response) => json(response, 'x', { 'content-encoding': 'br' }),
      { code: 'org-failed' },
    ],
    ['half of a JSON answer', (_, response) => json(response, '{"records":[{"Id":'), { code: 'cut' }],
    [
      'a body that stops coming',
      (_, response) => void response.writeHead(200, { 'content-length': '99' }).write('{'),
      { code: 'timeout' },
    ],
    [
      'a connection that closes inside the body',
      (_, response) =>
        void response.writeHead(200, { 'content-length': '99' }).write('{', () => response.socket?.destroy()),
      { code: 'cut' },
    ],
    [
      'a redirect to another host',
      (_, response) => void response.writeHead(302, { location: 'https://elsewhere.example.com/' }).end(),
      { code: 'network', errorCode: 'REDIRECTED' },
    ],
  ];
  for (const [title, handler, expected] of broken)
    it(`${title} is an ordinary failure`, async () => {
      install(expected.code === 'timeout' ? QUICK : {});
      expect(await failureOf(get(await serve(handler)))).to.include(expected);
    });

  it('a body that comes drop by drop ends with the deadline of the whole', async () => {
    install({ total: 800 });
    const server = await serve((_, response) => {
      const drops = setInterval(() => response.write(' '), 50);
      response.writeHead(200, { 'content-type': 'application/json' }).on('close', () => clearInterval(drops));
    });
    expect((await failureOf(get(server))).code).to.equal('timeout');
  });

  it('an answer without end is given up before it fills the memory', async () => {
    install();
    const piece = Buffer.alloc(8 * 1024 * 1024, 32);
    const server = await serve((_, response) => {
      const more = (): void => void (response.destroyed || response.write(piece, more));
      response.writeHead(200, { 'content-type': 'application/json' });
      more();
    });
    const problem = await failureOf(get(server));
    expect(problem).to.deep.equal({ code: 'too-large', detail: `> ${LARGEST_ANSWER / 1024 / 1024} MB` });
  });

  it('a page in the place of a SOAP answer is a failure, and not a list of nothing', async () => {
    install();
    const page = '<html><head><title>Please sign in to the proxy</title></head></html>';
    const server = await serve(
      (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(page),
    );
    expect(await failureOf(list(server))).to.deep.equal({
      code: 'unexpected-answer',
      errorCode: 'NO_SOAP',
      detail: 'Please sign in to the proxy',
    });
  });

  for (const path of ['/services/data/v67.0/query?q=x', '/services/Soap/m/67.0'])
    it(`an answer that a proxy has kept is none, and none is asked for: ${path.slice(0, 15)}`, async () => {
      install();
      const server = await serve((request, response) => {
        expect(request.headers['cache-control']).to.equal('no-cache');
        json(response, '{"records":[],"totalSize":0,"done":true}', { age: path.includes('query') ? '7200' : '0, 90' });
      });
      expect(await failureOf(get(server, path))).to.include({ code: 'unexpected-answer', errorCode: 'STORED_ANSWER' });
    });

  it('an answer that a proxy has only just been given is one', async () => {
    install();
    const server = await serve((_, response) => json(response, '{"answer":42}', { age: '0' }));
    expect(await get(server)).to.deep.equal({ answer: 42 });
  });

  it('a redirect on the same host is followed', async () => {
    install();
    const server = await serve((request, response) =>
      request.url === '/services/data'
        ? void response.writeHead(302, { location: `http://${request.headers.host}/services/moved` }).end()
        : json(response, '{"moved":true}'),
    );
    expect(await get(server)).to.deep.equal({ moved: true });
    expect(transport.requests()).to.equal(2);
  });

  it('nothing is repeated down here', async () => {
    install();
    const server = await serve((request) => request.socket.destroy());
    expect((await failureOf(get(server))).code).to.equal('network');
    expect(server.seen).to.have.length(1);
  });

  it('an interrupt ends the requests of its own scope at once, and leaves the others alone', async () => {
    install();
    const held: ServerResponse[] = [];
    const server = await serve((_, response) => void held.push(response));
    const abortion = new AbortController();
    const scope = new RequestScope();
    const interrupted = failureOf(scope.run(() => get(server), abortion.signal));
    const untouched = get(server, '/services/other');
    while (held.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    abortion.abort();
    expect((await interrupted).code).to.equal('interrupted');
    for (const response of held) json(response, '{}');
    expect(await untouched).to.deep.equal({});
    expect(scope.requests()).to.equal(1);
  });

  describe('goes through the proxy of the environment', () => {
    const inEnvironment = async (values: Record<string, string>, work: () => Promise<void>): Promise<void> => {
      Object.assign(process.env, values);
      try {
        await work();
      } finally {
        for (const name of Object.keys(values)) delete process.env[name];
      }
    };
    const proxy = (): Promise<RawServer> =>
      serve((request, response) => {
        const onward = forward(request.url ?? '', { method: request.method, headers: request.headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response);
        });
        request.pipe(onward);
      });
    const org = (): Promise<RawServer> => serve((_, response) => json(response, '{"org":true}'));

    it('which sees every request, and is asked no more than the org', async () => {
      const [between, server] = [await proxy(), await org()];
      await inEnvironment({ http_proxy: between.url }, async () => {
        install();
        expect(await get(server)).to.deep.equal({ org: true });
      });
      expect(between.seen).to.deep.equal([`GET ${server.url}/services/data`]);
      expect(transport.requests()).to.equal(1);
    });

    it('except for hosts that the environment exempts', async () => {
      const [between, server] = [await proxy(), await org()];
      await inEnvironment({ http_proxy: between.url, no_proxy: '127.0.0.1' }, async () => {
        install();
        expect(await get(server)).to.deep.equal({ org: true });
      });
      expect(between.seen).to.deep.equal([]);
    });

    it('and stops where the setting is no address, rather than going around the proxy', async () => {
      const server = await org();
      await inEnvironment({ http_proxy: 'no address' }, async () => {
        install();
        expect(await failureOf(get(server))).to.include({ code: 'network', errorCode: 'PROXY_SETTING' });
      });
      expect(server.seen).to.deep.equal([]);
    });

    it('and says so where the proxy wants a password', async () => {
      const between = await serve((_, response) => void response.writeHead(407).end());
      const server = await org();
      await inEnvironment({ http_proxy: between.url }, async () => {
        install();
        const problem = await failureOf(get(server));
        expect(problem.code).to.equal('network');
        expect(problem.detail).to.include('407');
      });
    });
  });
});
