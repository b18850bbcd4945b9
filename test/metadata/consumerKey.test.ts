import { expect } from 'chai';
import { consumerKeysOf } from '../../src/metadata/secrets.js';
import { connectedApp, policy } from './support/samples.js';

describe('the consumer keys that a file names', () => {
  const files: readonly [what: string, text: string, keys: string[]][] = [
    ['one', connectedApp('<consumerKey>\n3MVG9.a </consumerKey>'), ['3MVG9.a']],
    ['one that stands there twice', connectedApp('<consumerKey>b</consumerKey><consumerKey>b</consumerKey>'), ['b']],
    ['two, in any order', connectedApp('<consumerKey>b</consumerKey><consumerKey>a</consumerKey>'), ['a', 'b']],
    ['none in an empty element', connectedApp('<consumerKey/><consumerKey></consumerKey>'), []],
    ['none in a comment', connectedApp('<!--<consumerKey>a</consumerKey>-->'), []],
    ['none that is of another namespace', connectedApp('<x:consumerKey xmlns:x="urn:x">a</x:consumerKey>'), []],
    ['none of a secret', connectedApp('<consumerSecret>C0FFEE</consumerSecret>'), []],
    ['none of a policy', policy(''), []],
    ['none of half a file', '<ConnectedApp><consumerKey>a</consumerKey>', []],
  ];
  for (const [what, text, keys] of files)
    it(what, () => {
      expect(consumerKeysOf(text)).to.deep.equal(keys);
    });
});
