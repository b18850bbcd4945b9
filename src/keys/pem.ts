/** Text between header lines. What a file holds is told by its headers; nothing of its content ever is. */

export type PemBlock = { label: string; text: string };

const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,40})-----[^-]*-----END \1-----/g;

export const pemBlocks = (text: string): PemBlock[] =>
  [...text.matchAll(BLOCK)].map(({ 0: whole, 1: label = '' }) => ({ label, text: whole }));

/** Also where the block is damaged, or in a format that only its header gives away. */
export const holdsPrivateKey = (text: string): boolean => /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/.test(text);

/** ASN.1, as certificates and keys have it in binary. */
export const isDer = (bytes: Uint8Array): boolean => bytes[0] === 0x30 && (bytes[1] ?? 0) >= 0x80;

/** Without header lines and line ends. */
export const base64Of = (text: string): string => text.replaceAll(/-----[A-Z0-9 ]+-----|\s/g, '');
