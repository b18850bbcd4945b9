import { expect } from 'chai';
import { plainSecretIn, secretsOf, type Secrets } from '../../src/metadata/secrets.js';
import { parseMetadata } from '../../src/metadata/xml/parse.js';
import { isElement, type MetadataDocument } from '../../src/metadata/xml/tree.js';

const HEX = '0123456789ABCDEF';

const documentOf = (text: string): MetadataDocument => {
  const parsed = parseMetadata(text);
  if (!parsed.ok) throw new Error(parsed.problem.problem);
  return parsed.document;
};

const secretsIn = (text: string): Secrets => secretsOf(documentOf(text));

const hasSecretComment = (text: string): boolean => {
  const document = documentOf(text);
  const { isSecret } = secretsOf(document);
  return document.root.nodes.some((node) => !isElement(node) && isSecret(node));
};

describe('where a key or secret is in a place that no edit can clear', () => {
  const elsewhere: readonly [what: string, text: string, isElsewhere: boolean][] = [
    ['an attribute with a long prefix', '<a xmlns:long="urn:x" long:consumerKey="3MVG9"/>', true],
    ['an element written as text, with a long prefix', '<a>&lt;long:consumerKey></a>', true],
    ['an element whose name only ends like it', '<a><myconsumerKey>3MVG9</myconsumerKey></a>', false],
    ['an attribute whose name only ends like it', '<a myconsumerKey="3MVG9"/>', false],
  ];
  for (const [what, text, isElsewhere] of elsewhere)
    it(`${what}: ${isElsewhere ? 'yes' : 'no'}`, () => expect(secretsIn(text).isElsewhere).to.equal(isElsewhere));

  it('any text, in a file of more than 50 keys, which is no app', () => {
    const keys = (count: number): string =>
      Array.from({ length: count }, (_, at) => `<consumerKey>3MVG9.${at}</consumerKey>`).join('');
    expect(secretsIn(`<a><b>c</b>${keys(50)}</a>`).isElsewhere).to.equal(false);
    expect(secretsIn(`<a><b>c</b>${keys(51)}</a>`).isElsewhere).to.equal(true);
  });

  it('a comment tells the key of an attribute, and none of another file', () => {
    expect(hasSecretComment('<a consumerKey=" 3MVG9 "><!-- 3MVG9 --></a>')).to.equal(true);
    expect(hasSecretComment('<a consumerKey=" 3MVG9 "><!-- 3MVG8 --></a>')).to.equal(false);
  });
});

describe('a consumer secret that anyone can read', () => {
  const files: readonly [text: string, isFound: boolean][] = [
    [`<a><consumerSecret>${HEX}</consumerSecret></a>`, true],
    [`<a><x:CONSUMERSECRET xmlns:x="urn:x">${HEX}</x:CONSUMERSECRET></a>`, true],
    [`<a><noconsumerSecret>${HEX}</noconsumerSecret></a>`, false],
    [`<a><consumerSecretName>${HEX}</consumerSecretName></a>`, false],
    [`<a consumerSecret="${HEX}"/>`, true],
    [`<a xmlns:long="urn:x" long:consumerSecret="${HEX}"/>`, true],
    [`<a noconsumerSecret="${HEX}"/>`, false],
    [`<a consumerSecretName="${HEX}"/>`, false],
    [`<a><!--<consumerSecret>${HEX}</consumerSecret>--></a>`, true],
    [`<a><!--<consumerSecret\n>${HEX}</consumerSecret>--></a>`, true],
    ['<a><!--<consumerSecret>{SECRET}</consumerSecret>--></a>', false],
    [`<a><!--consumerSecret=${HEX}--></a>`, true],
    [`<a><!--"consumerSecret":  "${HEX}"--></a>`, true],
    [`<a><!--consumerSecret: ${HEX} of May--></a>`, true],
    [`<a><!--consumerSecret: ${HEX}, of May--></a>`, true],
    [`<a><!--consumerSecret: ${HEX}_word--></a>`, false],
    [`<a><!--consumerSecret: ${HEX}-word--></a>`, false],
    [`<a><!--consumerSecret: ${HEX.slice(1)}--></a>`, false],
  ];
  for (const [text, isFound] of files)
    it(`${isFound ? 'is' : 'is not'} in ${JSON.stringify(text)}`, () => {
      expect(plainSecretIn(documentOf(text)) !== undefined).to.equal(isFound);
    });
});
