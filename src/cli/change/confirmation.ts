import { Refusal } from '../../actions/refusal.js';
import { dropTypedAhead, type TerminalInput } from './typedAhead.js';

/** Long enough to read a long plan. After that, no answer counts as no. */
const TIME_TO_ANSWER = 30 * 60 * 1000;

export type Confirmation = {
  /** Confirmed in advance. */
  noPrompt: boolean;
  /** A program reads the result. */
  forMachines: boolean;
  confirm: (question: { message: string; ms: number; defaultAnswer: false }) => Promise<boolean>;
};

/**
 * Checked before an org is contacted, because minutes of work would otherwise end in an error. Plan and question are
 * shown where the result goes. If that is a file or a pipe, the user would confirm a plan that they haven't seen.
 */
export const refuseWhereNobodyAnswers = ({ noPrompt, forMachines }: Confirmation): void => {
  if (!noPrompt && (forMachines || !process.stdin.isTTY || !process.stdout.isTTY))
    throw new Refusal('cannot-ask', [], { bundle: 'remediation' });
};

/**
 * An interrupt ends the question, because the prompt treats Ctrl-C as an error of its own. After the end of the input
 * (Ctrl-D), the prompt waits forever without keeping the process alive, and the process would end with a meaningless
 * code.
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
