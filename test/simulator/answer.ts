/** An HTTP answer before it is sent, so that a fault can still spoil it. */
export type Answer = { status: number; headers: Record<string, string>; body: string | Buffer };

export const json = (status: number, value: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8' },
  body: JSON.stringify(value),
});

export const html = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/html;charset=UTF-8' },
  body,
});

export const xml = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/xml;charset=utf-8' },
  body,
});

export const restError = (status: number, errorCode: string, message: string): Answer =>
  json(status, [{ message, errorCode }]);

export const nothing = (status = 200): Answer => ({ status, headers: {}, body: '' });
