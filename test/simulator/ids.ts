/** Record ids as the platform writes them: 15 characters and, for people who ignore case, three more that hold the case. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export const KEY_PREFIX: Readonly<Record<string, string>> = {
  ConnectedApp: '0H4',
  ConnectedApplication: '0H4',
  ExternalClientApplication: '0xI',
  ExtlClntAppOauthConfigurablePolicies: '0xk',
  ExtlClntAppOauthPlcyCnfg: '0xk',
  ExtlClntAppConfigurablePolicies: '0xj',
  LoginHistory: '0Ya',
  ObjectPermissions: '110',
  Organization: '00D',
  PermissionSet: '0PS',
  PermissionSetAssignment: '0Pa',
  PermissionSetGroup: '0PG',
  Profile: '00e',
  TransactionSecurityPolicy: '0NI',
  User: '005',
  UserLicense: '100',
  deploy: '0Af',
  retrieve: '09S',
};

export function idOf(type: string, serial: number): string {
  const prefix = KEY_PREFIX[type] ?? '0zz';
  let rest = '';
  for (let n = serial; n > 0; n = Math.floor(n / DIGITS.length)) rest = DIGITS.charAt(n % DIGITS.length) + rest;
  return to18(`${prefix}Ws0000${rest.padStart(15 - prefix.length - 6, '0')}`);
}

/** As records have dates: without fractions of a second. */
export const dateOf = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, '.000+0000');

export function to18(id: string): string {
  if (id.length !== 15) return id;
  const suffix = [0, 5, 10].map((start) => {
    const bits = [...id.slice(start, start + 5)].map((character) => (/[A-Z]/.test(character) ? 1 : 0));
    return ALPHABET.charAt(bits.reduce<number>((sum, bit, index) => sum + bit * 2 ** index, 0));
  });
  return id + suffix.join('');
}
