/** Programs to copy. They read secrets from a file and from the environment, so that they contain none. */

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

export const CURL = [
  '# KEY_FILE, CLIENT_ID (consumer key), USERNAME_SF, AUDIENCE and ORG_URL come from the environment.',
  "encode() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }",
  `head=$(printf '{"alg":"RS256"}' | encode)`,
  `body=$(printf '{"iss":"%s","sub":"%s","aud":"%s","exp":%s}' "$CLIENT_ID" "$USERNAME_SF" "$AUDIENCE" "$(($(date +%s) + 180))" | encode)`,
  'signature=$(printf \'%s\' "$head.$body" | openssl dgst -sha256 -sign "$KEY_FILE" -binary | encode)',
  "# Sent from standard input: an argument could be read in the machine's list of processes.",
  `printf 'grant_type=${JWT_BEARER}&assertion=%s' "$head.$body.$signature" |`,
  '  curl --silent --show-error --data @- "$ORG_URL/services/oauth2/token"',
];

export const NODE = [
  "import { createSign } from 'node:crypto';",
  "import { readFileSync } from 'node:fs';",
  '',
  'const { KEY_FILE, CLIENT_ID, USERNAME_SF, AUDIENCE, ORG_URL } = process.env;',
  "const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');",
  'const claims = { iss: CLIENT_ID, sub: USERNAME_SF, aud: AUDIENCE, exp: Math.floor(Date.now() / 1000) + 180 };',
  "const unsigned = `${encode({ alg: 'RS256' })}.${encode(claims)}`;",
  "const signature = createSign('RSA-SHA256').update(unsigned).sign(readFileSync(KEY_FILE), 'base64url');",
  'const response = await fetch(`${ORG_URL}/services/oauth2/token`, {',
  "  method: 'POST',",
  `  body: new URLSearchParams({ grant_type: '${JWT_BEARER}', assertion: \`\${unsigned}.\${signature}\` }),`,
  '});',
  'if (!response.ok) throw new Error(`${response.status}: ${(await response.json()).error_description}`);',
  'const { access_token: token, instance_url: url } = await response.json();',
];

export const PYTHON = [
  'import os, time',
  'import jwt, requests',
  '',
  'with open(os.environ["KEY_FILE"]) as file:',
  '    key = file.read()',
  'claims = {',
  '    "iss": os.environ["CLIENT_ID"],',
  '    "sub": os.environ["USERNAME_SF"],',
  '    "aud": os.environ["AUDIENCE"],',
  '    "exp": int(time.time()) + 180,',
  '}',
  'response = requests.post(',
  '    os.environ["ORG_URL"] + "/services/oauth2/token",',
  `    data={"grant_type": "${JWT_BEARER}", "assertion": jwt.encode(claims, key, algorithm="RS256")},`,
  '    timeout=60,',
  ')',
  'response.raise_for_status()',
  'token = response.json()["access_token"]',
];
