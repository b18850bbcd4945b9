import type { Row } from '../../../org/door.js';
import { number, text } from '../../../org/requests/soql.js';
import { shortId } from '../../../posture/names.js';
import { defined } from '../../../values.js';

/** Logins with one subtype, through one application. */
export type Logins = {
  /** Undefined: logins of users that no app runs as today. */
  userId?: string;
  subType: string;
  application: string;
  logins: number;
  /** Lower limit of the number of distinct addresses. */
  addresses: number;
  lastLogin?: string;
};

export const keyOf = ({ subType, application }: Logins): string => JSON.stringify([subType, application]);

const ofWhat = (row: Row): Pick<Logins, 'userId' | 'subType' | 'application'> => ({
  ...defined({ userId: row.UserId === undefined ? undefined : shortId(text(row.UserId) ?? '') }),
  subType: text(row.LoginSubType) ?? '',
  application: text(row.Application) ?? '',
});

/** Converts a group that the org counted. */
export const countedLogins = (row: Row): Logins => ({
  ...ofWhat(row),
  logins: number(row.logins) ?? 0,
  addresses: number(row.addresses) ?? 0,
  ...timeOf(row.lastLogin),
});

/** Counts single rows, newest first. */
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
