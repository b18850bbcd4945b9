import { expect } from 'chai';
import fc from 'fast-check';
import { OrgFault } from '../../../../src/org/errors.js';
import { unzip, type Unzipped } from '../../../../src/org/requests/retrieve/zip.js';
import { cpuTime } from '../../../cpuTime.js';
import { runs } from '../../../runs.js';
import { craftedZip, type CraftedEntry } from '../../../simulator/craftedZip.js';

/** Many times what is needed. */
const MOST_MS = 20_000;

const PATHS = ['connectedApps/A.connectedApp', 'connectedApps/B.connectedApp', 'package.xml', 'unpackaged/package.xml'];
const OUTSIDE = ['../../evil', '/etc/passwd', 'a/../../b', 'C:/x', 'a\\..\\b', '\\\\host\\x', 'x\u0000.xml', 'x/..'];

const usually = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: usual, weight: 9 }, { arbitrary: rare, weight: 1 });

const path = usually(fc.constantFrom(...PATHS), fc.oneof(fc.constantFrom(...OUTSIDE), fc.string({ unit: 'binary' })));
const bytes = usually(
  fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 40 }).map((some) => Buffer.from(some)),
);
const number = fc.oneof(fc.nat({ max: 60 }), fc.constantFrom(0xffff, 0xffffffff, 65 * 1024 * 1024));
const lie: fc.Arbitrary<CraftedEntry['lie']> = fc.record(
  {
    checksum: number,
    size: number,
    packedSize: number,
    localName: path,
    flags: fc.constantFrom(0, 1, 0x0800, 0x0801),
    method: fc.constantFrom(0, 8, 9, 12, 99),
  },
  { requiredKeys: [] },
);
const entry: fc.Arbitrary<CraftedEntry> = fc
  .tuple(path, bytes, usually(fc.constant(undefined), lie))
  .map(([where, content, untrue]) => ({ path: where, bytes: content, ...(untrue && { lie: untrue }) }));

/** What happens to a zip on its way: some bytes differ, are missing or are too many. */
type Damage = { kind: 'none' | 'flip' | 'cut' | 'insert' | 'remove'; at: number; byte: number };
const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('none', 'none', 'flip', 'cut', 'insert', 'remove'),
  at: fc.nat({ max: 0xffff }),
  byte: fc.integer({ min: 1, max: 255 }),
});
const damaged = (zip: Buffer, { kind, at, byte }: Damage): Buffer => {
  const place = at % zip.length;
  const [before, after] = [zip.subarray(0, place), zip.subarray(place)];
  if (kind === 'flip') return Buffer.concat([before, Buffer.from([(zip[place] ?? 0) ^ byte]), after.subarray(1)]);
  if (kind === 'cut') return before;
  if (kind === 'insert') return Buffer.concat([before, Buffer.from([byte]), after]);
  return kind === 'remove' ? Buffer.concat([before, after.subarray(1)]) : zip;
};

const unzipped = (zip: Buffer): Map<string, Unzipped> | undefined => {
  try {
    return unzip(zip);
  } catch (error) {
    if (error instanceof OrgFault) return undefined;
    throw error;
  }
};

const textOf = (content: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
};

describe('a zip, generated, that lies or was damaged', () => {
  it('is refused, or gives each text that was packed under that name, and no other', () => {
    const seen = { read: 0, refused: 0, twice: 0, texts: 0 };
    const began = cpuTime();
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), damage, (entries, what) => {
        const files = unzipped(damaged(craftedZip(entries), what));
        seen[files ? 'read' : 'refused'] += 1;
        for (const [name, file] of files ?? []) {
          expect(OUTSIDE).not.to.include(name);
          const packed = entries.filter((one) => one.path === name || one.lie?.flags === 0);
          if ('text' in file) {
            seen.texts += 1;
            expect(packed.map((one) => textOf(one.bytes))).to.include(file.text);
          }
          if (packed.length > 1 && packed.every((one) => one.path === name) && what.kind === 'none') {
            seen.twice += 1;
            expect(file).to.deep.equal({ unusable: 'TWO_FILES' });
          }
        }
      }),
      { numRuns: runs(3000) },
    );
    expect(cpuTime() - began).to.be.below(MOST_MS * Math.max(1, runs(3000) / 3000));
    for (const [what, count] of Object.entries(seen)) expect(count, what).to.be.above(runs(3000) / 20);
  });

  it('is refused, or nothing, where it is any bytes at all', () => {
    const SIGNATURES = [0x04034b50, 0x02014b50, 0x06054b50, 0x08074b50, 0x06064b50].map((signature) => {
      const field = Buffer.alloc(4);
      field.writeUInt32LE(signature);
      return field;
    });
    const piece = fc.oneof(
      fc.constantFrom(...SIGNATURES),
      fc.uint8Array({ maxLength: 60 }).map((some) => Buffer.from(some)),
      fc.nat({ max: 60 }).map((length) => Buffer.alloc(length)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        expect(unzipped(Buffer.concat(pieces))?.size ?? 0).to.equal(0);
      }),
      { numRuns: runs(3000) },
    );
  });
});
