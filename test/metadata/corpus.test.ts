import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { canonical, differences } from '../../src/metadata/compare.js';
import { connectedAppFacts } from '../../src/metadata/read/connectedApp.js';
import { ecaPolicyFacts } from '../../src/metadata/read/externalClientApp.js';
import { parseMetadata } from '../../src/metadata/xml/parse.js';
import { restoreFlag } from '../../src/metadata/edit/restoreFlag.js';
import { stripSecrets, switchOff } from '../../src/metadata/edit/switchOff.js';
import { type EditableType, SWITCHES } from '../../src/metadata/switches.js';
import { skipBecause } from '../skip.js';

type Row = { path: string; type: string; flag: string; executionUser: string; wellFormed: string };

const corpus = new URL('../../../shared/corpus/', import.meta.url);
const mustExist = process.env.REQUIRE_ALL === '1' && process.env.CORPUS_OPTIONAL === undefined;

const TYPES: Readonly<Record<string, EditableType>> = {
  connectedApp: 'ConnectedApp',
  ecaOauthPlcy: 'ExtlClntAppOauthConfigurablePolicies',
};
const STATES: Readonly<Record<string, string>> = { true: 'on', false: 'off', absent: 'absent' };

const textOf = ({ path }: Row): string => readFileSync(new URL(path, corpus), 'utf8');

function rows(): Row[] {
  const [, ...lines] = readFileSync(new URL('INDEX.tsv', corpus), 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [path = '', , , type = '', flag = '', executionUser = '', wellFormed = ''] = line.split('\t');
    return { path, type, flag, executionUser, wellFormed };
  });
}

describe('real metadata files, where ../shared/corpus is there', function () {
  before('find the corpus', function () {
    if (!existsSync(corpus) && !mustExist) skipBecause(this, 'the corpus of real files is not beside the checkout');
  });

  const judged = (): [Row, EditableType][] =>
    rows().flatMap((row) => (TYPES[row.type] === undefined ? [] : [[row, TYPES[row.type] as EditableType]]));

  it('are read as well-formed or not as the index says, every one', () => {
    expect(rows()).to.have.length.greaterThan(100);
    for (const row of rows()) expect(parseMetadata(textOf(row)).ok, row.path).to.equal(row.wellFormed === 'xml');
  });

  it('have the flag and the execution user that the index says', () => {
    expect(judged()).to.have.length.greaterThan(100);
    for (const [row, type] of judged()) {
      const facts = type === 'ConnectedApp' ? connectedAppFacts(textOf(row)) : ecaPolicyFacts(textOf(row));
      if (facts.kind === 'unparsable') {
        expect(facts, row.path).to.include({ problem: 'conflict-markers' });
        expect(row.wellFormed, row.path).to.not.equal('xml');
      } else {
        expect(facts.flow.state, row.path).to.equal(STATES[row.flag]);
        expect(facts.executionUser === undefined ? 'no' : 'yes', row.path).to.equal(row.executionUser);
      }
    }
  });

  it('are switched off in exactly the flag and the line of the user, and mean the same again once restored', () => {
    let switched = 0;
    for (const [row, type] of judged()) {
      const text = textOf(row);
      const off = switchOff(text, type, { removeUser: true });
      if (row.wellFormed !== 'xml') {
        expect(off, row.path).to.deep.equal({ ok: false, problem: 'conflict-markers' });
        continue;
      }
      if (!off.ok) throw new Error(`${row.path}: ${off.problem}`);
      expect(off.text, row.path).to.equal(editedByLine(text, type));
      const paths = [SWITCHES[type].flag.join('.'), SWITCHES[type].user.join('.')];
      expect(differences(text, off.text, paths), row.path).to.deep.equal([]);
      if (off.edits.length === 0) continue;
      switched += 1;
      const valueBefore = (path: string | undefined): string | null =>
        off.edits.find((edit) => edit.path === path)?.before ?? null;
      const back = restoreFlag(off.text, type, { flag: valueBefore(paths[0]), user: valueBefore(paths[1]) });
      expect(back.ok && canonical(back.text), row.path).to.equal(canonical(text));
    }
    expect(switched).to.be.greaterThan(10);
  });

  it('hold neither key nor secret once stripped', () => {
    for (const row of rows().filter(({ type, wellFormed }) => type === 'connectedApp' && wellFormed === 'xml')) {
      const stripped = stripSecrets(textOf(row));
      expect(stripped.ok && !/consumer(Key|Secret)/.test(stripped.text), row.path).to.equal(true);
    }
  });
});

/** The same edit with line-wise means, good enough for the plain files of this corpus. */
function editedByLine(text: string, type: EditableType): string {
  const [flag, user] = [SWITCHES[type].flag.at(-1), SWITCHES[type].user.at(-1)];
  return text
    .replace(new RegExp(`(<${flag}>)true(</${flag}>)`, 'g'), '$1false$2')
    .replace(new RegExp(`^[ \\t]*<${user}\\s*>[^<]*</${user}>[ \\t]*\\r?\\n`, 'gm'), '');
}
