import { moduleOfCore } from './libraryOfCore.js';

/** A request that carries no session of the command line's: for what somebody else's credentials are to be tried on. */

export type Outgoing = { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; body?: string };
export type Reply = { status: number; body: string };

type TransportModule = {
  Transport: new () => { httpRequest(request: Outgoing): Promise<{ statusCode: number; body: string }> };
};

/** By the client library's own way out, so that deadlines, whole answers and the count of requests hold for it too. */
export const send = async (request: Outgoing): Promise<Reply> => {
  const { Transport } = moduleOfCore('@jsforce/jsforce-node/lib/transport') as TransportModule;
  const { statusCode, body } = await new Transport().httpRequest(request);
  return { status: statusCode, body: typeof body === 'string' ? body : JSON.stringify(body) };
};
