import { expect } from 'chai';
import fc from 'fast-check';
import { restoreFlag } from '../../../src/metadata/edit/restoreFlag.js';
import { attemptOf } from '../../../src/remediation/edit/switchingOff.js';
import { componentHash, switchOf } from '../../../src/remediation/edit/fingerprint.js';
import { isSample, runs } from '../../runs.js';
import { hostileXml } from '../../metadata/support/arbitraries.js';
import { connectedAppCandidate, policyCandidate } from '../support/editedApps.js';

describe('hostile metadata, generated, that a remediation switches off', () => {
  it('means what it meant once a restore puts one flag and one user back, or is not touched', () => {
    const seen = { comesBack: 0, isRefused: 0 };
    fc.assert(
      fc.property(hostileXml, ({ type, text, off, state }) => {
        fc.pre('text' in off && state === 'on');
        const candidate = type === 'ConnectedApp' ? connectedAppCandidate('App') : policyCandidate('App');
        const attempt = attemptOf({ ...candidate, text });
        if (!('edited' in attempt)) {
          expect(attempt.problem).to.equal('not-restorable');
          seen.isRefused += 1;
          return;
        }
        const { original, meant } = attempt.edited;
        const back = restoreFlag(meant, type, switchOf(type, original));
        expect(back.ok && componentHash(back.text)).to.equal(componentHash(text));
        seen.comesBack += 1;
      }),
      { numRuns: runs(500) },
    );
    expect(seen.comesBack, JSON.stringify(seen)).to.be.greaterThan(runs(500) / 4);
    if (!isSample) expect(seen.isRefused, JSON.stringify(seen)).to.be.greaterThan(0);
  });
});
