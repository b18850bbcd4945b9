import type { Members } from './faults.js';
import { wantedIn } from './metadata/manifest.js';
import { readEnvelope, type Envelope } from './soap.js';
import { childOf, childrenOf, textOf } from './xml.js';

/** What arrived, taken apart once: for the journal, the faults and the routes. */
export type Received = {
  method: string;
  /** Slashes collapsed, the query apart. */
  path: string;
  /** As it came. */
  uri: string;
  parameters: URLSearchParams;
  body: string;
  /** Of an Authorization header. */
  bearer: string;
  /** From where it came. */
  address: string;
  envelope?: Envelope;
};

export function receive(
  method: string,
  uri: string,
  authorization: string | undefined,
  body: string,
  address = '',
): Received {
  const [path = '', query = ''] = uri.split(/\?(.*)/s);
  const envelope = /^\/+services\/+Soap\//i.test(path) ? readEnvelope(body) : undefined;
  return {
    method,
    path: path.replaceAll(/\/{2,}/g, '/'),
    uri,
    parameters: new URLSearchParams(query),
    body,
    address,
    bearer: /^(?:Bearer|OAuth) (.*)$/.exec(authorization ?? '')?.[1] ?? '',
    ...(envelope && { envelope }),
  };
}

/** Undefined where a call is no retrieve. */
export function membersOf({ operation, body }: Envelope): Members | undefined {
  const request = operation === 'retrieve' ? childOf(body, 'request') : undefined;
  return request && new Set(wantedIn(request).map(({ type, member }) => `${type}:${member}`));
}

/** What a SOAP call asks for, in a few words and without credentials. */
export function describeCall({ operation, body }: Envelope): string {
  if (operation === 'listMetadata')
    return childrenOf(body, 'queries')
      .map((query) => textOf(query, 'type'))
      .join(',');
  if (operation === 'deploy')
    return textOf(childOf(body, 'DeployOptions'), 'checkOnly') === 'true' ? 'check-only' : 'for good';
  if (operation !== 'retrieve') return textOf(body, 'asyncProcessId') ?? '';
  const request = childrenOf(body, 'request')[0];
  const types = request ? childrenOf(childrenOf(request, 'unpackaged')[0] ?? request, 'types') : [];
  return types.map((type) => `${textOf(type, 'name') ?? ''}:${String(childrenOf(type, 'members').length)}`).join(',');
}
