import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { OrgFault, problemOf, toProblem } from '../errors.js';

/** Goes through the proxy that the environment names, where it names one. */
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

/** A proxy setting that is no address must stop every request, rather than let it go around the proxy. */
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

/** Milliseconds. Whatever an org or a network does, no request outlives these. */
export type Deadlines = {
  connect: number;
  /** From the request's last byte to the answer's first. The platform itself gives up after two minutes. */
  headers: number;
  /** Between two pieces of a body. */
  body: number;
  /** One request as a whole. */
  total: number;
};

const DEFAULTS: Deadlines = { connect: 15_000, headers: 150_000, body: 60_000, total: 600_000 };

/** `HTTP_TIMEOUT` is what the platform's client library itself listens to: here it caps every deadline. */
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
