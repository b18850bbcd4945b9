import { X509Certificate, type KeyObject } from 'node:crypto';
import { binaryFormatOf } from './formats.js';
import { base64Of, holdsPrivateKey, pemBlocks } from './pem.js';

/** Facts about a certificate. It's public, and so are these. */
export type CertificateFacts = {
  subject: string;
  /** SHA-256 in the format of openssl. */
  fingerprint: string;
  validFrom: string;
  validTo: string;
  bits: number;
};

export type Certificate = { facts: CertificateFacts; pem: string };

export type CertificateProblem =
  | 'holds-private-key'
  | 'der'
  | 'pkcs12'
  | 'java-keystore'
  | 'no-certificate'
  | 'several'
  | 'unreadable'
  | 'not-rsa'
  | 'too-short'
  | 'too-large'
  | 'expired'
  | 'not-yet-valid';

export type ReadCertificate =
  { ok: true; certificate: Certificate } | { ok: false; problem: CertificateProblem; detail: string };

/** The platform's minimum for JWT bearer. */
const FEWEST_BITS = 2048;
const MOST_BYTES = 4096;

const refused = (problem: CertificateProblem, detail = ''): ReadCertificate => ({ ok: false, problem, detail });

export const readCertificate = (bytes: Uint8Array, now: Date): ReadCertificate => {
  const text = Buffer.from(bytes).toString('latin1');
  if (holdsPrivateKey(text)) return refused('holds-private-key');
  const format = binaryFormatOf(bytes);
  if (format !== undefined) return refused(format === 'der-key' ? 'holds-private-key' : format);
  const blocks = pemBlocks(text).filter(({ label }) => label === 'CERTIFICATE');
  const [block] = blocks;
  if (block === undefined) return refused('no-certificate');
  if (blocks.length > 1) return refused('several', String(blocks.length));
  const parsed = parse(block.text);
  return parsed === undefined ? refused('unreadable') : judged(parsed, block.text, now);
};

const parse = (pem: string): X509Certificate | undefined => {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
};

const judged = (parsed: X509Certificate, text: string, now: Date): ReadCertificate => {
  const bits = rsaBitsOf(parsed.publicKey);
  if (bits === undefined) return refused('not-rsa', String(parsed.publicKey.asymmetricKeyType ?? ''));
  if (bits < FEWEST_BITS) return refused('too-short', String(bits));
  const size = base64Of(text).length;
  if (size >= MOST_BYTES) return refused('too-large', String(size));
  const { state, from, to } = validityIn(parsed, now);
  if (state !== 'valid') return refused(state, dayOf(state === 'expired' ? to : from));
  const facts = {
    subject: parsed.subject.split('\n').join(', '),
    fingerprint: parsed.fingerprint256,
    validFrom: from.toISOString(),
    validTo: to.toISOString(),
    bits,
  };
  return { ok: true, certificate: { facts, pem: `${text.trim()}\n` } };
};

const validityIn = (parsed: X509Certificate, now: Date) => {
  const [from, to] = [new Date(parsed.validFrom), new Date(parsed.validTo)];
  const state = !(to > now) ? 'expired' : from <= now ? 'valid' : 'not-yet-valid';
  return { state, from, to } as const;
};

const dayOf = (date: Date): string => (Number.isNaN(date.getTime()) ? '?' : date.toISOString().slice(0, 10));

/** Undefined: it isn't an RSA key. */
export const rsaBitsOf = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): number | undefined =>
  asymmetricKeyType === 'rsa' ? (asymmetricKeyDetails?.modulusLength ?? 0) : undefined;

/** Reads the text in an app's metadata, with or without header lines. Undefined: it isn't a readable certificate. */
export const certificateOf = (text: string): X509Certificate | undefined => {
  try {
    return new X509Certificate(Buffer.from(base64Of(text), 'base64'));
  } catch {
    return undefined;
  }
};

/** Whether logins with a certificate can work today. Each state has the date that it begins or ends with. */
export type Validity = { state: 'valid' | 'expired' | 'not-yet-valid'; date: string } | { state: 'unreadable' };

export const validityOf = (text: string, now: Date): Validity => {
  const parsed = certificateOf(text);
  if (parsed === undefined) return { state: 'unreadable' };
  const { state, from, to } = validityIn(parsed, now);
  const date = state === 'not-yet-valid' ? from : to;
  return Number.isNaN(date.getTime()) ? { state: 'unreadable' } : { state, date: date.toISOString() };
};

export const isSameCertificate = (one: string, other: string): boolean => base64Of(one) === base64Of(other);
