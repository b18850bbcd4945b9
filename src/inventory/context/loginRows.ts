import type { Row } from '../../org/door.js';
import { number, text } from '../../org/requests/soql.js';
import { shortId } from '../../posture/names.js';
import { defined } from '../../values.js';

/** Log-ins by one sub-type, through one application. */
export type Logins = {
  /** Undefined: of some who run no app today. */
  userId?: string;
  subType: string;
  application: string;
  logins: number;
  /** Distinct ones, at least. */
  addresses: number;
  lastLogin?: string;
};

export const keyOf = ({ subType, application }: Logins): string => JSON.stringify([subType, application]);

const ofWhat = (row: Row): Pick<Logins, 'userId' | 'subType' | 'application'> => ({
  ...defined({ userId: row.UserId === undefined ? undefined : shortId(text(row.UserId) ?? '') }),
  subType: text(row.LoginSubType) ?? '',
  application: text(row.Application) ?? '',
});

/** A group that the org has counted. */
export const countedLogins = (row: Row): Logins => ({
  ...ofWhat(row),
  logins: number(row.logins) ?? 0,
  addresses: number(row.addresses) ?? 0,
  ...timeOf(row.lastLogin),
});

/** Rows as they are, newest first. */
export const countLogins = (rows: readonly Row[]): Logins[] =>
  [...Map.groupBy(rows, (row) => JSON.stringify(ofWhat(row))).values()].map((group) => ({
    ...ofWhat(group[0] ?? {}),
    logins: group.length,
    addresses: new Set(group.map((row) => row.SourceIp)).size,
    ...timeOf(group[0]?.LoginTime),
  }));

const timeOf = (value: unknown): Pick<Logins, 'lastLogin'> => {
  const time = Date.parse(text(value) ?? '');
  return Number.isNaN(time) ? {} : { lastLogin: new Date(time).toISOString() };
};
