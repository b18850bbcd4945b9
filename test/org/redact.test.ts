import { expect } from 'chai';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { cleanDetail } from '../../src/org/redact.js';

const TOKEN = '00D000000000001!AQEAQFakeToken.With_Dots';
const KEY = '3MVG9fakeConsumerKey0123456789.abcdef';
const SECRET = 'A1B2C3D4E5F60718293A4B5C6D7E8F90A1B2C3D4E5F60718293A4B5C6D7E8F90';
const REFRESH = '5Aep861fakeRefreshToken0123456789';
const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJmYWtlIn0.c2lnbmF0dXJl';

type CommandBase = Record<'errorIsGack' | 'errorIsTypeError', (error: Error) => boolean>;

/** The very checks that decide on an exit code; their package does not export them. */
const commandBase = (): Promise<CommandBase> => {
  const main = createRequire(import.meta.url).resolve('@salesforce/sf-plugins-core');
  return import(new URL('errorHandling.js', pathToFileURL(main)).href) as Promise<CommandBase>;
};

describe('text from an org or the network is cleaned', () => {
  const secrets: Array<[where: string, text: string, secret: string]> = [
    ['an access token', `refused for ${TOKEN} today`, 'AQEAQ'],
    ['an encoded access token', 'sid=00D000000000001%21AQEAQFakeToken', 'AQEAQ'],
    ['an Authorization header', `Authorization: Bearer ${JWT}`, 'eyJ'],
    ['a header of another kind of token', 'Authorization: Bearer abc123def456ghi', 'abc123'],
    ['a SOAP session', '<met:sessionId>plain-session</met:sessionId>', 'plain-session'],
    ['a form', 'grant_type=refresh_token&refresh_token=opaque-value&client_id=opaque-client', 'opaque'],
    ['JSON', '{"access_token":"opaque-value","client_secret": "opaque-secret"}', 'opaque'],
    ['metadata', '<consumerKey>opaque-key</consumerKey><consumerSecret>opaque-secret</consumerSecret>', 'opaque'],
    ['a consumer key', `The key ${KEY} is taken`, '3MVG9'],
    ['a consumer secret', `secret ${SECRET}`, 'A1B2C3'],
    ['a refresh token', `token ${REFRESH}`, '5Aep'],
    ['an auth URL', 'force://PlatformCLI::opaque-refresh@x.example.com', 'opaque'],
    ['the password of a proxy', 'connect to http://someone:opaque@proxy.example.com:8080', 'opaque'],
  ];
  for (const [where, text, secret] of secrets)
    it(`${where} does not survive`, () => {
      expect(text, 'the case holds what it looks for').to.include(secret);
      expect(cleanDetail(text)).to.not.include(secret);
    });

  it('leaves what is no secret alone', () => {
    const text = "Entity of type 'ConnectedApp' named 'OAuth Sync Tool' cannot be found (0Af000000000001CAA)";
    expect(cleanDetail(text)).to.equal(text);
  });

  it('takes out escape sequences, control characters and direction tricks, and makes one line', () => {
    expect(cleanDetail('\u001b[31mred\u001b[0m\r\nnext\u0007 \u202Eevil\u200b')).to.equal('red next evil');
    expect(cleanDetail('\u001b]8;;https://evil.example.com\u0007link')).to.equal('link');
  });

  it('cuts to one short line without halving a character', () => {
    const cleaned = cleanDetail('😀'.repeat(400));
    expect(Array.from(cleaned)).to.have.length(300);
    expect(cleaned.endsWith('😀…')).to.equal(true);
  });

  describe('however long it is', () => {
    const halves: [what: string, secret: string, half: string][] = [
      ['a consumer secret', SECRET, SECRET.slice(0, 20)],
      ['a consumer key', KEY, '3MVG9fake'],
      ['a JWT', JWT, 'eyJhbGci'],
      ['the password of a proxy', 'http://someone:opaquepassword@proxy.example.com', 'opaque'],
      ['a word of a header', 'Bearer abc123def456ghi', 'abc123'],
      ['a secret in the middle of which a colour changes', `A1B2C3D4E5F60718\u001b[0 m${SECRET}`, 'A1B2C3D4E5F60718'],
    ];
    for (const [what, secret, half] of halves)
      it(`shows no half of ${what}, wherever the text is cut`, () => {
        // What is in front of it vanishes, so that the cut is what would be shown.
        for (let inside = 1; inside <= secret.length; inside += 1) {
          const text = `failed ${'\u001b[0m'.repeat(5000).slice(0, 16_000 - 7 - inside)}${secret} ${'x '.repeat(100)}`;
          const cleaned = cleanDetail(text);
          expect(cleaned, String(inside)).to.not.include(half);
          expect(cleaned).to.match(/^(failed|…)/);
        }
      });

    it('keeps the start, and tells that there was more', () => {
      expect(cleanDetail(`The org failed. ${' '.repeat(20_000)}${SECRET}`)).to.equal('The org …');
      expect(cleanDetail('word '.repeat(200_000)))
        .to.match(/^word word .*…$/)
        .and.to.have.length(300);
    });
  });

  it('finds a token behind others that begin like one, and behind a hyphen', () => {
    expect(cleanDetail(`token-${JWT} eyJ-eyJ-${JWT}`)).to.equal('token-*** eyJ-***'.replace('eyJ-***', '***'));
  });

  it('cannot force an exit code of the command line', async () => {
    const { errorIsGack, errorIsTypeError } = await commandBase();
    const text = 'TypeError: x. Please include this ErrorId: 1234567890-12345 (1234567890)';
    expect(errorIsTypeError(new Error(text)) && errorIsGack(new Error(text)), 'the case is loaded').to.equal(true);
    const cleaned = Object.assign(new Error(cleanDetail(text)), { stack: '' });
    expect(errorIsTypeError(cleaned)).to.equal(false);
    expect(errorIsGack(cleaned)).to.equal(false);
    expect(cleaned.message).to.include('1234567890-12345');
  });
});
