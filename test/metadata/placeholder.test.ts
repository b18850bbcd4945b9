import { expect } from 'chai';
import { isPlaceholder } from '../../src/metadata/secrets.js';

const placeholders = [
  ...['', '  ', '{SECRET}', '{{ secret }}', '${SECRET}', '$(Secret)', '%SECRET%', '@SECRET@', '#{SECRET}#'],
  ...['<secret>', '[secret]', '__CONSUMER_SECRET__', 'REPLACE_ME', 'replace-me', 'CHANGEME', 'change this'],
  ...[
    'YOUR_CONSUMER_SECRET',
    'your-secret-here',
    'consumer_secret',
    'SECRET',
    'TODO',
    'redacted',
    'xxxx',
    '****',
    '0000',
  ],
];
const secrets = [
  '1234567890123456789',
  'C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00C0FFEE00',
  '${PREFIX}C0FFEE',
  'C0FFEE__X__',
  'replace_me_C0FFEE',
  'hunter2',
];

describe('isPlaceholder', () => {
  for (const value of placeholders)
    it(`takes ${JSON.stringify(value)} for one`, () => expect(isPlaceholder(value)).to.equal(true));
  for (const value of secrets) it(`does not take ${value} for one`, () => expect(isPlaceholder(value)).to.equal(false));
});
