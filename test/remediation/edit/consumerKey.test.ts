import { expect } from 'chai';
import { hasItsKey } from '../../../src/remediation/edit/fingerprint.js';
import { connectedApp, KEY } from '../../simulator/deploy/samples.js';
import { attempt, connectedAppCandidate, policyCandidate } from '../support/editedApps.js';

describe('the consumer key of an app that is changed', () => {
  const { edited } = attempt(connectedAppCandidate('Sync'));
  const off = (parts: Parameters<typeof connectedApp>[0]): string =>
    connectedApp({ isClientCredentialEnabled: 'false', ...parts });

  it('is the one that it had, however else the app has changed', () => {
    expect(hasItsKey(edited, off({ scopes: 'Full' }))).to.equal(true);
    expect(hasItsKey(attempt(policyCandidate('Gateway')).edited, policyCandidate('Gateway').text)).to.equal(true);
  });

  it('is another one where it is, where it is gone, and where it has come', () => {
    expect(hasItsKey(edited, off({ consumerKey: '3MVG9.another' }))).to.equal(false);
    expect(hasItsKey(edited, off({ consumerKey: undefined }))).to.equal(false);
    const without = attempt(connectedAppCandidate('Sync', { consumerKey: undefined })).edited;
    expect([hasItsKey(without, off({})), hasItsKey(without, off({ consumerKey: undefined }))]).to.deep.equal([
      false,
      true,
    ]);
  });

  it('is known by a mark, and stands nowhere in what is kept in memory of the change', () => {
    expect(JSON.stringify(edited)).to.contain('"keyMark":').and.not.contain(KEY);
  });
});
