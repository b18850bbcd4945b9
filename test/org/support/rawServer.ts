import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type RawServer = { url: string; seen: string[]; stop(): Promise<void> };

/** For what no org says, such as the pages of proxies: answers as told and notes what it was asked. */
export const startRawServer = async (
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<RawServer> => {
  const seen: string[] = [];
  const server: Server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
