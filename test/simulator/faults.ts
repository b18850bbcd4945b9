import type { Answer } from './answer.js';
import type { CraftedEntry } from './craftedZip.js';

/** Faults on request: a rule strikes the next requests that match it, in the order the rules were given. */

export type FaultKind =
  | 'session-expired'
  | 'request-limit'
  | 'server-error'
  | 'unavailable-page'
  | 'reset-before'
  | 'reset-after'
  | 'cut-body'
  | 'truncated-body'
  | 'slow'
  | 'never'
  | 'locked'
  | 'error'
  /** A man in the middle: the org does as it was asked, and the client gets another answer. */
  | 'answer'
  /** A man in the middle: the org is asked for something else than the client asked. */
  | 'other-request'
  /** Played by the operation itself. */
  | 'retrieve-failed'
  | 'never-done'
  | 'other-zip'
  | 'deploy-failed'
  | 'deploy-reverted';

export type Asked = { method: string; path: string; operation: string; detail: string };
/** Members that a retrieve names, as `Type:fullName`. */
export type Members = ReadonlySet<string>;

export type FaultRule = {
  kind: FaultKind;
  /** The operation's name, a part of the path, or an expression tried on operation, path and detail. All when missing. */
  on?: string | RegExp;
  /** The first match that is struck, counted from 1. */
  nth?: number;
  /** How many matches are struck from then on. 1 when missing. */
  times?: number;
  /** `slow`: how long. */
  ms?: number;
  /** `error`, `retrieve-failed`, `deploy-failed`: what the org says. */
  code?: string;
  message?: string;
  status?: number;
  /** `answer`: what is not named stays as it is in the true answer. */
  contentType?: string;
  body?: Answer['body'] | ((truth: Answer) => Answer['body']);
  /** `answer`: the bytes of the zip that a retrieve hands over. Answers without one stay as they are. */
  zip?: (bytes: Buffer) => Buffer;
  /**
   * `Type:fullName`. A retrieve matches only while this member takes part, so that several poisoned members all strike;
   * of a deploy, only this member is concerned.
   */
  member?: string;
  /** `other-request`: what the org is given in place of the body that was sent. */
  sent?: (body: string) => string;
  /** `other-zip`: the entries that a retrieve hands over in place of its own. */
  entries?: (own: readonly CraftedEntry[]) => readonly CraftedEntry[];
};

type Armed = { rule: FaultRule; seen: number };

export class Faults {
  private readonly armed: Armed[] = [];

  public add(rule: FaultRule): void {
    this.armed.push({ rule, seen: 0 });
  }

  public clear(): void {
    this.armed.length = 0;
  }

  /** Counts the request against every rule and returns the first that strikes. */
  public strike(asked: Asked, members?: Members): FaultRule | undefined {
    const matching = this.armed.filter(({ rule }) => matches(rule, asked) && takesPart(rule, members));
    for (const armed of matching) armed.seen += 1;
    return matching.find(({ rule, seen }) => inWindow(rule, seen))?.rule;
  }
}

function inWindow({ nth = 1, times = 1 }: FaultRule, seen: number): boolean {
  return seen >= nth && seen < nth + times;
}

function takesPart({ member }: FaultRule, members: Members | undefined): boolean {
  return member === undefined || members === undefined || members.has(member);
}

function matches({ on }: FaultRule, asked: Asked): boolean {
  if (on === undefined) return true;
  if (typeof on === 'string') return asked.operation === on || asked.path.includes(on);
  return [asked.operation, asked.path, asked.detail].some((text) => on.test(text));
}
