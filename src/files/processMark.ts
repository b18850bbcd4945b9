import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { defined } from '../values.js';
import { isRunning } from './sweep.js';

/** Identifies the process of a run, so that a later run can see whether that process has ended. */
export type ProcessMark = {
  pid: number;
  host: string;
  /** Changes with each start of the computer, and is different in each container, even if they share a host name. */
  machine?: string;
  /** A process ID is used again after a while. The start of a process isn't. */
  began?: string;
};

/** `elsewhere`: on another computer or in another container, or this one was restarted. It can't be seen from here. */
export type ProcessState = 'running' | 'ended' | 'elsewhere';

const ownMark = async (): Promise<ProcessMark> => {
  const [boot, namespace, own] = await Promise.all([bootId(), pidNamespace(), statusOf(process.pid)]);
  const machine = boot === undefined || namespace === undefined ? undefined : `${boot} ${namespace}`;
  return { pid: process.pid, host: hostname(), ...defined({ machine, began: own?.began }) };
};

/** A mark with the number of this very process is that of an earlier one, because a process has only one run. */
const stateOf = async (mark: ProcessMark): Promise<ProcessState> => {
  const own = await ownMark();
  if (mark.host !== own.host || mark.machine !== own.machine) return 'elsewhere';
  if (mark.pid === own.pid || !isRunning(mark.pid)) return 'ended';
  const found = await statusOf(mark.pid);
  if (found?.hasEnded) return 'ended';
  const isAnother = found !== undefined && mark.began !== undefined && found.began !== mark.began;
  return isAnother ? 'ended' : 'running';
};

export const processes = { own: ownMark, stateOf };

/** Only Linux shows these without another program. Elsewhere, the host name and the process ID have to be enough. */
const bootId = (): Promise<string | undefined> =>
  readFile('/proc/sys/kernel/random/boot_id', 'utf8').then((text) => text.trim(), absent);

const pidNamespace = (): Promise<string | undefined> => readlink('/proc/self/ns/pid').then((name) => name, absent);

type Status = { began: string; hasEnded: boolean };

const statusOf = (pid: number): Promise<Status | undefined> =>
  readFile(`/proc/${pid}/stat`, 'utf8').then(statusIn, absent);

/** A process that was killed keeps its number until its parent takes notice of it. */
const ENDED: readonly (string | undefined)[] = ['Z', 'X'];

/** The second field is the name of the program, in parentheses, and may contain spaces and parentheses itself. */
const statusIn = (text: string): Status | undefined => {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const began = fields[STARTED];
  return began === undefined ? undefined : { began, hasEnded: ENDED.includes(fields[0]) };
};

const STARTED = 19;

const absent = (): undefined => undefined;
