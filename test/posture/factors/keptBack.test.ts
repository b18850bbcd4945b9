import { expect } from 'chai';
import { keptBackByUse } from '../../../src/posture/factors/keptBack.js';
import type { Finding } from '../../../src/posture/model.js';

describe('what its use does to a failing app', () => {
  const keptBack = (status: NonNullable<Finding['usage']>['status'] | undefined): string | undefined =>
    keptBackByUse(status === undefined ? {} : ({ usage: { status } } as Pick<Finding, 'usage'>));

  it('keeps it back where it was seen, and where nobody knows', () => {
    expect(keptBack('seen')).to.equal('in-use');
    expect(keptBack('unknown')).to.equal('use-unknown');
    expect(keptBack(undefined)).to.equal('use-unknown');
  });

  it('does not where there is no evidence of it', () => {
    expect(keptBack('no-evidence')).to.equal(undefined);
  });
});
