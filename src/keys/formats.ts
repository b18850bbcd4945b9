import { createPrivateKey } from 'node:crypto';
import { holdsPrivateKey, isDer } from './pem.js';

/** Recognizes binary files by their first bytes. A keystore holds keys, certificates, or both, mostly with a password. */
export type BinaryFormat = 'pkcs12' | 'java-keystore' | 'der-key' | 'der';

/** The first bytes of JKS, and of JCEKS, which has stronger encryption. */
const KEYSTORES = ['feedfeed', 'cececece'];

export const binaryFormatOf = (bytes: Uint8Array): BinaryFormat | undefined => {
  if (KEYSTORES.includes(Buffer.from(bytes.subarray(0, 4)).toString('hex'))) return 'java-keystore';
  if (bytes[0] !== SEQUENCE) return undefined;
  // Every PKCS#12 file begins with version 3. A certificate or a key begins with something else.
  const content = Buffer.from(bytes.subarray(contentAt(bytes), contentAt(bytes) + 3));
  if (content.equals(Buffer.from([0x02, 0x01, 0x03]))) return 'pkcs12';
  if (isDerKey(bytes)) return 'der-key';
  return isDer(bytes) ? 'der' : undefined;
};

/** The first byte of these DER files. In a text file, it's a zero. */
const SEQUENCE = 0x30;

/** Skips the tag and the length. If the length is 128 or more, its first byte gives the number of bytes that follow. */
const contentAt = (bytes: Uint8Array): number => 2 + Math.max(0, (bytes[1] ?? 0) - 0x80);

const isDerKey = (bytes: Uint8Array): boolean =>
  (['pkcs8', 'pkcs1', 'sec1'] as const).some((type) => {
    try {
      createPrivateKey({ key: Buffer.from(bytes), format: 'der', type });
      return true;
    } catch {
      return false;
    }
  });

/** Also true for a keystore, because its content can't be read without the password. */
export const mayHoldPrivateKey = (bytes: Uint8Array): boolean =>
  holdsPrivateKey(Buffer.from(bytes).toString('latin1')) || !['der', undefined].includes(binaryFormatOf(bytes));
