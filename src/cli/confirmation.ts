import { Refusal } from '../actions/refusal.js';
import { dropTypedAhead, type TerminalInput } from './typedAhead.js';

/** Long enough to read a long plan. Whoever has not answered by then has said no. */
const TIME_TO_ANSWER = 30 * 60 * 1000;

export type Confirmation = {
  /** Approved in advance. */
  noPrompt: boolean;
  /** The result goes to a machine. */
  forMachines: boolean;
  confirm: (question: { message: string; ms: number; defaultAnswer: false }) => Promise<boolean>;
};

/**
 * Before anything is asked of an org: where nobody can answer, minutes of work would end in a refusal. Plan and question
 * go where the result goes: whoever sends that into a file or a pipe would answer a question about a plan never seen.
 */
export const refuseWhereNobodyAnswers = ({ noPrompt, forMachines }: Confirmation): void => {
  if (!noPrompt && (forMachines || !process.stdin.isTTY || !process.stdout.isTTY))
    throw new Refusal('nobody-to-ask', [], { bundle: 'remediation' });
};

/**
 * An interrupt ends the question; the prompt itself takes Ctrl-C for an error of its own. After the end of the input
 * (Ctrl-D) it waits for ever without keeping the process alive, which would end with a code that means nothing here.
 */
export const isConfirmed = async (
  message: string,
  { noPrompt, confirm }: Confirmation,
  signal: AbortSignal,
  input: TerminalInput = process.stdin,
): Promise<boolean> => {
  if (noPrompt) return true;
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(interruption());
  signal.addEventListener('abort', stop, { once: true });
  process.once('beforeExit', stop);
  try {
    return await Promise.race([ask(message, confirm, signal, input), interrupted]);
  } catch (error) {
    throw error instanceof Error && error.name === 'ExitPromptError' ? interruption() : error;
  } finally {
    signal.removeEventListener('abort', stop);
    process.off('beforeExit', stop);
  }
};

const ask = async (
  message: string,
  confirm: Confirmation['confirm'],
  signal: AbortSignal,
  input: TerminalInput,
): Promise<boolean> => {
  const typed = input.isTTY ? await dropTypedAhead(input) : 'nothing-more';
  if (typed === 'interrupt' || signal.aborted) throw interruption();
  return typed === 'nothing-more' && confirm({ message, ms: TIME_TO_ANSWER, defaultAnswer: false });
};

const interruption = (): Refusal => new Refusal('interrupted-asking', [], { bundle: 'remediation', exitCode: 130 });
