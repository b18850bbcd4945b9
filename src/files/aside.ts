import { createHash, randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** In each container, processes have numbers of their own. Only Linux shows that there is one. */
const namespace = (): string => {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
};

/** This computer or container, so that a process of another one isn't taken for one of its own. */
export const PLACE: string = createHash('sha256').update(`${hostname()} ${namespace()}`).digest('hex').slice(0, 8);

/** The name of an unfinished file. It contains the process, so that others can see whether that process has ended. */
export const asideName = (): string => `.oauth-posture-${process.pid}-${PLACE}-${randomUUID()}.tmp`;

const NAME = /^\.oauth-posture-(\d+)-([\da-f]{8})-[\da-f-]{36}\.tmp$/;

/** The process that created it. Undefined: the file isn't one of ours. */
export const madeBy = (name: string): { pid: number; isHere: boolean } | undefined => {
  const [, pid, place] = NAME.exec(name) ?? [];
  return pid === undefined ? undefined : { pid: Number(pid), isHere: place === PLACE };
};
