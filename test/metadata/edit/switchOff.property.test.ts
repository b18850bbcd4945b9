import { expect } from 'chai';
import fc from 'fast-check';
import { type Difference, canonical, differences } from '../../../src/metadata/compare.js';
import { connectedAppFacts } from '../../../src/metadata/read/connectedApp.js';
import { ecaPolicyFacts } from '../../../src/metadata/read/externalClientApp.js';
import type { ConnectedAppFacts, EcaPolicyFacts } from '../../../src/metadata/facts.js';
import { restoreFlag } from '../../../src/metadata/edit/restoreFlag.js';
import { switchOff } from '../../../src/metadata/edit/switchOff.js';
import { SWITCHES } from '../../../src/metadata/switches.js';
import { isSample, runs } from '../../runs.js';
import { hostileXml, shapeCounter } from '../support/arbitraries.js';
import type { Hostile } from '../support/hostileXml.js';

function factsOf({ type, text }: Pick<Hostile, 'type' | 'text'>): ConnectedAppFacts | EcaPolicyFacts {
  const facts = type === 'ConnectedApp' ? connectedAppFacts(text) : ecaPolicyFacts(text);
  if (facts.kind === 'unparsable') throw new Error(`generated text was not read: ${JSON.stringify(facts)}`);
  return facts;
}

describe('hostile metadata, generated', () => {
  it('is read as written, switched off byte for byte as expected or refused, and every shape occurs', () => {
    const counter = shapeCounter();
    fc.assert(
      fc.property(hostileXml, (hostile) => {
        counter.see(hostile);
        const facts = factsOf(hostile);
        expect(facts.flow.state).to.equal(hostile.state);
        expect(facts.executionUser).to.equal(hostile.user);
        const edited = switchOff(hostile.text, hostile.type, { removeUser: true });
        if ('refused' in hostile.off) {
          expect(edited).to.deep.equal({ ok: false, problem: hostile.off.refused });
        } else {
          expect(edited).to.include({ ok: true, text: hostile.off.text });
        }
      }),
      { numRuns: runs(1000) },
    );
    console.log(`      shapes: ${counter.table()}`);
    if (!isSample) expect(counter.missing()).to.deep.equal([]);
  });

  it('reads off and without a user once it is switched off, and a second time changes nothing', () => {
    fc.assert(
      fc.property(hostileXml, (hostile) => {
        fc.pre('text' in hostile.off);
        const once = switchOff(hostile.text, hostile.type, { removeUser: true });
        if (!once.ok) return false;
        const facts = factsOf({ type: hostile.type, text: once.text });
        expect(facts.flow.state).to.be.oneOf(isAstray(hostile) ? ['unreadable'] : ['off', 'absent']);
        expect(facts.executionUser).to.equal(undefined);
        expect(switchOff(once.text, hostile.type, { removeUser: true })).to.deep.equal({
          ok: true,
          text: once.text,
          edits: [],
        });
        return true;
      }),
      { numRuns: runs(500) },
    );
  });

  it('leaves everything but the flag as it means where the user is kept', () => {
    fc.assert(
      fc.property(hostileXml, (hostile) => {
        fc.pre('text' in hostile.off);
        const edited = switchOff(hostile.text, hostile.type, { removeUser: false });
        if (!edited.ok) return false;
        expect(differences(hostile.text, edited.text, [SWITCHES[hostile.type].flag.join('.')])).to.satisfy(
          (found: Difference[]) =>
            found.every(({ path }) => path === 'oauthConfig' && hostile.shapes.includes('oauth-config-twice')),
        );
        expect(factsOf({ type: hostile.type, text: edited.text }).executionUser).to.equal(hostile.user);
        return true;
      }),
      { numRuns: runs(500) },
    );
  });

  it('means the same again after it was switched off and restored', () => {
    let restored = 0;
    fc.assert(
      fc.property(hostileXml, (hostile) => {
        fc.pre('text' in hostile.off && isRestorable(hostile));
        const { flow, executionUser = null } = factsOf(hostile);
        const off = switchOff(hostile.text, hostile.type, { removeUser: true });
        if (!off.ok) return false;
        const back = restoreFlag(off.text, hostile.type, { flag: flow.value, user: executionUser });
        if (!back.ok) {
          expect(back.problem).to.be.oneOf(['nowhere-to-insert', 'duplicate-element']);
          return true;
        }
        restored += 1;
        expect(canonical(back.text)).to.equal(canonical(hostile.text));
        return true;
      }),
      { numRuns: runs(500) },
    );
    expect(restored, 'files restored').to.be.greaterThan(runs(500) / 2);
  });
});

/** A flag that is on in a place that is not its own: an edit leaves it, and nothing passes by it. */
const isAstray = ({ type, items }: Hostile): boolean =>
  type === 'ConnectedApp' && items.some(({ form }) => form === 'nested');

/** An org answers each element once; copies of the user are more than a snapshot of one user can bring back. */
function isRestorable({ items }: Hostile): boolean {
  const users = items.filter((item) => item.kind === 'user');
  return users.length < 2 && !users.some(({ form }) => form === 'empty-user' || form === 'self-closing-user');
}
