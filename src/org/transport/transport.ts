import type { Dispatcher } from 'undici';
import { OrgFault, problemOf } from '../errors.js';
import { proxyingAgent, type Deadlines } from './agent.js';
import { unusableAnswer } from './answerRules.js';
import { withTrueStatus } from './faultStatus.js';
import { moduleOfCore } from './libraryOfCore.js';
import { createRefusedSessions, isTokenAddress } from './refusedSessions.js';
import { currentRequest, currentSoapCall } from './requestScope.js';
import { WholeAnswer } from './wholeAnswer.js';

export type Transport = {
  /** The number of requests since the installation, to any org. */
  requests(): number;
  uninstall(): Promise<void>;
};

/** The part of the client library through which `@salesforce/core` sends every request. */
type RequestModule = {
  setDispatcher(dispatcher?: Dispatcher): void;
  setDefaults(defaults: Record<string, unknown>): void;
};

/** Loads the whole library first, because loading it sets its own defaults. */
const requestModule = (): RequestModule => {
  moduleOfCore('@jsforce/jsforce-node');
  return moduleOfCore('@jsforce/jsforce-node/lib/request') as RequestModule;
};

/**
 * From now on, every request to any org has deadlines, returns only complete responses, and is counted when it's sent.
 */
export const installTransport = ({ deadlines }: { deadlines: Deadlines }): Transport => {
  const library = requestModule();
  const agent = proxyingAgent(deadlines);
  let requests = 0;
  library.setDispatcher(agent.compose(supervised(() => (requests += 1))));
  // A proxy in these defaults would bypass the dispatcher. Repetitions are off, because session.ts decides about them.
  library.setDefaults({ followRedirect: true, timeout: deadlines.total, retry: { maxRetries: 0 } });
  return {
    requests: () => requests,
    uninstall: async () => {
      library.setDispatcher();
      library.setDefaults(libraryDefaults(process.env));
      await agent.destroy();
    },
  };
};

const libraryDefaults = (environment: NodeJS.ProcessEnv): Record<string, unknown> => ({
  followRedirect: true,
  httpProxy:
    environment['https_proxy'] ?? environment['http_proxy'] ?? environment['HTTPS_PROXY'] ?? environment['HTTP_PROXY'],
});

const supervised = (count: () => void): Dispatcher.DispatcherComposeInterceptor => {
  const refusedSessions = createRefusedSessions();
  return (dispatch) => (options, client) => {
    const request = currentRequest();
    const operation = currentSoapCall();
    const url = `${String(options.origin)}${options.path}`;
    let leftAt = 0;
    let stopListening = (): void => {};
    const answer = new WholeAnswer(client, {
      sent: (controller) => {
        if (request?.isTooLate()) return controller.abort(interrupted());
        leftAt = refusedSessions.now();
        count();
        request?.count();
        stopListening();
        stopListening = onAbort(request?.signal, () => controller.abort(interrupted()));
      },
      judge: (received) => {
        const answered = withTrueStatus(url, received);
        const refused = refusedSessions.judge(url, leftAt, answered) ?? unusableAnswer(url, answered, operation);
        // The page of a proxy has the time of that proxy.
        if (!refused && answered.status < 300) {
          const { date = '', 'sforce-limit-info': limits = '' } = received.headers;
          request?.heard({ date, limits: String(limits) });
          if (isTokenAddress(url)) request?.renewed();
        }
        return refused ?? answered;
      },
      settled: () => stopListening(),
    });
    return dispatch({ ...options, headers: askingAnew(options.headers) }, answer);
  };
};

const interrupted = (): OrgFault => new OrgFault(problemOf('interrupted'));

const onAbort = (signal: AbortSignal | undefined, stop: () => void): (() => void) => {
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  return () => signal?.removeEventListener('abort', stop);
};

/**
 * fetch passes its headers as an object, and asks for encodings that only its own reader would undo. What a proxy has kept
 * is no answer.
 */
const askingAnew = (headers: Dispatcher.DispatchOptions['headers']): Record<string, string> => ({
  ...(headers as Record<string, string>),
  'accept-encoding': 'gzip',
  'cache-control': 'no-cache',
});
