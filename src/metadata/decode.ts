/**
 * Converts bytes to text and back without moving a byte. A byte order mark stays in the text as its first character.
 */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** `readable`: how many bytes at the start are text. */
export type Decoded = { ok: true; text: string; encoding: Encoding } | { ok: false; readable: string };

/**
 * UTF-8 unless a byte order mark says UTF-16. Bytes that are invalid in the encoding are an error, and never replaced.
 */
export const decode = (bytes: Uint8Array): Decoded => {
  const encoding = encodingOf(bytes);
  try {
    return { ok: true, text: new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes), encoding };
  } catch (error) {
    if (error instanceof TypeError) return { ok: false, readable: readablePart(bytes, encoding) };
    throw error;
  }
};

export const encode = (text: string, encoding: Encoding): Buffer => {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16be' ? bytes.swap16() : bytes;
};

const encodingOf = ([first, second]: Uint8Array): Encoding => {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
};

/**
 * The text before the first invalid byte, which is where decoding with replacement characters starts to differ from the
 * bytes.
 */
const readablePart = (bytes: Uint8Array, encoding: Encoding): string => {
  const lossy = encode(new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes), encoding);
  const bad = bytes.findIndex((byte, index) => byte !== lossy[index]);
  const whole = bad - (encoding === 'utf-8' ? 0 : bad % 2);
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes.subarray(0, whole));
};
