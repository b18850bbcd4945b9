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
