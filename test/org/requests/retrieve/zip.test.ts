import { expect } from 'chai';
import { strToU8, zipSync } from 'fflate';
import { filesOf, type Unpacked } from '../../../../src/org/requests/retrieve/retrieve.js';
import { OrgFault } from '../../../../src/org/errors.js';
import { unzip } from '../../../../src/org/requests/retrieve/zip.js';
import { craftedZip, type CraftedEntry } from '../../../simulator/craftedZip.js';

const PATH = 'connectedApps/X.connectedApp';
const BYTES = Buffer.from('<ConnectedApp/>');

const refusalOf = (work: () => unknown): string | undefined => {
  try {
    work();
  } catch (error) {
    if (error instanceof OrgFault) return [error.problem.code, error.problem.errorCode].join(' ');
    throw error;
  }
  return undefined;
};

const unpack = (...entries: CraftedEntry[]): unknown => unzip(craftedZip(entries)).get(PATH);

describe('a zip that is not what it says', () => {
  it('is one that is read, when it says what is so', () => {
    expect(unpack({ path: PATH, bytes: BYTES })).to.deep.equal({ text: '<ConnectedApp/>' });
    expect([...unzip(Buffer.from(zipSync({ [PATH]: strToU8('ä'), 'empty.xml': new Uint8Array() })))]).to.deep.equal([
      [PATH, { text: 'ä' }],
      ['empty.xml', { text: '' }],
    ]);
  });

  const lies: [title: string, lie: CraftedEntry['lie'], refusal: string][] = [
    ['has a wrong checksum', { checksum: 1 }, 'damaged WRONG_CHECKSUM'],
    ['has a smaller size than told', { size: BYTES.length + 1 }, 'damaged WRONG_SIZE'],
    ['has a larger size than told', { size: BYTES.length - 1 }, 'damaged WRONG_SIZE'],
    ['is cut short by its packed size', { packedSize: BYTES.length - 1 }, 'damaged WRONG_SIZE'],
    ['goes past the end of the zip', { packedSize: 100_000, size: 100_000 }, 'damaged BROKEN_ZIP'],
    ['has another name where it stands', { localName: PATH.replace('X', 'Y') }, 'damaged BROKEN_ZIP'],
    ['is encrypted', { flags: 0x0801 }, 'damaged ENCRYPTED_ZIP'],
    ['is packed in an unknown way', { method: 12 }, 'damaged UNKNOWN_COMPRESSION'],
    ['claims to be packed', { method: 8 }, 'damaged BROKEN_ZIP'],
  ];
  for (const [title, lie, refusal] of lies)
    it(`is refused whole when a file ${title}`, () => {
      expect(refusalOf(() => unpack({ path: PATH, bytes: BYTES, ...(lie && { lie }) }))).to.equal(refusal);
    });

  it('is refused for each single bit of a packed file that flips, or gives the same text', () => {
    const zip = Buffer.from(zipSync({ [PATH]: strToU8('<ConnectedApp><label>Caf\u00e9</label></ConnectedApp>') }));
    const texts = new Set<string>();
    for (let bit = 0; bit < zip.length * 8; bit += 1) {
      const flipped = Buffer.from(zip);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      refusalOf(() => {
        const file = unzip(flipped).get(PATH);
        if (file) texts.add(JSON.stringify(file));
      });
    }
    expect([...texts]).to.deep.equal([
      JSON.stringify({ text: '<ConnectedApp><label>Caf\u00e9</label></ConnectedApp>' }),
    ]);
  });

  it('is refused for a bit that flips so that a name is read in other characters', () => {
    const name = 'connectedApps/\u00dcbersicht.connectedApp';
    const zip = Buffer.from(zipSync({ [name]: strToU8('<ConnectedApp/>') }));
    const names = new Set<string>();
    for (let bit = 0; bit < zip.length * 8; bit += 1) {
      const flipped = Buffer.from(zip);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      refusalOf(() => unzip(flipped).forEach((_, found) => names.add(found)));
    }
    expect([...names]).to.deep.equal([name]);
  });

  it('is refused at each length that it could be cut to', () => {
    const zip = craftedZip([{ path: PATH, bytes: BYTES }]);
    for (let length = 0; length < zip.length; length += 1)
      expect(
        refusalOf(() => unzip(zip.subarray(0, length))),
        String(length),
      ).to.match(/^damaged /);
  });

  it('is refused when a packed file holds more than told, without unpacking it', () => {
    const bomb = Buffer.from(zipSync({ [PATH]: new Uint8Array(8 * 1024 * 1024) }));
    const directory = bomb.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    bomb.writeUInt32LE(10, directory + 24);
    // Whoever unpacks all of it finds that its end is missing.
    bomb.writeUInt32LE(bomb.readUInt32LE(directory + 20) - 10, directory + 20);
    expect(refusalOf(() => unzip(bomb))).to.equal('damaged WRONG_SIZE');
  });

  it('holds no text where bytes are no UTF-8', () => {
    for (const bytes of [
      Buffer.from('Caf\u00e9', 'latin1'),
      Buffer.from([0xed, 0xa0, 0x80]),
      Buffer.from([0xc0, 0x80]),
    ])
      expect(unpack({ path: PATH, bytes })).to.deep.equal({ unusable: 'NOT_UTF8' });
  });

  it('holds the text behind a byte order mark', () => {
    expect(unpack({ path: PATH, bytes: Buffer.from('\ufeff<a/>') })).to.deep.equal({ text: '<a/>' });
  });

  it('holds no text for a name that it has twice, whichever comes last', () => {
    const [one, other] = [BYTES, Buffer.from('<ConnectedApp>other</ConnectedApp>')];
    for (const [first, last] of [
      [one, other],
      [other, one],
      [one, one],
    ] as const)
      expect(unpack({ path: PATH, bytes: first }, { path: PATH, bytes: last })).to.deep.equal({
        unusable: 'TWO_FILES',
      });
  });
});

describe('the file of a component in a zip', () => {
  type Rows = Parameters<typeof filesOf>[0]['fileProperties'];
  const read = (files: [path: string, text: string][], rows: [fileName: string, fullName: string][]): Unpacked =>
    filesOf(
      {
        zipFile: craftedZip(files.map(([path, text]) => ({ path, bytes: Buffer.from(text) }))).toString('base64'),
        fileProperties: rows.map(([fileName, fullName]) => ({ fileName, fullName, type: 'ConnectedApp' })) as Rows,
      },
      [...new Set(rows.map(([, fullName]) => fullName))].map((fullName) => ({ type: 'ConnectedApp', fullName })),
    );
  const app = (name: string): string => `connectedApps/${name}.connectedApp`;
  const ambiguous = (...unpacked: Parameters<typeof read>): string[] => {
    const { files, unusable } = read(...unpacked);
    expect([...files.keys()]).to.deep.equal([]);
    return [...unusable].map(([key, { code, errorCode }]) => [key, code, errorCode].join(' '));
  };

  it('is none where the org names it for another one, too: neither passes for the other', () => {
    const rows: [string, string][] = ['Off', 'On', 'Third'].map((name) => [app('Off'), name]);
    expect(ambiguous([[app('Off'), 'off']], rows)).to.have.members(
      ['Off', 'On', 'Third'].map((name) => `ConnectedApp:${name} retrieve-failed ONE_FILE_FOR_TWO`),
    );
  });

  it('is none where the zip has it inside the folder of a package and outside', () => {
    const files: [string, string][] = [
      [app('X'), 'one'],
      [`unpackaged/${app('X')}`, 'two'],
    ];
    expect(ambiguous(files, [[app('X'), 'X']])).to.deep.equal(['ConnectedApp:X retrieve-failed TWO_FILES']);
  });

  it('is none where two files are called the same once their names are decoded', () => {
    const files: [string, string][] = [
      [app('A%3A B'), 'one'],
      [app('A: B'), 'two'],
    ];
    expect(ambiguous(files, [[app('A: B'), 'A: B']])).to.deep.equal(['ConnectedApp:A: B retrieve-failed TWO_FILES']);
  });

  it('is none where the org names two files for it', () => {
    const files: [string, string][] = [
      [app('X'), 'one'],
      [app('Y'), 'two'],
    ];
    const rows: [string, string][] = [
      [app('X'), 'X'],
      [app('Y'), 'X'],
    ];
    expect(ambiguous(files, rows)).to.deep.equal(['ConnectedApp:X retrieve-failed TWO_FILES']);
  });

  it('is the one that is written exactly so, where the org names each of two', () => {
    const files: [string, string][] = [
      [app('100%'), 'one'],
      [app('100%25'), 'two'],
    ];
    const { files: found, unusable } = read(files, [
      [app('100%'), '100%'],
      [app('100%25'), '100%25'],
    ]);
    expect(unusable.size).to.equal(0);
    expect([...found.values()].map(({ path, text }) => `${path} ${text}`)).to.deep.equal([
      `${app('100%')} one`,
      `${app('100%25')} two`,
    ]);
  });

  it('is one file where the org names it twice', () => {
    const rows: [string, string][] = [
      [app('X'), 'X'],
      [`unpackaged/${app('X')}`, 'X'],
    ];
    expect(read([[app('X'), 'one']], rows).files.get('ConnectedApp:X')?.text).to.equal('one');
  });
});
