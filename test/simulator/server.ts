import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './answer.js';
import { selfSigned, type KeyPair } from './certificate.js';
import { Faults, type FaultRule } from './faults.js';
import { Journal, type JournalEntry } from './journal.js';
import { delivery, played, refusalFor } from './playFault.js';
import { receive, type Received } from './request.js';
import { route, type Org, type Routed } from './routes.js';

/** Takes requests from the wire, notes them, plays faults, sends answers. One port speaks http and https. */
export class SimulatorServer {
  public readonly journal = new Journal();
  public readonly faults = new Faults();
  /** PEM of the certificate that a client must trust to use https. */
  public readonly certificate: string;
  private readonly sockets = new Set<Socket>();
  private readonly mistakes: unknown[] = [];
  private readonly server: Server;

  public constructor(private readonly org: (url: string) => Org) {
    const identity = ownIdentity();
    this.certificate = identity.certificate;
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      this.serve(request, response).catch((error: unknown) => {
        this.mistakes.push(error);
        request.socket.destroy();
      });
    };
    const plain = createServer({ maxHeaderSize: LONG_URI, keepAliveTimeout: UNUSED }, listener);
    const secure = createTlsServer(
      { key: identity.privateKey, cert: identity.certificate, maxHeaderSize: LONG_URI, keepAliveTimeout: UNUSED },
      listener,
    );
    this.server = createTcpServer((socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      socket.once('data', (first) => {
        socket.pause();
        socket.unshift(first);
        (first[0] === TLS_HANDSHAKE ? secure : plain).emit('connection', socket);
        process.nextTick(() => socket.resume());
      });
    });
  }

  public async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    return `127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  public async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
    // A test that waited in vain for an answer of a broken simulator would prove something else.
    if (this.mistakes.length > 0)
      throw new AggregateError(this.mistakes, `The simulator failed: ${String(this.mistakes[0])}`);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (body === undefined) return;
    const received = receive(
      request.method ?? '',
      request.url ?? '',
      request.headers.authorization,
      body,
      request.socket.remoteAddress,
    );
    const routed = route(received);
    const { operation, detail } = routed;
    const asked = { method: received.method, path: received.path, operation, detail };
    const fault = this.faults.strike(asked, routed.members);
    const entry = this.journal.begin(asked, fault?.kind);
    const org = this.org(`http://${request.headers.host ?? ''}`);
    await pause(org.state.settings.latency + (fault?.kind === 'slow' ? (fault.ms ?? 1000) : 0));
    const answer = fault?.sent
      ? answerTo(
          received,
          route(receive(received.method, received.uri, request.headers.authorization, fault.sent(body))),
          org,
          fault,
        )
      : answerTo(received, routed, org, fault);
    if (answer === 'reset') request.socket.destroy();
    else if (answer !== 'silence') {
      response.sendDate = false;
      if (org.state.settings.dated) response.setHeader('date', new Date(org.now()).toUTCString());
      tellUsage(answer, org, response);
      send(response, answer, fault, entry);
    }
  }
}

function answerTo(
  received: Received,
  routed: Routed,
  org: Org,
  fault: FaultRule | undefined,
): Answer | 'silence' | 'reset' {
  if (fault?.kind === 'never') return 'silence';
  if (fault?.kind === 'reset-before') return 'reset';
  const answer = refusalFor(fault, received.envelope !== undefined) ?? played(fault, routed.answer(org, fault));
  return fault?.kind === 'reset-after' ? 'reset' : answer;
}

/** To make one takes longer than to start an org: all orgs of a process share it. */
const ownIdentity = (): KeyPair => (identityOfAll ??= selfSigned('Simulated org'));
let identityOfAll: KeyPair | undefined;

const TLS_HANDSHAKE = 22;
/** Enough that a URI that is too long reaches the org, which then says so itself. */
const LONG_URI = 256 * 1024;
/** Milliseconds. Ours is no model of when the platform gives up a connection: closed too soon, a client that computes for long trips. */
const UNUSED = 120_000;

/** Answers of the REST API tell how much of the day's allowance is used. */
function tellUsage(answer: Answer, { state }: Org, response: ServerResponse): void {
  if (answer.headers['content-type']?.startsWith('application/json'))
    response.setHeader('sforce-limit-info', `api-usage=${state.settings.apiUsage.join('/')}`);
}

/** Undefined: the client went away before its request was whole. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, answer: Answer, fault: FaultRule | undefined, entry: JournalEntry): void {
  const body = Buffer.from(answer.body);
  const { send: count, declare, cut } = delivery(fault, body.length);
  entry.status = answer.status;
  entry.bytes = count;
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(declare) });
  if (!cut) return void response.end(body.subarray(0, count));
  response.write(body.subarray(0, count), () => response.socket?.destroy());
}
