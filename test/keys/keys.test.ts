import { createPublicKey, generateKeyPairSync, verify, X509Certificate } from 'node:crypto';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { assertionFor } from '../../src/keys/assertion.js';
import { isSameCertificate, readCertificate } from '../../src/keys/certificate.js';
import { mayHoldPrivateKey } from '../../src/keys/formats.js';
import { readPrivateKey, type SigningKey } from '../../src/keys/privateKey.js';
import { selfSigned } from '../simulator/certificate.js';

const NOW = new Date('2026-11-28T12:00:00Z');
const pair = selfSigned('Order Sync');
const other = selfSigned('Another');
const bytes = (text: string): Uint8Array => Buffer.from(text);
const der = (pem: string): Uint8Array => Buffer.from(pem.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64');

/** As openssl and keytool begin them. */
const PKCS12 = Buffer.from('30820a1f0201033082', 'hex');
const JKS = Buffer.from('feedfeed0000000200000001', 'hex');

describe('a file', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const files: [what: string, content: Uint8Array, mayHold: boolean][] = [
    ['with a key in text', bytes(`words\n${pair.privateKey}`), true],
    ['with a key in binary', rsa.export({ type: 'pkcs8', format: 'der' }), true],
    ['with an older key in binary', rsa.export({ type: 'pkcs1', format: 'der' }), true],
    ['with an elliptic key in binary', ec.export({ type: 'sec1', format: 'der' }), true],
    ['that is a PKCS#12 keystore', PKCS12, true],
    ['that is a small one', Buffer.from('3080020103308006092a', 'hex'), true],
    ['that is a Java keystore', JKS, true],
    ['that is a newer one', Buffer.from('cececece00000002', 'hex'), true],
    ['with a certificate in text', bytes(pair.certificate), false],
    ['with a certificate in binary', der(pair.certificate), false],
    ['of another kind', bytes('0\u0082 words'), false],
    ['that is empty', bytes(''), false],
  ];
  for (const [what, content, mayHold] of files)
    it(`${what} ${mayHold ? 'may hold' : 'holds no'} private key`, () =>
      expect(mayHoldPrivateKey(content)).to.equal(mayHold));
});

describe('a certificate', () => {
  const problemOf = (content: Uint8Array): string => {
    const read = readCertificate(content, NOW);
    return read.ok ? 'none' : [read.problem, read.detail].filter(Boolean).join(' ');
  };

  it('is read with what may be told of it', () => {
    const read = readCertificate(bytes(`some words of openssl\n${pair.certificate}`), NOW);
    if (!read.ok) throw new Error(read.problem);
    expect(read.certificate.facts).to.deep.equal({
      subject: 'CN=Order Sync',
      fingerprint: new X509Certificate(pair.certificate).fingerprint256,
      validFrom: '2020-01-01T00:00:00.000Z',
      validTo: '2049-01-01T00:00:00.000Z',
      bits: 2048,
    });
    expect(read.certificate.pem).to.equal(pair.certificate);
  });

  const refusals: Record<string, { content: () => Uint8Array; problem: string }> = {
    'beside its private key': {
      content: () => bytes(pair.certificate + pair.privateKey),
      problem: 'holds-private-key',
    },
    'in place of which there is a key': { content: () => bytes(pair.privateKey), problem: 'holds-private-key' },
    'in binary': { content: () => der(pair.certificate), problem: 'der' },
    'in place of which there is a key in binary': { content: () => der(pair.privateKey), problem: 'holds-private-key' },
    'in a PKCS#12 keystore': { content: () => PKCS12, problem: 'pkcs12' },
    'in a Java keystore': { content: () => JKS, problem: 'java-keystore' },
    'that is none': { content: () => bytes('nonsense'), problem: 'no-certificate' },
    'that is an empty file': { content: () => bytes(''), problem: 'no-certificate' },
    'that is a chain': { content: () => bytes(pair.certificate + other.certificate), problem: 'several 2' },
    'that is damaged': {
      content: () => bytes('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
      problem: 'unreadable',
    },
    'of an elliptic key': {
      content: () => bytes(selfSigned('E', { isElliptic: true }).certificate),
      problem: 'not-rsa ec',
    },
    'of a short key': { content: () => bytes(selfSigned('S', { bits: 1024 }).certificate), problem: 'too-short 1024' },
    'that has ended': {
      content: () => bytes(selfSigned('X', { until: '240101000000Z' }).certificate),
      problem: 'expired 2024-01-01',
    },
    'that has not begun': {
      content: () => bytes(selfSigned('Y', { from: '300101000000Z' }).certificate),
      problem: 'not-yet-valid 2030-01-01',
    },
  };
  for (const [what, { content, problem }] of Object.entries(refusals))
    it(`${what} is refused`, () => expect(problemOf(content())).to.equal(problem));

  it('that the platform has no room for is refused', () => {
    expect(problemOf(bytes(selfSigned('long '.repeat(700)).certificate))).to.match(/^too-large \d{4,}$/);
  });

  it('is the same with and without its header lines', () => {
    const body = pair.certificate.replaceAll(/-----[A-Z ]+-----/g, '');
    expect(isSameCertificate(pair.certificate, body)).to.equal(true);
    expect(isSameCertificate(pair.certificate, other.certificate)).to.equal(false);
  });
});

describe('a private key', () => {
  const keyOf = (pem = pair.privateKey): SigningKey => {
    const read = readPrivateKey(bytes(pem), 0o600);
    if (!read.ok) throw new Error(read.problem);
    return read.key;
  };
  const problemOf = (content: Uint8Array, mode = 0o600): string => {
    const read = readPrivateKey(content, mode);
    return read.ok ? 'none' : [read.problem, read.detail].filter(Boolean).join(' ');
  };
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  const secret = { cipher: 'aes-256-cbc', passphrase: 'x', format: 'pem' } as const;

  for (const mode of [0o644, 0o640, 0o604, 0o620])
    it(`that others can read or write (${mode.toString(8)}) is refused, and not looked at`, () =>
      expect(problemOf(bytes('nonsense'), mode)).to.equal(`readable-by-others 0${mode.toString(8)}`));

  const refusals: Record<string, { content: Uint8Array; problem: string }> = {
    'an elliptic one': { content: bytes(String(ec)), problem: 'not-rsa ec' },
    'a short one': { content: bytes(String(short)), problem: 'too-short 1024' },
    'an encrypted one': { content: bytes(String(rsa.export({ type: 'pkcs8', ...secret }))), problem: 'encrypted' },
    'an old encrypted one': { content: bytes(String(rsa.export({ type: 'pkcs1', ...secret }))), problem: 'encrypted' },
    'one in binary': { content: der(pair.privateKey), problem: 'der' },
    'one of an older kind in binary': { content: rsa.export({ type: 'pkcs1', format: 'der' }), problem: 'der' },
    'one in a PKCS#12 keystore': { content: PKCS12, problem: 'pkcs12' },
    'one in a Java keystore': { content: JKS, problem: 'java-keystore' },
    'a certificate': { content: bytes(pair.certificate), problem: 'not-a-private-key' },
    'an empty file': { content: bytes(''), problem: 'not-a-private-key' },
    'a cut one': { content: bytes(pair.privateKey.slice(0, 200)), problem: 'unreadable' },
    'two of them': { content: bytes(pair.privateKey + other.privateKey), problem: 'several 2' },
  };
  for (const [what, { content, problem }] of Object.entries(refusals))
    it(`is refused: ${what}`, () => expect(problemOf(content)).to.equal(problem));

  it('is taken in the form that older tools write', () => {
    expect(problemOf(bytes(String(rsa.export({ type: 'pkcs1', format: 'pem' }))))).to.equal('none');
  });

  it('knows its certificate, with and without header lines, and that of another key', () => {
    const body = pair.certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '');
    const is = [pair.certificate, body, other.certificate, 'nonsense'].map((one) => keyOf().isOf(one));
    expect(is).to.deep.equal([true, true, false, undefined]);
  });

  it('shows nothing of itself, however it is printed', () => {
    const key = keyOf();
    const shown = [
      JSON.stringify({ key }),
      inspect(key, { depth: 9, showHidden: true }),
      `${key as unknown as string}`,
    ].join('\n');
    expect(shown).not.to.match(/PRIVATE|MII|KeyObject/);
  });

  it('signs an assertion that the certificate proves, and that ends within minutes', () => {
    const claims = { clientId: 'id', username: 'a@example.com', audience: 'https://x.example.com' };
    const [header = '', payload = '', signature = ''] = assertionFor(keyOf(), claims, NOW).split('.');
    const publicKey = createPublicKey(pair.certificate);
    const isProven = verify(
      'RSA-SHA256',
      Buffer.from(`${header}.${payload}`),
      publicKey,
      Buffer.from(signature, 'base64url'),
    );
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    expect(isProven).to.equal(true);
    expect(read(header)).to.deep.equal({ alg: 'RS256' });
    expect(read(payload)).to.deep.equal({
      iss: 'id',
      sub: 'a@example.com',
      aud: 'https://x.example.com',
      exp: NOW.getTime() / 1000 + 180,
    });
  });
});
