import { join } from 'node:path';
import type { Size } from '../../test/simulator/generate.js';
import type { OrgOrder } from './org.js';

/** A row of the table: a command, and with which earlier row its figures are compared. */
export type Row = {
  title: string;
  args: readonly string[];
  exits: readonly number[];
  /** By its title. */
  against?: string;
  /** At most this many times the processor time of the other row, both beyond the baseline. */
  target?: number;
  /** The org whose requests are counted. */
  org?: string;
  /** Left out of the short form. */
  isMore?: boolean;
  /** In the project of the CLI, instead of the home folder. */
  inProject?: boolean;
};

export type Sizes = { apps: number[]; changes: number[]; fleet: number; files: number };

export const BASELINE = 'sf --version';

const APP_TYPES = [
  'ConnectedApp',
  'ExternalClientApplication',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
  'Profile',
];

const WRONG = '--wrong-flag';
const FOUND = [0, 30, 31];

/** `n` connected apps with as many external client apps, and with users and logins in the same measure. */
const org = (n: number, more: Size = {}): Size => ({
  ...{ connectedApps: n, externalClientApps: n, users: Math.max(2, Math.ceil(n / 5)), logins: n * 10 },
  ...more,
});

/** All of them active: the org takes back no Run As user that isn't. */
const ACTIVE_USERS = 16;

export const ordersFor = ({ apps, changes, fleet }: Sizes): OrgOrder[] => [
  ...apps.map((n) => ({ name: `org${n}`, orgs: [org(n)] })),
  ...changes.map((n) => ({ name: `change${n}`, orgs: [org(n / 2, { on: 1, logins: 0, users: ACTIVE_USERS })] })),
  ...(fleet > 0
    ? [{ name: 'fleet', orgs: Array.from({ length: fleet }, (_, number) => org(10, { seed: number + 1 })) }]
    : []),
];

const startRows: readonly Row[] = [
  { title: BASELINE, args: ['--version'], exits: [0] },
  { title: 'sf org list --help', args: ['org', 'list', '--help'], exits: [0] },
  { title: 'audit --help', args: ['audit', '--help'], exits: [0], against: 'sf org list --help' },
  { title: `sf org list ${WRONG}`, args: ['org', 'list', WRONG], exits: [2] },
  { title: `audit ${WRONG}`, args: ['audit', WRONG], exits: [2], against: `sf org list ${WRONG}`, target: 1.3 },
];

/** Below, nearly all of the time is the start of the CLI. */
const FEW = 50;

/** The org gives no more in one retrieve, and a person would have to divide it by hand. An audit divides it by itself. */
const MOST_FILES = 10_000;

/** A connected app has one file, an external client app three. */
const isTooMuch = (n: number): boolean => n * 4 > MOST_FILES;

const auditRows = (n: number): Row[] => {
  const audit = ['audit', '--target-org', `org${n}`];
  const retrieve = `${n} + ${n} apps: sf project retrieve start${isTooMuch(n) ? ' (rejected: too many files)' : ''}`;
  const common = { exits: FOUND, org: `org${n}`, ...(!isTooMuch(n) && { against: retrieve }) };
  return [
    {
      title: retrieve,
      args: ['project', 'retrieve', 'start', '--target-org', `org${n}`, ...APP_TYPES.flatMap((type) => ['-m', type])],
      exits: [isTooMuch(n) ? 1 : 0],
      org: `org${n}`,
      inProject: true,
    },
    { title: `${n} + ${n} apps: audit`, args: audit, ...common, ...(n >= FEW && { target: 0.5 }) },
    { title: `${n} + ${n} apps: audit --json`, args: [...audit, '--json'], ...common },
    {
      title: `${n} + ${n} apps: audit --output-file x.html`,
      args: [...audit, '--output-file', 'x.html'],
      ...common,
      isMore: true,
    },
    {
      title: `${n} + ${n} apps: audit --output-file`,
      args: [...audit, '--output-file', `saved${n}.json`],
      ...common,
      isMore: true,
    },
  ];
};

/** The second one puts back what the first one changed, so that the next round begins as this one did. */
const changeRows = (n: number): Row[] => {
  const where = ['--target-org', `change${n}`, '--no-prompt', '--include-active', '--allow-lockout'];
  const keep = ['--snapshot-dir', `kept${n}`];
  return [
    { title: `remediate ${n} apps`, args: ['remediate', ...where, ...keep], exits: [0], org: `change${n}` },
    { title: `restore ${n} apps`, args: ['restore', ...where, '--snapshot', SNAPSHOT], exits: [0], org: `change${n}` },
  ];
};

/** In the place of the snapshot that the row before it saved. */
export const SNAPSHOT = '<snapshot>';

const fleetRows = (orgs: number): Row[] =>
  [1, 5].map((concurrency) => ({
    title: `audit of ${orgs} orgs, --concurrency ${concurrency}`,
    args: [
      'audit',
      ...Array.from({ length: orgs }, (_, number) => ['--target-org', `fleet${number}`]).flat(),
      ...['--concurrency', String(concurrency)],
    ],
    exits: FOUND,
    org: 'fleet',
    ...(concurrency > 1 && { against: `audit of ${orgs} orgs, --concurrency 1` }),
  }));

export const rowsFor = ({ apps, changes, fleet, files }: Sizes): Row[] => [
  ...startRows,
  ...apps.flatMap(auditRows),
  ...(apps.length > 0
    ? [
        {
          title: 'report of saved audits',
          args: ['report', ...apps.flatMap((n) => ['--from', `saved${n}.json`])],
          exits: FOUND,
          isMore: true,
        },
      ]
    : []),
  ...changes.flatMap(changeRows),
  ...(fleet > 0 ? fleetRows(fleet) : []),
  ...(files > 0
    ? [{ title: `audit of ${files} source files`, args: ['audit', '--source-dir', join('.', 'tree')], exits: FOUND }]
    : []),
];
