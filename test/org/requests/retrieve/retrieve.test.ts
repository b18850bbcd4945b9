import { expect } from 'chai';
import { strToU8, zipSync } from 'fflate';
import { OrgFault } from '../../../../src/org/errors.js';
import { filesOf } from '../../../../src/org/requests/retrieve/retrieve.js';
import { unzip, zip } from '../../../../src/org/requests/retrieve/zip.js';

type Properties = Parameters<typeof filesOf>[0]['fileProperties'];

const zipped = (files: Record<string, string>): string =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])))).toString(
    'base64',
  );
const properties = (...rows: Array<[fileName: string, type: string, fullName: string]>): Properties =>
  rows.map(([fileName, type, fullName]) => ({ fileName, type, fullName })) as Properties;

/** Runs what must refuse, and gives its fault back. */
const faultOf = (work: () => unknown): OrgFault => {
  try {
    work();
  } catch (error) {
    if (error instanceof OrgFault) return error;
    throw error;
  }
  throw new Error('It refused nothing.');
};

describe('a zip', () => {
  const cases: Array<[title: string, zipPath: string, row: [string, string, string], member: [string, string]]> = [
    [
      'of a single package',
      'profiles/Admin.profile',
      ['profiles/Admin.profile', 'Profile', 'Admin'],
      ['Profile', 'Admin'],
    ],
    [
      'with everything below one folder',
      'unpackaged/profiles/Admin.profile',
      ['unpackaged/profiles/Admin.profile', 'Profile', 'Admin'],
      ['Profile', 'Admin'],
    ],
    [
      'that names that folder in one place alone',
      'profiles/Admin.profile',
      ['unpackaged/profiles/Admin.profile', 'Profile', 'Admin'],
      ['Profile', 'Admin'],
    ],
    [
      'that encodes names in one place alone',
      'profiles/A%3A B.profile',
      ['profiles/A: B.profile', 'Profile', 'A: B'],
      ['Profile', 'A%3A B'],
    ],
    [
      'with a % that encodes nothing',
      'profiles/100%.profile',
      ['profiles/100%.profile', 'Profile', '100%'],
      ['Profile', '100%'],
    ],
    [
      'that calls the type of settings by another name',
      'settings/Security.settings',
      ['settings/Security.settings', 'SecuritySettings', 'Security'],
      ['Settings', 'Security'],
    ],
    [
      'that names no type',
      'settings/Security.settings',
      ['settings/Security.settings', '', 'Security'],
      ['Settings', 'Security'],
    ],
  ];
  for (const [title, zipPath, row, [type, fullName]] of cases)
    it(`${title} is keyed by what was asked for`, () => {
      const { files } = filesOf({ zipFile: zipped({ [zipPath]: 'text' }), fileProperties: properties(row) }, [
        { type, fullName },
      ]);
      expect([...files]).to.deep.equal([
        [`${type}:${fullName}`, { type, fullName, path: zipPath.replace('unpackaged/', ''), text: 'text' }],
      ]);
    });

  it('keeps two kinds of component of one name apart', () => {
    const zipFile = zipped({ 'connectedApps/X.connectedApp': 'one', 'externalClientApps/X.eca': 'two' });
    const rows = properties(
      ['connectedApps/X.connectedApp', 'ConnectedApp', 'X'],
      ['externalClientApps/X.eca', 'ExternalClientApplication', 'X'],
    );
    const members = [
      { type: 'ConnectedApp', fullName: 'X' },
      { type: 'ExternalClientApplication', fullName: 'X' },
    ];
    const { files } = filesOf({ zipFile, fileProperties: rows }, members);
    expect([...files].map(([key, file]) => `${key} ${file.text}`)).to.deep.equal([
      'ConnectedApp:X one',
      'ExternalClientApplication:X two',
    ]);
  });

  for (const typeOfSettings of ['SecuritySettings', ''])
    it(`keeps a profile called Security apart from the settings of that name, whose type is "${typeOfSettings}"`, () => {
      const zipFile = zipped({ 'profiles/Security.profile': 'profile', 'settings/Security.settings': 'settings' });
      const rows = properties(
        ['profiles/Security.profile', 'Profile', 'Security'],
        ['settings/Security.settings', typeOfSettings, 'Security'],
      );
      const members = ['Profile', 'Settings'].map((type) => ({ type, fullName: 'Security' }));
      const { files } = filesOf({ zipFile, fileProperties: rows }, members);
      expect([...files].map(([key, file]) => `${key} ${file.text}`)).to.deep.equal([
        'Profile:Security profile',
        'Settings:Security settings',
      ]);
    });

  it('that lacks a file which the org named arrived damaged', () => {
    const rows = properties(['connectedApps/X.connectedApp', 'ConnectedApp', 'X']);
    const fault = faultOf(() => filesOf({ zipFile: zipped({ 'package.xml': '' }), fileProperties: rows }, []));
    expect(fault.problem).to.include({ code: 'damaged', errorCode: 'FILE_MISSING' });
  });

  it('whose files the org names nowhere is no answer', () => {
    const zipFile = zipped({ 'package.xml': '', 'connectedApps/X.connectedApp': 'one' });
    const fault = faultOf(() => filesOf({ zipFile, fileProperties: [] }, []));
    expect(fault.problem).to.include({ code: 'unexpected-answer', errorCode: 'UNNAMED_FILES' });
    expect(filesOf({ zipFile: zipped({ 'package.xml': '' }), fileProperties: [] }, []).files.size).to.equal(0);
  });

  for (const path of ['../../evil.sh', '/etc/passwd', 'a/../../b', 'C:/x', 'a\\..\\b'])
    it(`with a path such as ${path} is refused whole`, () => {
      const fault = faultOf(() => unzip(Buffer.from(zipped({ 'package.xml': '', [path]: 'evil' }), 'base64')));
      expect(fault.problem.errorCode).to.equal('UNSAFE_PATH');
    });

  it('that would unpack to more than memory should hold is refused before it is unpacked', () => {
    const bomb = zipSync({ 'big.xml': new Uint8Array(65 * 1024 * 1024) });
    expect(bomb.length).to.be.below(100_000);
    expect(faultOf(() => unzip(bomb)).problem.code).to.equal('too-large');
  });

  it('of ours is the same bytes for the same content, and holds it', () => {
    const files = [
      { path: 'package.xml', text: '<Package/>' },
      { path: 'connectedApps/Grüße.connectedApp', text: 'Grüße 😀\r\n' },
    ];
    expect(zip(files).equals(zip(files))).to.equal(true);
    expect([...unzip(zip(files))]).to.deep.equal(files.map(({ path, text }) => [path, { text }]));
  });
});
