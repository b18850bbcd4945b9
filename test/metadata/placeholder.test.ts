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
    '...',
    '---',
    '#SECRET#',
    'insert this',
    'client secret',
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
  it('takes none for one that has more before or after it', () => {
    for (const value of placeholders.filter((one) => one.trim() !== ''))
      for (const longer of [`C0FFEE${value}`, `${value}C0FFEE`]) expect(isPlaceholder(longer), longer).to.equal(false);
  });
  it('takes none of the signs for one that does not recur', () => {
    for (const value of ['.', '-', '*', 'x', '..', '--', '**', 'xx'])
      expect(isPlaceholder(value), value).to.equal(false);
  });
  for (const value of secrets) it(`does not take ${value} for one`, () => expect(isPlaceholder(value)).to.equal(false));
});
