import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { OrgFault, problemOf, toProblem } from '../errors.js';

/** Uses the proxy in the environment, if there is one. */
export const proxyingAgent = ({ connect, headers, body }: Deadlines): Dispatcher => {
  const options = {
    allowH2: false,
    connect: { timeout: connect, allowH2: false },
    connectTimeout: connect,
    headersTimeout: headers,
    bodyTimeout: body,
  };
  try {
    return new EnvHttpProxyAgent(options);
  } catch (error) {
    return refusing(new OrgFault(problemOf('network', toProblem(error).detail, 'PROXY_SETTING')));
  }
};

/** An invalid proxy setting must stop every request. Otherwise requests would bypass the proxy. */
const refusing = (fault: OrgFault): Dispatcher =>
  new Agent().compose(() => (_options, handler) => {
    handler.onResponseError?.(NOT_CONNECTED, fault);
    return true;
  });

const NOT_CONNECTED: Dispatcher.DispatchController = {
  aborted: false,
  paused: false,
  reason: null,
  abort: () => {},
  pause: () => {},
  resume: () => {},
};

/** In milliseconds. No request takes longer, whatever an org or a network does. */
export type Deadlines = {
  connect: number;
  /** From the last byte of the request to the first of the response. The platform itself gives up after two minutes. */
  headers: number;
  /** Between two pieces of a body. */
  body: number;
  /** For a request as a whole. */
  total: number;
};

const DEFAULTS: Deadlines = { connect: 15_000, headers: 150_000, body: 60_000, total: 600_000 };

/** `HTTP_TIMEOUT` is also what the platform's client library uses. Here it limits every deadline. */
export const deadlinesFrom = (environment: NodeJS.ProcessEnv): Deadlines => {
  const cap = Number(environment['HTTP_TIMEOUT']);
  if (!Number.isFinite(cap) || cap <= 0) return DEFAULTS;
  return {
    connect: Math.min(DEFAULTS.connect, cap),
    headers: Math.min(DEFAULTS.headers, cap),
    body: Math.min(DEFAULTS.body, cap),
    total: Math.min(DEFAULTS.total, cap),
  };
};
