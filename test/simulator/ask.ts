import type { Simulator } from './simulator.js';

/** A bare client for tests of the simulator itself: what it sends is what the test says. */

export type Reply = { status: number; body: string; headers: Headers };

export async function ask(simulator: Simulator, path: string, token?: string): Promise<Reply> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return reply(await fetch(simulator.url + path, { headers, signal: AbortSignal.timeout(5000) }));
}

export async function post(simulator: Simulator, path: string, form: Record<string, string>): Promise<Reply> {
  return reply(await fetch(simulator.url + path, { method: 'POST', body: new URLSearchParams(form) }));
}

export type QueryReply = {
  status: number;
  totalSize: number;
  records: Record<string, unknown>[];
  nextRecordsUrl?: string;
  errorCode?: string;
  message?: string;
};

export async function query(
  simulator: Simulator,
  soql: string,
  token = simulator.login().accessToken,
): Promise<QueryReply> {
  const { status, body } = await ask(simulator, `/services/data/v67.0/query?q=${encodeURIComponent(soql)}`, token);
  const parsed = JSON.parse(body) as QueryReply | [{ errorCode: string; message: string }];
  return Array.isArray(parsed) ? { status, totalSize: 0, records: [], ...parsed[0] } : { ...parsed, status };
}

export async function soap(
  simulator: Simulator,
  operation: string,
  inner: string,
  { token = simulator.login().accessToken, version = '67.0' } = {},
): Promise<Reply> {
  const body =
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">' +
    `<soapenv:Header xmlns="http://soap.sforce.com/2006/04/metadata"><SessionHeader><sessionId>${token}</sessionId>` +
    '</SessionHeader></soapenv:Header><soapenv:Body xmlns="http://soap.sforce.com/2006/04/metadata">' +
    `<${operation}>${inner}</${operation}></soapenv:Body></soapenv:Envelope>`;
  const headers = { 'content-type': 'text/xml', soapaction: '""' };
  const url = `${simulator.url}/services/Soap/m/${version}`;
  return reply(await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(5000) }));
}

/** The text of the first element of this name in an answer. */
export const field = ({ body }: Reply, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)<`).exec(body)?.[1];

const reply = async (response: Response): Promise<Reply> => ({
  status: response.status,
  body: await response.text(),
  headers: response.headers,
});
