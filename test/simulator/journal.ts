/** Every request the org saw, in the order of their arrival. */
export type JournalEntry = {
  n: number;
  method: string;
  path: string;
  /** `listMetadata`, `query`, `userinfo`, ... */
  operation: string;
  /** What was asked for: types, SOQL, member counts. Never a credential. */
  detail: string;
  /** 0: no answer was sent. */
  status: number;
  /** Asked only whether a job is done. */
  poll: boolean;
  /** Of the answer's body, as far as it was sent. */
  bytes: number;
  fault?: string;
};

const POLLS = new Set(['checkRetrieveStatus', 'checkDeployStatus', 'checkStatus']);

export class Journal {
  public readonly entries: JournalEntry[] = [];

  public begin(
    asked: Pick<JournalEntry, 'method' | 'path' | 'operation' | 'detail'>,
    fault: string | undefined,
  ): JournalEntry {
    const entry: JournalEntry = {
      n: this.entries.length + 1,
      ...asked,
      status: 0,
      poll: POLLS.has(asked.operation),
      bytes: 0,
      ...(fault !== undefined && { fault }),
    };
    this.entries.push(entry);
    return entry;
  }

  public clear(): void {
    this.entries.length = 0;
  }

  public withoutPolls(): JournalEntry[] {
    return this.entries.filter((entry) => !entry.poll);
  }

  public of(operation: string): JournalEntry[] {
    return this.entries.filter((entry) => entry.operation === operation);
  }
}
