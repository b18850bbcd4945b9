import { randomUUID } from 'node:crypto';

/** The name of an unfinished file. It contains the process, so that others can see whether that process has ended. */
export const asideName = (): string => `.oauth-posture-${process.pid}-${randomUUID()}.tmp`;

const NAME = /^\.oauth-posture-(\d+)-[\da-f-]{36}\.tmp$/;

/** The process that created it. Undefined: the file isn't one of ours. */
export const madeBy = (name: string): number | undefined => {
  const [, pid] = NAME.exec(name) ?? [];
  return pid === undefined ? undefined : Number(pid);
};
