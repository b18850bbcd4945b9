import { randomUUID } from 'node:crypto';

/** The name of a file that is not whole yet. It says whose it is, so that others can tell whether that one is gone. */
export const asideName = (): string => `.oauth-posture-${process.pid}-${randomUUID()}.tmp`;

const NAME = /^\.oauth-posture-(\d+)-[\da-f-]{36}\.tmp$/;

/** The process that made it. Undefined: the name is none of ours. */
export const madeBy = (name: string): number | undefined => {
  const [, pid] = NAME.exec(name) ?? [];
  return pid === undefined ? undefined : Number(pid);
};
