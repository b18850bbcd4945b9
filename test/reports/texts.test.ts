import { expect } from 'chai';
import { DISPOSITIONS, STEPS } from '../../src/posture/model.js';
import { PROBLEM_CODES } from '../../src/org/problem.js';
import { ADVICE } from '../../src/posture/controls/advice.js';
import { allControls } from '../../src/posture/controls/all.js';
import { createTexts, problemToError } from '../../src/cli/texts.js';

describe('texts', () => {
  const texts = createTexts();

  it('fills in values as they are', () => {
    expect(texts.say('report', 'notices.about', '%s', 'two')).to.equal('%s: two');
  });

  for (const [count, words] of [
    [0, '0 files'],
    [1, '1 file'],
    [2, '2 files'],
  ] as const) {
    it(`agrees in number with ${count}`, () => {
      expect(texts.count('source', 'files', count)).to.equal(words);
    });
  }

  it('a plural that is missing is an error', () => {
    expect(() => texts.count('source', 'question', 2)).to.throw(/Missing message source:question\.other/);
  });

  it('a key that is missing is an error', () => {
    expect(() => texts.say('report', 'no.such.key')).to.throw(/Missing message report:no\.such\.key/);
  });

  for (const { id, rows } of allControls) {
    it(`has each row of ${id}, and a label for it`, () => {
      for (const row of rows) {
        expect(texts.points('controls', `${id}.${row}`)).not.to.deep.equal([]);
        if (row !== 'title' && row !== 'name') expect(texts.say('report', `about.${row}`)).not.to.equal('');
      }
    });
  }

  for (const disposition of DISPOSITIONS) {
    it(`has the word of Security Health Review for ${disposition}`, () => {
      expect(texts.say('dispositions', disposition)).not.to.equal('');
    });
  }

  for (const kind of ['production', 'sandbox', 'unknown']) {
    it(`has a word for an org whose kind is: ${kind}`, () => {
      expect(texts.say('report', `org.${kind}`)).not.to.equal('');
      for (const bundle of ['remediation', 'restore'] as const)
        expect(texts.has(bundle, `question.${kind}`)).to.equal(true);
    });
  }

  for (const code of ADVICE) {
    it(`has title and steps of the advice ${code}`, () => {
      expect(texts.say('controls', `advice.${code}.title`)).not.to.equal('');
      expect(texts.points('controls', `advice.${code}.steps`)).not.to.deep.equal([]);
    });
  }
});

describe('steps', () => {
  /** These keep an org from being opened at all, so no step ever fails of them. */
  const BEFORE_ANY_STEP: readonly string[] = [
    'no-target-org',
    'unknown-org',
    'version-unknown',
    'version-not-offered',
    'version-not-latest',
    'org-version-too-old',
    'allowance-used',
    'org-wait-ended',
  ];
  const { has, say } = createTexts();

  for (const code of PROBLEM_CODES.filter((problem) => !BEFORE_ANY_STEP.includes(problem))) {
    it(`can fail of ${code}`, () => {
      expect(has('steps', `why.${code}`)).to.equal(true);
    });
  }

  for (const step of STEPS) {
    it(`${step} has a name and what would settle it`, () => {
      expect(say('steps', step)).not.to.equal('');
      expect(say('steps', `${step}.todo`)).not.to.equal('');
    });
  }
});

describe('errors', () => {
  const VALUES = ['production', 'what the org said'];

  for (const code of PROBLEM_CODES.filter((problem) => problem !== 'no-target-org')) {
    it(`${code} says what happened and what to do`, () => {
      const { name, message, actions } = problemToError(code, VALUES);
      expect(name).to.match(/^([A-Z][a-z]+)+Error$/);
      expect(message).to.contain('production').and.not.to.contain('what the org said');
      expect(actions.length).to.be.above(1);
      // The CLI's own sentence only repeats ours.
      expect(actions[0]?.includes('what the org said')).to.equal(code !== 'unknown-org');
      expect([message, ...actions].join()).not.to.contain('%s');
    });
  }

  it('no-target-org needs no values', () => {
    const { message, actions } = problemToError('no-target-org', []);
    expect([message, ...actions].join()).not.to.contain('%s');
    expect(actions.length).to.be.above(1);
  });

  it('names apps that come near an unknown one', () => {
    const { message, actions } = problemToError('unknown-app', ['Biling', 'Billing, Billing_EU']);
    expect(message).to.contain('Biling');
    expect(actions[0]).to.contain('Billing, Billing_EU');
  });

  it('names the version that is needed', () => {
    const { message } = problemToError('api-version-too-old', ['54.0', '56.0']);
    expect(message).to.contain('54.0').and.to.contain('56.0');
  });

  it('leaves out an action that has nothing to tell', () => {
    const { actions } = problemToError('network', ['production', '']);
    expect(actions.join()).not.to.contain('said');
    expect(actions.length).to.be.above(0);
  });

  it('cleans what it is given', () => {
    const { message } = problemToError('network', ['prod\u001b[31m\nuction', '']);
    expect(message).to.match(/^prod uction /);
  });

  it('an unknown code is an error', () => {
    expect(() => problemToError('no-such-code', [])).to.throw(/Missing message errors:no-such-code/);
  });
});
