import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** A self-signed certificate for a test, made on the spot: no private key lies in the repository. */

export type KeyPair = { privateKey: string; certificate: string };

/** `from`, `until`: UTC as `YYMMDDhhmmssZ`. An elliptic key cannot sign here: somebody else signs its certificate. */
export type Kind = { bits?: number; from?: string; until?: string; isElliptic?: true };

/** RSA is what a JWT of the CLI is signed with. */
export function selfSigned(commonName: string, kind: Kind = {}): KeyPair {
  const rsa = generateKeyPairSync('rsa', { modulusLength: kind.bits ?? 2048 });
  const { privateKey, publicKey } = kind.isElliptic ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : rsa;
  const body = toBeSigned(commonName, publicKey, kind);
  const signature = sign('RSA-SHA256', body, rsa.privateKey);
  const der = sequence(body, sequence(SHA256_WITH_RSA, NULL), tagged(0x03, Buffer.from([0]), signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}

/** DER: a tag, a length, the content. */
function tagged(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const bytes = body.length > 0xff ? [body.length >> 8, body.length & 0xff] : [body.length];
  const size = body.length < 0x80 ? bytes : [0x80 + bytes.length, ...bytes];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const sequence = (...content: readonly Buffer[]): Buffer => tagged(0x30, ...content);
const objectId = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'));

const NULL = tagged(0x05);
const SHA256_WITH_RSA = objectId('2a864886f70d01010b');
const COMMON_NAME = objectId('550403');
const SUBJECT_ALT_NAME = objectId('551d11');
const BASIC_CONSTRAINTS = objectId('551d13');
const TRUE = tagged(0x01, Buffer.from([0xff]));

function toBeSigned(commonName: string, publicKey: KeyObject, kind: Kind): Buffer {
  const { from = '200101000000Z', until = '490101000000Z' } = kind;
  const name = sequence(tagged(0x31, sequence(COMMON_NAME, tagged(0x0c, Buffer.from(commonName)))));
  const validity = sequence(tagged(0x17, Buffer.from(from)), tagged(0x17, Buffer.from(until)));
  return sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.from([1])),
    sequence(SHA256_WITH_RSA, NULL),
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(loopbackNames(), certificateAuthority())),
  );
}

function loopbackNames(): Buffer {
  const dns = tagged(0x82, Buffer.from('localhost'));
  const address = tagged(0x87, Buffer.from([127, 0, 0, 1]));
  return sequence(SUBJECT_ALT_NAME, tagged(0x04, sequence(dns, address)));
}

const certificateAuthority = (): Buffer => sequence(BASIC_CONSTRAINTS, TRUE, tagged(0x04, sequence(TRUE)));
