import type { EventEmitter } from 'node:events';

type Listener = (...values: unknown[]) => void;

/** The one listener instead of every one that there is. The result puts them back as they were. */
export const replaceListeners = (
  emitter: EventEmitter,
  event: string,
  listener: (value: never) => void,
): (() => void) => {
  const mine = listener as Listener;
  const before = emitter.rawListeners(event) as Listener[];
  emitter.removeAllListeners(event);
  emitter.on(event, mine);
  return () => {
    emitter.off(event, mine);
    for (const earlier of before) emitter.on(event, earlier);
  };
};
