import { moduleOfCore } from './libraryOfCore.js';

/** A request without the session of the command line, to try other credentials. */

export type Outgoing = { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; body?: string };
export type Reply = { status: number; body: string };

type TransportModule = {
  Transport: new () => { httpRequest(request: Outgoing): Promise<{ statusCode: number; body: string }> };
};

/** Sent through the client library, so that deadlines, complete responses, and the request count apply to it too. */
export const send = async (request: Outgoing): Promise<Reply> => {
  const { Transport } = moduleOfCore('@jsforce/jsforce-node/lib/transport') as TransportModule;
  const { statusCode, body } = await new Transport().httpRequest(request);
  return { status: statusCode, body: typeof body === 'string' ? body : JSON.stringify(body) };
};
