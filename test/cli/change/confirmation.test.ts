import { expect } from 'chai';
import { isConfirmed, refuseWhereNobodyAnswers, type Confirmation } from '../../../src/cli/change/confirmation.js';
import { Refusal } from '../../../src/actions/refusal.js';
import { dropTypedAhead, type TerminalInput } from '../../../src/cli/change/typedAhead.js';

type Question = Parameters<Confirmation['confirm']>[0];

const never = new AbortController().signal;

const confirmation = (confirm: Confirmation['confirm'], noPrompt = false): Confirmation => ({
  noPrompt,
  forMachines: false,
  confirm,
});

const refusalOf = async (confirm: Confirmation['confirm'], signal = never): Promise<Refusal> => {
  const ended: unknown = await isConfirmed('Go on', confirmation(confirm), signal).catch((error: unknown) => error);
  if (ended instanceof Refusal) return ended;
  throw ended instanceof Error ? ended : new Error(`Not refused: ${JSON.stringify(ended)}`);
};

describe('asking before something is changed', () => {
  it('takes no for the answer of whoever types nothing, and leaves time to read', async () => {
    const asked: Question[] = [];
    const answer = (question: Question): Promise<boolean> => {
      asked.push(question);
      return Promise.resolve(question.defaultAnswer);
    };
    expect(await isConfirmed('Go on', confirmation(answer), never)).to.equal(false);
    expect(asked).to.deep.equal([{ message: 'Go on', ms: 30 * 60_000, defaultAnswer: false }]);
  });

  describe('forgets what was typed before it', () => {
    /** A terminal that hands over what was typed ahead once somebody listens. */
    const typing = (...chunks: string[]): TerminalInput & { modes: boolean[]; left: string[] } => {
      const left = [...chunks];
      const modes: boolean[] = [];
      let timer: NodeJS.Timeout;
      return {
        isTTY: true,
        modes,
        left,
        setRawMode: (isRaw) => modes.push(isRaw),
        on: (_event, listener) => {
          timer = setInterval(() => {
            const next = left.shift();
            if (next !== undefined) listener(next);
          }, 20);
        },
        off: () => clearInterval(timer),
        pause: () => undefined,
        read: () => null,
      };
    };

    it('and asks only when the terminal has nothing left', async () => {
      const input = typing('y', '\r', 'y\r');
      let asked = 0;
      const answer = (): Promise<boolean> => {
        asked += 1;
        expect([input.left, input.modes]).to.deep.equal([[], [true, false]]);
        return Promise.resolve(true);
      };
      expect(await isConfirmed('Go on', confirmation(answer), never, input)).to.equal(true);
      expect(asked).to.equal(1);
    });

    it('and takes Ctrl-C in it for an interrupt', async () => {
      const unasked = (): Promise<boolean> => Promise.reject(new Error('asked'));
      const ended: unknown = await isConfirmed('Go on', confirmation(unasked), never, typing('\u0003')).catch(
        (error: unknown) => error,
      );
      expect(ended).to.include({ code: 'interrupted-asking', exitCode: 130 });
    });

    it('and takes input that never ends for no', async () => {
      expect(await dropTypedAhead(typing(...Array.from({ length: 100 }, () => 'y\r')), 50, 200)).to.equal(
        'never-quiet',
      );
    });

    it('and leaves what is no terminal alone', async () => {
      const input = { ...typing('y'), isTTY: false };
      expect(
        await isConfirmed(
          'Go on',
          confirmation(() => Promise.resolve(true)),
          never,
          input,
        ),
      ).to.equal(true);
      expect([input.left, input.modes]).to.deep.equal([['y'], []]);
    });
  });

  it('asks nobody where it was approved beforehand', async () => {
    const unasked = (): Promise<boolean> => Promise.reject(new Error('asked'));
    expect(await isConfirmed('Go on', confirmation(unasked, true), never)).to.equal(true);
  });

  describe('needs a terminal at both ends', () => {
    const streams = ['stdin', 'stdout'] as const;
    const before = streams.map((name) => process[name].isTTY);
    afterEach(() => streams.forEach((name, at) => (process[name].isTTY = before[at] ?? false)));

    const asked =
      (terminals: readonly (typeof streams)[number][], noPrompt = false) =>
      (): void => {
        for (const name of streams) process[name].isTTY = terminals.includes(name);
        refuseWhereNobodyAnswers(confirmation(() => Promise.resolve(true), noPrompt));
      };

    it('and is asked there', () => {
      expect(asked(streams)).not.to.throw();
    });

    for (const [only, other] of [
      ['stdin', 'output'],
      ['stdout', 'input'],
    ] as const)
      it(`is refused where its ${other} is no terminal`, () => {
        expect(asked([only]))
          .to.throw(Refusal)
          .with.property('code', 'cannot-ask');
        expect(asked([only], true)).not.to.throw();
      });
  });

  const unanswered = (): Promise<boolean> => new Promise(() => undefined);

  const endings: [name: string, end: () => Promise<Refusal>][] = [
    [
      'Ctrl-C, which the prompt takes for an error of its own',
      () => refusalOf(() => Promise.reject(Object.assign(new Error('closed'), { name: 'ExitPromptError' }))),
    ],
    [
      'the end of the input, after which nothing would keep the process alive',
      () => {
        const asked = refusalOf(unanswered);
        process.emit('beforeExit', 0);
        return asked;
      },
    ],
    [
      'a signal',
      () => {
        const abortion = new AbortController();
        const asked = refusalOf(unanswered, abortion.signal);
        abortion.abort();
        return asked;
      },
    ],
  ];
  for (const [name, end] of endings)
    it(`is ended by ${name}: 130`, async () => {
      const listeners = process.listenerCount('beforeExit');
      expect(await end()).to.include({ code: 'interrupted-asking', exitCode: 130 });
      expect(process.listenerCount('beforeExit')).to.equal(listeners);
    });

  it('hands any other error on', async () => {
    const broken = (): Promise<boolean> => Promise.reject(new Error('no terminal'));
    const ended: unknown = await isConfirmed('Go on', confirmation(broken), never).catch((error: unknown) => error);
    expect(ended).to.be.an('error').with.property('message', 'no terminal');
  });
});
