import { crc32 } from 'node:zlib';

/** A zip written entry by entry, so that it may hold a name twice, and say what isn't so. */
export type CraftedEntry = {
  path: string;
  bytes: Uint8Array;
  /** What the directory says in place of what is true. */
  lie?: { checksum?: number; size?: number; packedSize?: number; localName?: string; flags?: number; method?: number };
};

const VERSION = 20;
const UTF8_NAME = 0x0800;

const numbers = (...fields: [width: 2 | 4, value: number][]): Buffer =>
  Buffer.concat(
    fields.map(([width, value]) => {
      const field = Buffer.alloc(width);
      field.writeUIntLE(value, 0, width);
      return field;
    }),
  );

/** Stored, not packed. */
export function craftedZip(entries: readonly CraftedEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, bytes, lie = {} } of entries) {
    const name = Buffer.from(path);
    const localName = Buffer.from(lie.localName ?? path);
    const { checksum = crc32(bytes), size = bytes.length, packedSize = bytes.length } = lie;
    const { flags = UTF8_NAME, method = 0 } = lie;
    const about = numbers([2, flags], [2, method], [4, 0], [4, checksum], [4, packedSize], [4, size]);
    const local = [numbers([4, 0x04034b50], [2, VERSION]), about, numbers([2, localName.length], [2, 0]), localName];
    directory.push(
      numbers([4, 0x02014b50], [2, VERSION], [2, VERSION]),
      about,
      numbers([2, name.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
      name,
    );
    const written = Buffer.concat([...local, bytes]);
    locals.push(written);
    offset += written.length;
  }
  const listed = Buffer.concat(directory);
  const count = entries.length;
  const end = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, listed.length], [4, offset], [2, 0]);
  return Buffer.concat([...locals, listed, end]);
}
