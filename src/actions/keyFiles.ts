import { readCertificate, type Certificate } from '../keys/certificate.js';
import { readPrivateKey, type SigningKey } from '../keys/privateKey.js';
import type { Reads } from './doors.js';
import { Refusal } from './refusal.js';

/** A key or certificate has a few thousand bytes. A larger file is something else, and isn't read. */
const MOST_BYTES = 64 * 1024;

const bundle = 'keys';

export const openCertificate = async (path: string, { readBytes, now }: Reads): Promise<Certificate> => {
  const file = await readBytes(path, MOST_BYTES);
  if (!file.ok) throw notRead('certificate', path, file.code);
  const read = readCertificate(file.value.bytes, now());
  if (!read.ok) throw new Refusal(`certificate-${read.problem}`, [path, read.detail], { bundle });
  return read.certificate;
};

export const openKey = async (path: string, hasModes: boolean, { readBytes }: Reads): Promise<SigningKey> => {
  const file = await readBytes(path, MOST_BYTES);
  if (!file.ok) throw notRead('key', path, file.code);
  const read = readPrivateKey(file.value.bytes, hasModes ? file.value.mode : undefined);
  if (!read.ok) throw new Refusal(`key-${read.problem}`, [path, read.detail], { bundle });
  return read.key;
};

const notRead = (what: 'certificate' | 'key', path: string, code: string): Refusal =>
  code === 'EISDIR' || code === 'too-large' || code === 'not-a-file'
    ? new Refusal(`${what}-not-a-file`, [path], { bundle })
    : Refusal.ofFile(path, code, what === 'key' ? '--key-file' : '--certificate');
