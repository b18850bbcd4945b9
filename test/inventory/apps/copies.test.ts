import { expect } from 'chai';
import { factsOfCopies } from '../../../src/inventory/apps/copies.js';
import { connectedAppFacts } from '../../../src/metadata/read/connectedApp.js';

describe('a component that came back and cannot be relied on', () => {
  const row = { type: 'ConnectedApp', fullName: 'A', fileName: 'connectedApps/A.connectedApp' };
  for (const [errorCode, problem] of [
    ['TWO_FILES', 'two-files'],
    ['ONE_FILE_FOR_TWO', 'one-file-for-two'],
    ['NOT_UTF8', 'not-utf-8'],
  ] as const)
    it(`is told as what it is: ${problem}`, () => {
      const unusable = new Map([['ConnectedApp:A', { code: 'retrieve-failed' as const, detail: '', errorCode }]]);
      const facts = factsOfCopies([row], { files: new Map(), unusable }, connectedAppFacts);
      expect(facts).to.deep.equal({ kind: 'unparsable', problem });
    });
});
