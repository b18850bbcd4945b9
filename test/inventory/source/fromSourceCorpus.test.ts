import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { auditSource } from '../../../src/actions/audit/auditSource.js';
import { controls } from '../../../src/posture/controls/all.js';
import type { Finding } from '../../../src/posture/model.js';
import { sourceDoors } from '../support/sourceDoors.js';
import { skipBecause } from '../../skip.js';

type Row = { path: string; flag: string; wellFormed: boolean };

const corpus = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url));
const mustExist = process.env['REQUIRE_ALL'] === '1' && process.env['CORPUS_OPTIONAL'] === undefined;

/** What the index's independent reading allows. An absent flag: by what else the file shows. */
const REASONS: Readonly<Record<string, readonly string[]>> = {
  'connectedApp true': ['flow-enabled'],
  'connectedApp false': ['flow-disabled'],
  'connectedApp absent': ['no-oauth', 'flag-absent', 'flag-not-visible'],
  'ecaOauthPlcy true': ['not-hardened', 'hardening-unknown'],
  'ecaOauthPlcy false': ['flow-disabled'],
  'ecaOauthPlcy absent': ['flag-absent'],
};

const rowsOf = (type: string): Row[] => {
  const [, ...lines] = readFileSync(`${corpus}INDEX.tsv`, 'utf8').trimEnd().split('\n');
  return lines.flatMap((line) => {
    const [path = '', , , found = '', flag = '', , wellFormed = ''] = line.split('\t');
    return found === type ? [{ path, flag, wellFormed: wellFormed === 'xml' }] : [];
  });
};

describe('auditing real metadata files, where ../shared/corpus is there', function () {
  const byFile = new Map<string, Finding>();

  before('audit the corpus', async function () {
    if (!existsSync(corpus) && !mustExist) skipBecause(this, 'the corpus of real files is not beside the checkout');
    const { target } = await auditSource(
      { directories: ['.'], root: corpus, controls: controls.map(({ id }) => id), apps: null, usageDays: 0 },
      sourceDoors,
    );
    for (const finding of target.findings) byFile.set(finding.app.file ?? '', finding);
  });

  for (const type of ['connectedApp', 'ecaOauthPlcy']) {
    it(`agrees with the index on each ${type}`, () => {
      const rows = rowsOf(type);
      expect(rows).to.have.length.greaterThan(5);
      for (const { path, flag, wellFormed } of rows) {
        const allowed = wellFormed ? REASONS[`${type} ${flag}`] : ['unreadable'];
        expect(allowed, path).to.include(byFile.get(path)?.reason);
      }
    });
  }

  it('calls an app without OAuth settings not applicable, and no other', () => {
    for (const { path, flag, wellFormed } of rowsOf('connectedApp')) {
      if (flag !== 'absent' || !wellFormed) continue;
      const hasConfig = /<oauthConfig[\s>]/.test(readFileSync(corpus + path, 'utf8'));
      expect(byFile.get(path)?.status === 'not-applicable', path).to.equal(!hasConfig);
    }
  });

  it('takes an absent flag for off only where the file shows newer elements', () => {
    for (const { path } of rowsOf('connectedApp')) {
      if (byFile.get(path)?.reason !== 'flag-absent') continue;
      expect(readFileSync(corpus + path, 'utf8'), path).to.match(
        /<is(Pkce|CodeCredential|NamedUserJwt|RefreshTokenR|TokenExchange|SecretRequiredForTokenE)/,
      );
    }
  });
});
