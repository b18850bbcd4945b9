/** The content of a SOAP body: the name of its one element, and the number of that element's children. */
export type Payload = { name: string; rows: number };

export type Envelope = { kind: 'whole'; payload: Payload } | { kind: 'cut' } | { kind: 'no-envelope' };

export const FAULT = 'Fault';

const OPEN = '<'.charCodeAt(0);
const QUOTE = '"'.charCodeAt(0);
const APOSTROPHE = "'".charCodeAt(0);
const EXCLAMATION = '!'.charCodeAt(0);
const QUESTION = '?'.charCodeAt(0);
const CLOSE = '>'.charCodeAt(0);
const SLASH = '/'.charCodeAt(0);

/**
 * Things that begin like a tag but aren't one. The platform never writes CDATA into an envelope, so it counts as text.
 */
const ASIDE: ReadonlyArray<readonly [start: string, end: string, kind: 'aside' | 'text']> = [
  ['!--', '-->', 'aside'],
  ['?', '?>', 'aside'],
  ['![CDATA[', ']]>', 'text'],
];

/**
 * The client library takes the first thing in a body for the response, and reads an empty list from anything that it
 * doesn't recognize. So the structure is checked here, tag by tag down to the rows, as strictly as the platform writes
 * it. A retrieve response has up to 50 MB, nearly all of it one text, which is skipped.
 */
export const readEnvelope = (body: Buffer): Envelope => {
  const walk = new Walk();
  for (let at = 0; at < body.length;) {
    const open = body.indexOf(OPEN, at);
    if (walk.isTextForbidden() && !isBlank(body.subarray(at, open === -1 ? undefined : open))) return NO_ENVELOPE;
    if (open === -1) break;
    const piece = pieceAt(body, open);
    if (piece === undefined) return walk.hasBegun() ? CUT : NO_ENVELOPE;
    if (!isInPlace(piece, walk)) return NO_ENVELOPE;
    at = piece.end;
  }
  const { payload } = walk;
  if (!walk.hasEnded()) return walk.hasBegun() ? CUT : NO_ENVELOPE;
  return payload === undefined ? NO_ENVELOPE : { kind: 'whole', payload };
};

const isInPlace = (piece: Piece, walk: Walk): boolean => {
  if (piece.kind === 'tag') return walk.tag(piece.text);
  return piece.kind === 'aside' || !walk.isTextForbidden();
};

type Piece = { end: number } & ({ kind: 'tag'; text: string } | { kind: 'aside' | 'text' });

/** Undefined: it has no end. */
const pieceAt = (body: Buffer, open: number): Piece | undefined => {
  const aside = isAside(body[open + 1]) ? ASIDE.find(([start]) => startsWith(body, open + 1, start)) : undefined;
  if (aside === undefined) {
    const close = endOfTag(body, open);
    return close === -1 ? undefined : { kind: 'tag', text: body.toString('utf8', open + 1, close), end: close + 1 };
  }
  const [start, last, kind] = aside;
  const close = body.indexOf(last, open + 1 + start.length);
  return close === -1 ? undefined : { kind, end: close + last.length };
};

const CUT: Envelope = { kind: 'cut' };
const NO_ENVELOPE: Envelope = { kind: 'no-envelope' };

const isAside = (byte: number | undefined): boolean => byte === EXCLAMATION || byte === QUESTION;

const startsWith = (body: Buffer, at: number, text: string): boolean =>
  body.toString('latin1', at, at + text.length) === text;

const BYTE_ORDER_MARK = '\u{feff}';

const isBlank = (bytes: Buffer): boolean =>
  bytes.length === 0 || bytes.toString('utf8').replace(BYTE_ORDER_MARK, '').trim() === '';

const endOfTag = (body: Buffer, open: number): number => {
  let quote: number | undefined;
  for (let at = open + 1; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (quote !== undefined) {
      if (byte === quote) quote = undefined;
    } else if (byte === CLOSE) return at;
    else if (byte === QUOTE || byte === APOSTROPHE) quote = byte;
  }
  return -1;
};

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** More than any response of the platform has, and few enough to keep. */
const DEEPEST = 64;

/** The tags that are still open, and what the body contains so far. */
class Walk {
  payload: Payload | undefined;
  readonly #open: string[] = [];
  #roots = 0;
  #bodies = 0;

  hasBegun(): boolean {
    return this.#roots > 0;
  }

  hasEnded(): boolean {
    return this.#roots > 0 && this.#open.length === 0;
  }

  /** Text is allowed only inside rows, and in the header, which isn't read. */
  isTextForbidden(): boolean {
    return this.#open.length <= ABOVE_ROWS && !this.#isInHeader();
  }

  /** False: an envelope has no such tag in this place. */
  tag(text: string): boolean {
    if (text.charCodeAt(0) === SLASH) return this.#open.pop() === text.slice(1).trim();
    const isEmpty = text.charCodeAt(text.length - 1) === SLASH;
    const name = /^[^\s/]*/.exec(text)?.[0] ?? '';
    if (name === '' || this.#open.length === DEEPEST || !this.#takes(name, text)) return false;
    if (!isEmpty) this.#open.push(name);
    return true;
  }

  #isInHeader(): boolean {
    return localName(this.#open[1] ?? '') === 'Header';
  }

  #takes(name: string, text: string): boolean {
    if (this.#isInHeader()) return true;
    switch (this.#open.length) {
      case 0:
        return this.#isOnlyEnvelope(name);
      case 1:
        return /:Header$/.test(name) || this.#isOnlyBody(name, text);
      case 2:
        return this.#isOnlyPayload(name);
      case ABOVE_ROWS:
        return this.#isRow(name);
      default:
        return true;
    }
  }

  #isOnlyEnvelope(name: string): boolean {
    this.#roots += 1;
    return this.#roots === 1 && /:Envelope$/.test(name);
  }

  /** The library would read an attribute of the body as its content. */
  #isOnlyBody(name: string, text: string): boolean {
    this.#bodies += 1;
    return this.#bodies === 1 && /:Body$/.test(name) && /^\S+\s*\/?$/.test(text);
  }

  #isOnlyPayload(name: string): boolean {
    const isFirst = this.payload === undefined;
    this.payload = { name: localName(name), rows: 0 };
    return isFirst;
  }

  #isRow(name: string): boolean {
    if (this.payload === undefined) return false;
    this.payload.rows += 1;
    return this.payload.name === FAULT || name === 'result';
  }
}

const ABOVE_ROWS = 3;
