/** Text between header lines. Only the header may be shown, never the content. */

export type PemBlock = { label: string; text: string };

const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,40})-----[^-]*-----END \1-----/g;

export const pemBlocks = (text: string): PemBlock[] =>
  [...text.matchAll(BLOCK)].map(({ 0: whole, 1: label = '' }) => ({ label, text: whole }));

/**
 * Also true for a block that is damaged, or in a format that only its header shows. Older shells of Windows write text in
 * two bytes each, every other of which is then a zero.
 */
export const holdsPrivateKey = (text: string): boolean =>
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/.test(text.replaceAll('\0', ''));

/** ASN.1, the binary format of certificates and keys. */
export const isDer = (bytes: Uint8Array): boolean => bytes[0] === 0x30 && (bytes[1] ?? 0) >= 0x80;

/** Without header lines and line ends. */
export const base64Of = (text: string): string => text.replaceAll(/-----[A-Z0-9 ]+-----|\s/g, '');
