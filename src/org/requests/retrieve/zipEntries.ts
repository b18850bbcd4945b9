import { crc32, inflateRawSync } from 'node:zlib';
import { OrgFault, problemOf } from '../../errors.js';

/**
 * Reads a zip by its central directory without trusting it: each unpacked entry must have the declared size and
 * checksum. Features that this reader doesn't know (encryption, zip64, other methods) are rejected.
 */

/** A zip that isn't what it declares was damaged on the way, or created to mislead. It's requested once more. */
const broken = (errorCode: string, name = ''): OrgFault =>
  new OrgFault(problemOf('damaged', name === '' ? errorCode : `${errorCode}: ${name}`, errorCode));

export type ZipEntry = {
  name: string;
  /** The unpacked size in the directory. */
  size: number;
  /** Throws if the content doesn't match the directory. */
  unpack: () => Buffer;
};

const END = { signature: 0x06054b50, length: 22, longestComment: 0xffff };
const DIRECTORY = { signature: 0x02014b50, length: 46 };
const LOCAL = { signature: 0x04034b50, length: 30 };

const ENCRYPTED = 0x0001;
const UTF8_NAME = 0x0800;
const STORED = 0;
const DEFLATED = 8;

type Named = { rawName: Buffer; flags: number };

/** All entries in the directory's order, including those whose name occurs more than once. */
export const zipEntries = (zip: Buffer): ZipEntry[] => {
  try {
    return readDirectory(zip);
  } catch (error) {
    // An offset points beyond the end of the bytes.
    throw error instanceof RangeError ? broken('BROKEN_ZIP') : error;
  }
};

const readDirectory = (zip: Buffer): ZipEntry[] => {
  const end = endOf(zip);
  const count = zip.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let read = 0; read < count; read += 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY.signature) throw broken('BROKEN_ZIP');
    const nameLength = zip.readUInt16LE(at + 28);
    entries.push(entryAt(zip, at, nameLength));
    at += DIRECTORY.length + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  if (at !== end) throw broken('BROKEN_ZIP');
  return entries;
};

/** The end record has a comment of any length, so it's searched for from the end. */
const endOf = (zip: Buffer): number => {
  const first = Math.max(0, zip.length - END.length - END.longestComment);
  for (let at = zip.length - END.length; at >= first; at -= 1) {
    const isEnd = zip.readUInt32LE(at) === END.signature;
    if (isEnd && at + END.length + zip.readUInt16LE(at + 20) === zip.length) return at;
  }
  throw broken('BROKEN_ZIP');
};

const entryAt = (zip: Buffer, at: number, nameLength: number): ZipEntry => {
  const flags = zip.readUInt16LE(at + 8);
  const method = zip.readUInt16LE(at + 10);
  const checksum = zip.readUInt32LE(at + 16);
  const packedSize = zip.readUInt32LE(at + 20);
  const size = zip.readUInt32LE(at + 24);
  const local = zip.readUInt32LE(at + 42);
  const rawName = within(zip, at + DIRECTORY.length, nameLength);
  const name = nameOf(rawName, flags);
  if ((flags & ENCRYPTED) !== 0) throw broken('ENCRYPTED_ZIP', name);
  if (method !== STORED && method !== DEFLATED) throw broken('UNKNOWN_COMPRESSION', name);
  return {
    name,
    size,
    unpack: () => {
      const packed = packedAt(zip, local, { rawName, flags }, packedSize);
      const bytes = method === STORED ? packed : inflated(packed, size, name);
      if (bytes.length !== size) throw broken('WRONG_SIZE', name);
      if (crc32(bytes) !== checksum) throw broken('WRONG_CHECKSUM', name);
      return bytes;
    },
  };
};

/**
 * The entry's own header repeats its name, and in which characters the name is. If they differ, the directory points to
 * other bytes, or one of them was damaged.
 */
const packedAt = (zip: Buffer, local: number, { rawName, flags }: Named, packedSize: number): Buffer => {
  const header = within(zip, local, LOCAL.length);
  const name = within(zip, local + LOCAL.length, header.readUInt16LE(26));
  if (header.readUInt32LE(0) !== LOCAL.signature || !name.equals(rawName)) throw broken('BROKEN_ZIP');
  if (((header.readUInt16LE(6) ^ flags) & UTF8_NAME) !== 0) throw broken('BROKEN_ZIP');
  return within(zip, local + LOCAL.length + name.length + header.readUInt16LE(28), packedSize);
};

/** Unpacks at most one byte more than declared, which is enough to detect a wrong size. */
const inflated = (packed: Buffer, size: number, name: string): Buffer => {
  try {
    return inflateRawSync(packed, { maxOutputLength: size + 1 });
  } catch (error) {
    if (error instanceof Error)
      throw broken('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE' ? 'WRONG_SIZE' : 'BROKEN_ZIP', name);
    throw error;
  }
};

/** Like `subarray`, but an error if there are too few bytes. */
const within = (zip: Buffer, start: number, length: number): Buffer => {
  if (start + length > zip.length) throw broken('BROKEN_ZIP');
  return zip.subarray(start, start + length);
};

const nameOf = (raw: Buffer, flags: number): string => {
  if ((flags & UTF8_NAME) === 0) return raw.toString('latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch (error) {
    if (error instanceof TypeError) throw broken('BROKEN_ZIP');
    throw error;
  }
};
