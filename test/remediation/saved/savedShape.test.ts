import { expect } from 'chai';
import {
  changedAt,
  placesIn,
  savedPlan,
  sealed,
  startSavedSnapshot,
  type Json,
  type SavedFile,
} from '../support/savedFiles.js';

/** The seal is only a hash: whoever edits a file can make it anew. What is inside has to be looked at all the same. */

type Kind =
  | 'text'
  | 'text?'
  | 'text or null'
  | 'text or null?'
  | 'truth'
  | 'truth?'
  | 'true?'
  | 'list'
  | 'list?'
  | 'list or null'
  | 'fields'
  | 'fields?';

const WRONG: Readonly<Record<Kind, readonly (Json | undefined)[]>> = {
  text: [undefined, null, 0, true, ['x'], {}],
  'text?': [null, 0, true, ['x'], {}],
  'text or null': [undefined, 0, true, ['x'], {}],
  'text or null?': [0, true, ['x'], {}],
  truth: [undefined, null, 0, 'true', [], {}],
  'truth?': [null, 0, 'true', [], {}],
  'true?': [null, 0, false, 'true', [], {}],
  list: [undefined, null, 0, 'x', {}, [0], [null], [[]]],
  'list?': [null, 0, 'x', {}, [0], [null], [[]]],
  'list or null': [undefined, 0, 'x', {}, [0], [null], [[]]],
  fields: [undefined, null, 0, 'x', []],
  'fields?': [null, 0, 'x', []],
};

const COMMON: Readonly<Record<string, Kind>> = {
  tool: 'fields',
  'tool.name': 'text',
  'tool.version': 'text',
  createdAt: 'text',
  org: 'fields',
  'org.id': 'text',
  'org.username': 'text',
  'org.instanceUrl': 'text',
  'org.name': 'text?',
  'org.isSandbox': 'truth?',
  apiVersion: 'text',
  changes: 'list',
  'changes.0': 'fields',
  'changes.0.control': 'text',
  'changes.0.app': 'fields',
  'changes.0.app.type': 'text',
  'changes.0.app.name': 'text',
  'changes.0.app.namespace': 'text?',
  'changes.0.app.label': 'text?',
  'changes.0.app.managed': 'truth',
  'changes.0.component': 'fields',
  'changes.0.component.type': 'text',
  'changes.0.component.fullName': 'text',
  'changes.0.beforeHash': 'text',
};

const OF_A_SNAPSHOT: Readonly<Record<string, Kind>> = {
  'changes.0.before': 'fields',
  'changes.0.before.flag': 'text or null',
  'changes.0.before.user': 'text or null',
  'changes.0.before.relaxation': 'text or null?',
  'changes.0.after': 'fields',
  'changes.0.after.relaxation': 'text or null?',
  'changes.0.after.flag': 'text or null',
  'changes.0.after.user': 'text or null',
  'changes.0.original': 'fields',
  'changes.0.original.file': 'text',
  'changes.0.original.sha256': 'text',
};

const OF_A_PLAN: Readonly<Record<string, Kind>> = {
  scope: 'fields',
  'scope.controls': 'list',
  'scope.apps': 'list or null',
  harden: 'fields?',
  'harden.executionUser': 'text?',
  'changes.0.hardens': 'true?',
  'changes.0.edits': 'list',
  'changes.0.edits.0': 'fields',
  'changes.0.edits.0.path': 'text',
  'changes.0.edits.0.before': 'text or null',
  'changes.0.edits.0.after': 'text or null',
  'changes.0.leftOut': 'list?',
  'changes.0.id': 'text?',
  skipped: 'list',
  notRead: 'list',
};

/** Right by its type, and yet nothing that this tool writes. */
const HOSTILE: Readonly<Record<string, readonly Json[]>> = {
  apiVersion: ['', '67', '67.0/../..', 'v67.0', '67.0\n'],
  'changes.0.component.type': ['Profile', 'ExtlClntAppGlobalOauthSettings', 'constructor', '__proto__', ''],
  'changes.0.component.fullName': ['', 'Other', '*', 'nova__Sync2', '../nova__Sync'],
  'changes.0.app.type': ['ExternalClientApplication', 'Profile', 'toString', '__proto__'],
  'changes.0.app.name': ['', 'Other', 'nova__Other'],
  'changes.0.control': ['eca-client-credentials-policy', 'constructor', ''],
  'changes.1.control': ['connected-app-client-credentials'],
  'changes.1.component.type': ['ConnectedApp'],
  'changes.1.component.fullName': [''],
};

const HOSTILE_SNAPSHOT: Readonly<Record<string, readonly Json[]>> = {
  'changes.0.original.file': [
    '../before.json',
    'originals/../../other/originals/0001.xml',
    'originals/sub/0001.xml',
    'originals\\..\\0001.xml',
    '/etc/hostname',
    'C:/0001.xml',
    'before.json',
    'originals/.xml',
    'originals/0001.xml\u0000',
    '',
  ],
};

const HOSTILE_PLAN: Readonly<Record<string, readonly Json[]>> = {
  'scope.controls': [['another'], ['__proto__']],
  'scope.apps': [[''], ['Sync', ''], ['Sync', '('], ['x'.repeat(301)]],
};

const DAMAGED = { ok: false, problem: 'damaged' };

const readWith = ({ read, whole }: SavedFile, at: string, value: Json | undefined): ReturnType<SavedFile['read']> =>
  read(sealed(changedAt(whole, at.split('.'), value)));

const KINDS = [
  { file: savedPlan, members: { ...COMMON, ...OF_A_PLAN }, hostile: { ...HOSTILE, ...HOSTILE_PLAN } },
  {
    file: await startSavedSnapshot(),
    members: { ...COMMON, ...OF_A_SNAPSHOT },
    hostile: { ...HOSTILE, ...HOSTILE_SNAPSHOT },
  },
];

for (const { file, members, hostile } of KINDS) {
  const { name, whole, read } = file;

  describe(`${name} with a seal that is right`, () => {
    it('is read as it was written', async () => {
      const { answer } = await read(sealed(whole));
      expect(answer).to.include({ ok: true });
      expect(Object.values(answer)).to.deep.include(whole);
    });

    it('has every member that is looked at below, and no other', () => {
      const inOneChange = placesIn(whole).filter(([first, at, ...deeper]) => {
        if (first === 'skipped' || first === 'notRead') return at === undefined;
        return first !== 'changes' || at === undefined || at === '0' || deeper[0] === 'leftOut';
      });
      const found = inOneChange.map((place) => place.join('.').replace('changes.1.', 'changes.0.'));
      const known = found.filter((at) => !/^(kind|schemaVersion)$|\.(controls|apps|leftOut)\.\d/.test(at));
      expect(new Set(known)).to.deep.equal(new Set(Object.keys(members)));
    });

    for (const [at, kind] of Object.entries(members))
      it(`is damaged where ${at} is no ${kind}`, async () => {
        for (const value of WRONG[kind])
          expect((await readWith(file, at, value)).answer, JSON.stringify(value)).to.deep.include(DAMAGED);
      });

    for (const [at, values] of Object.entries(hostile))
      for (const value of values)
        it(`is damaged where ${at} is ${JSON.stringify(value)}, and nothing else is read`, async () => {
          const { answer, alsoRead } = await readWith(file, at, value);
          expect(answer).to.deep.include(DAMAGED);
          expect(alsoRead).to.deep.equal([]);
        });

    for (const name of ['Sync', 'SYNC', '%53ync'])
      it(`is damaged where a component stands in it twice, once as ${name}`, async () => {
        const [first, ...others] = whole['changes'] as Record<string, Json>[];
        const named = changedAt(first ?? {}, ['app', 'name'], name);
        const again = changedAt(named, ['component', 'fullName'], `nova__${name}`);
        const { answer } = await readWith(file, 'changes', [first ?? {}, ...others, again]);
        expect(answer).to.deep.include(DAMAGED);
      });
  });

  describe(`${name} with no seal to speak of`, () => {
    for (const text of ['', 'null', '[]', '"x"', '{}', '{"kind":', '\u0000'])
      it(`is damaged where it is ${JSON.stringify(text)}`, async () => {
        expect((await read(text)).answer).to.deep.include(DAMAGED);
      });

    it('is damaged where it is nested deeper than anything can walk', async () => {
      const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
      expect((await read(JSON.stringify({ ...whole, deep: '?' }).replace('"?"', deep))).answer).to.deep.include(
        DAMAGED,
      );
    });

    it('is none of another kind', async () => {
      for (const kind of ['oauth-posture-plan', 'oauth-posture-snapshot', 'oauth-posture', ''].filter(
        (other) => other !== whole['kind'],
      ))
        expect((await readWith(file, 'kind', kind)).answer).to.deep.include(DAMAGED);
    });
  });
}
