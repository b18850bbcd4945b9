import type { OrgProblem } from '../org/problem.js';
import type { Bundle, TextValue } from '../reports/render.js';

export type Point = {
  file: string;
  /** Both count from 1. None: it is about the file as a whole. */
  line?: number;
  column?: number;
  key: string;
  values: readonly TextValue[];
};

type More = {
  exitCode?: number;
  bundle?: Bundle;
  /** A list to look at item by item, such as the mistakes in a file. The texts are in the same bundle. */
  points?: readonly Point[];
};

/** A run that ends without a result. It holds a code with values, and its sentences come from messages/. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exitCode: number;
  readonly bundle: Bundle;
  readonly points: readonly Point[];

  constructor(
    readonly code: string,
    readonly values: readonly TextValue[] = [],
    { exitCode = 1, bundle = 'errors', points = [] }: More = {},
  ) {
    super(code);
    this.exitCode = exitCode;
    this.bundle = bundle;
    this.points = points;
  }

  /** `flag`: the one that the file is for. `code`: the system's error code, or one of ours if nothing was tried. */
  static ofFile(path: string, code: string, flag: string): Refusal {
    if (code === 'too-large') return new Refusal('file-too-large', [path, flag]);
    const own = REFUSED_FILES[code];
    return own === undefined ? new Refusal('cannot-read', [path, code]) : new Refusal(own, [path]);
  }

  static from({ code, detail }: OrgProblem, org: string): Refusal {
    return new Refusal(code, [org, detail], { exitCode: code === 'interrupted' ? INTERRUPTED : 1 });
  }
}

const INTERRUPTED = 130;

const REFUSED_FILES: Readonly<Record<string, string>> = {
  'not-a-file': 'file-not-regular',
  'not-text': 'file-not-text',
};
