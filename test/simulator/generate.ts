import { component } from './load.js';
import { typeNamed } from './metadata/types.js';
import { connectedApp, eca, ecaPolicy, profile, type Shape } from './generatedFiles.js';
import { timestamp } from './rowsFile.js';
import type { OrgState, Row } from './state.js';

/** An org of any size, the same for the same seed. */
export type Size = {
  seed?: number;
  connectedApps?: number;
  externalClientApps?: number;
  /** Integration users, each with a profile of its own kind, shared out over the apps. */
  users?: number;
  logins?: number;
  /** How many of the apps have the flow on, 0 to 1. */
  on?: number;
};

export function generate(state: OrgState, size: Size, now: number): void {
  const random = randomFrom(size.seed ?? 1);
  const usernames = users(state, size.users ?? 0, now);
  const shape = (): Shape => ({
    on: random() < (size.on ?? 0.2),
    user: usernames[Math.floor(random() * usernames.length)],
  });
  for (let n = 1; n <= (size.connectedApps ?? 0); n += 1) {
    put(state, 'ConnectedApp', numbered('App', n), connectedApp(numbered('App', n), shape()));
  }
  for (let n = 1; n <= (size.externalClientApps ?? 0); n += 1) {
    const name = numbered('Client', n);
    put(state, 'ExternalClientApplication', name, eca(name));
    put(state, 'ExtlClntAppOauthConfigurablePolicies', `${name}_oauthPlcy`, ecaPolicy(name, shape()));
  }
  logins(state, size.logins ?? 0, now, random);
}

const PROFILES = 10;

function users(state: OrgState, count: number, now: number): string[] {
  if (count === 0) return [];
  const licence = state.addRow('UserLicense', {
    Name: 'Salesforce Integration',
    MasterLabel: 'Salesforce Integration',
  });
  const profiles = Array.from({ length: Math.min(count, PROFILES) }, (_, n) => {
    const label = numbered('Integration Profile', n + 1);
    const file = put(state, 'Profile', encodeURIComponent(label).replaceAll('%20', ' '), profile(n));
    const granted = {
      PermissionsApiEnabled: true,
      PermissionsApiUserOnly: n % 3 > 0,
      PermissionsModifyAllData: n % 5 === 0,
    };
    return state.addRow('Profile', {
      Id: file,
      Name: label,
      UserLicenseId: licence['Id'],
      UserType: 'Standard',
      ...granted,
    });
  });
  return Array.from({ length: count }, (_, n) => {
    const username = `${numbered('integration', n + 1)}@example.com`;
    state.addRow('User', {
      Username: username,
      Name: numbered('Integration', n + 1),
      IsActive: n % 17 !== 16,
      UserType: 'Standard',
      ProfileId: profiles[n % profiles.length]?.['Id'],
      LastLoginDate: timestamp(now - n * 60_000),
    });
    return username;
  });
}

function logins(state: OrgState, count: number, now: number, random: () => number): void {
  const people = state.rowsOf('User');
  for (let n = 0; n < count; n += 1) {
    const user = people[Math.floor(random() * people.length)];
    const flow = random() < 0.5;
    state.addRow('LoginHistory', {
      UserId: user?.['Id'],
      LoginTime: timestamp(now - Math.floor(random() * HALF_A_YEAR)),
      LoginType: flow ? 'Remote Access Client' : 'Application',
      LoginSubType: flow ? 'OauthClientCredentials' : null,
      Application: flow ? numbered('App', 1 + Math.floor(random() * 50)) : 'Browser',
      Status: 'Success',
      SourceIp: `192.0.2.${String(Math.floor(random() * 250))}`,
    } satisfies Row);
  }
}

const HALF_A_YEAR = 180 * 24 * 60 * 60 * 1000;

function put(state: OrgState, typeName: string, fullName: string, text: string): string {
  const type = typeNamed(typeName);
  if (!type) throw new Error(`The table of metadata types has no ${typeName}.`);
  const stored = component(state, type, fullName, text);
  state.setComponent(stored);
  return stored.id;
}

const numbered = (word: string, n: number): string => `${word}${String(n).padStart(5, '0')}`;

/** mulberry32 */
function randomFrom(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
