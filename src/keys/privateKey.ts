import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { certificateOf, rsaBitsOf } from './certificate.js';
import { binaryFormatOf } from './formats.js';
import { holdsPrivateKey, pemBlocks } from './pem.js';

export type KeyProblem =
  | 'readable-by-others'
  | 'der'
  | 'pkcs12'
  | 'java-keystore'
  | 'encrypted'
  | 'not-a-private-key'
  | 'several'
  | 'unreadable'
  | 'not-rsa'
  | 'too-short';

export type ReadKey = { ok: true; key: SigningKey } | { ok: false; problem: KeyProblem; detail: string };

const FEWEST_BITS = 2048;
const ANYBODY_ELSE = 0o077;

/** A private key that can sign and be compared. It can't be printed or copied. */
export class SigningKey {
  readonly #key: KeyObject;

  public constructor(key: KeyObject) {
    this.#key = key;
  }

  /** RS256, as base64url. */
  public sign(text: string): string {
    return sign('RSA-SHA256', Buffer.from(text), this.#key).toString('base64url');
  }

  /** Undefined: the text isn't a readable certificate. */
  public isOf(certificate: string): boolean | undefined {
    return certificateOf(certificate)?.checkPrivateKey(this.#key);
  }
}

const refused = (problem: KeyProblem, detail = ''): ReadKey => ({ ok: false, problem, detail });

/** `mode`: the permission bits, if the system has them. */
export const readPrivateKey = (bytes: Uint8Array, mode: number | undefined): ReadKey => {
  if (mode !== undefined && (mode & ANYBODY_ELSE) !== 0)
    return refused('readable-by-others', (mode & 0o777).toString(8).padStart(4, '0'));
  const format = binaryFormatOf(bytes);
  if (format !== undefined) return refused(format === 'der-key' ? 'der' : format);
  const text = Buffer.from(bytes).toString('latin1');
  if (!holdsPrivateKey(text)) return refused('not-a-private-key');
  if (/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: *4,ENCRYPTED/.test(text)) return refused('encrypted');
  const blocks = pemBlocks(text).filter(({ label }) => label.endsWith('PRIVATE KEY'));
  if (blocks.length > 1) return refused('several', String(blocks.length));
  const [block] = blocks;
  const key = block && parse(block.text);
  if (key === undefined) return refused('unreadable');
  const bits = rsaBitsOf(key);
  if (bits === undefined) return refused('not-rsa', String(key.asymmetricKeyType ?? ''));
  return bits < FEWEST_BITS ? refused('too-short', String(bits)) : { ok: true, key: new SigningKey(key) };
};

/** The library's error is dropped, because it may quote the key. */
const parse = (pem: string): KeyObject | undefined => {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
};
