import { restError, type Answer } from './answer.js';
import { queueOf } from './deploy/queue.js';
import { liveSession } from './login/credentials.js';
import { revoke, token, userinfo } from './login/endpoints.js';
import { operationFamilies } from './operations.js';
import { describeCall, membersOf, type Received } from './request.js';
import type { Queries } from './rest/queries.js';
import { describe, record, resources, versions } from './rest/resources.js';
import { restRefusal, soapRefusal } from './refusals.js';
import { soapAnswer, soapFault, type Envelope } from './soap.js';
import type { FaultRule, Members } from './faults.js';
import type { OrgState } from './state.js';
import { RestError, SoapFault, type Clock, type Context, type Operations } from './wire.js';

/** Which request is answered by what. The first row that fits answers. */

export type Org = { state: OrgState; url: string; now: Clock; queries: Queries; operations: Operations };

type Match = RegExpExecArray;
type Open = (received: Received, org: Org) => Answer;
type Guarded = (received: Received, match: Match, context: Context, org: Org) => Answer;

type Route = { pattern: RegExp; operation: string; detail?: (received: Received, match: Match) => string } & (
  { open: Open } | { guarded: Guarded }
);

const form = ({ body }: Received): URLSearchParams => new URLSearchParams(body);
const VERSION = String.raw`^/services/data/v(\d+)\.0`;
const below = (rest: string): RegExp => new RegExp(`${VERSION}${rest}$`);

const routes: readonly Route[] = [
  {
    pattern: /^\/services\/oauth2\/token$/,
    operation: 'token',
    detail: (received) => form(received).get('grant_type') ?? '',
    open: (received, org) => token({ form: form(received), address: received.address, ...org }),
  },
  {
    pattern: /^\/services\/oauth2\/userinfo$/,
    operation: 'userinfo',
    open: (received, org) => userinfo(org, received.bearer),
  },
  {
    pattern: /^\/services\/oauth2\/revoke$/,
    operation: 'revoke',
    open: (received, org) => revoke({ form: form(received), ...org }),
  },
  { pattern: /^\/services\/data\/?$/, operation: 'versions', open: (_, org) => versions(org.state) },
  { pattern: below('/?'), operation: 'resources', guarded: (_, __, context) => resources(context) },
  {
    pattern: below('/query/?'),
    operation: 'query',
    detail: ({ parameters }) => parameters.get('q') ?? '',
    guarded: (received, _, context, org) =>
      org.queries.query(received.uri, received.parameters.get('q') ?? '', context),
  },
  {
    pattern: below('/tooling/query/?'),
    operation: 'toolingQuery',
    detail: ({ parameters }) => parameters.get('q') ?? '',
    guarded: (received, _, context, org) => {
      const soql = received.parameters.get('q') ?? '';
      if (/\bFROM SourceMember\b/i.test(soql)) return nothingThere();
      queueOf(org.state).tick();
      return org.queries.query(received.uri, soql, context, 'tooling');
    },
  },
  {
    pattern: below(String.raw`(?:/tooling)?/query/([^/]+)`),
    operation: 'queryMore',
    detail: (_, match) => match[2] ?? '',
    guarded: (_, match, context, org) => org.queries.more(match[2] ?? '', context),
  },
  {
    pattern: below(String.raw`/sobjects/(\w+)/describe/?`),
    operation: 'describe',
    detail: (_, match) => match[2] ?? '',
    guarded: (_, match, context) => describe(match[2] ?? '', context),
  },
  {
    pattern: below(String.raw`/sobjects/(\w+)/(\w+)`),
    operation: 'record',
    detail: (_, match) => match[2] ?? '',
    guarded: (_, match, context) => record(match[2] ?? '', match[3] ?? '', context),
  },
];

export type Routed = {
  operation: string;
  detail: string;
  members?: Members;
  answer: (org: Org, fault: FaultRule | undefined) => Answer;
};

export function route(received: Received): Routed {
  const { envelope, path } = received;
  if (envelope) {
    const { operation } = envelope;
    const members = membersOf(envelope);
    return {
      operation,
      detail: describeCall(envelope),
      ...(members && { members }),
      answer: (org, fault) => soap(path, envelope, org, fault),
    };
  }
  for (const one of routes) {
    const match = one.pattern.exec(path);
    if (!match) continue;
    const answer = (org: Org): Answer =>
      'open' in one ? one.open(received, org) : guarded(one.guarded, received, match, org);
    return {
      operation: one.operation,
      detail: one.detail?.(received, match) ?? '',
      answer: (org) => rest(() => answer(org)),
    };
  }
  return { operation: 'unknown', detail: '', answer: () => rest(nothingThere) };
}

function nothingThere(): never {
  throw restRefusal('not-found');
}

function guarded(answer: Guarded, received: Received, match: Match, org: Org): Answer {
  const session = liveSession(org.state, received.bearer, org.now());
  if (!session) throw restRefusal('no-session');
  const apiVersion = Number(match[1]);
  if (!offers(org.state, apiVersion)) throw restRefusal('not-found');
  return answer(received, match, { ...org, session, apiVersion }, org);
}

function offers({ settings }: OrgState, apiVersion: number): boolean {
  return apiVersion >= settings.oldestApiVersion && apiVersion <= settings.newestApiVersion;
}

function rest(answer: () => Answer): Answer {
  try {
    return answer();
  } catch (error) {
    if (error instanceof RestError) return restError(error.status, error.errorCode, error.message);
    throw error;
  }
}

function soap(path: string, envelope: Envelope, org: Org, fault: FaultRule | undefined): Answer {
  try {
    return soapAnswer(envelope.operation, call(path, envelope, org, fault));
  } catch (error) {
    if (error instanceof SoapFault) return soapFault(error.code, error.message);
    throw error;
  }
}

function call(path: string, envelope: Envelope, org: Org, fault: FaultRule | undefined): string {
  const apiVersion = Number(/^\/services\/Soap\/m\/(\d+)\.0/.exec(path)?.[1]);
  if (!offers(org.state, apiVersion)) throw soapRefusal('bad-version');
  const session = liveSession(org.state, envelope.sessionId, org.now());
  if (!session) throw soapRefusal('no-soap-session');
  const operation = org.operations[envelope.operation];
  if (!operation) throw soapRefusal('no-operation', { operation: envelope.operation });
  return operation(envelope, { ...org, session, apiVersion, ...(fault && { fault }) });
}

export const allOperations = (state: OrgState): Operations =>
  Object.assign({}, ...operationFamilies.map((family) => family(state))) as Operations;
