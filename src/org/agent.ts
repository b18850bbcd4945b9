import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici';
import type { Deadlines } from './deadlines.js';
import { OrgFault, problemOf, toProblem } from './errors.js';

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
