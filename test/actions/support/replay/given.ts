import type { XmlElement } from '@rgrove/parse-xml';
import type { ListedComponent, Row } from '../../../../src/org/door.js';
import type { Finding } from '../../../../src/posture/model.js';
import { childrenOf, localName, rootOf } from '../../../simulator/xml.js';
import type { Answers } from './answers.js';

/** Reads an org's answers a second time, in ways of its own: nothing here is shared with what it checks. */

export const fold = (text: unknown): string => String(text).toLowerCase();
export const name = (text: unknown): string => fold(text).trim();
export const short = (id: unknown): string => String(id).slice(0, 15);
export const isTrue = (value: unknown): boolean => ['true', '1'].includes(name(value));
/** Null and nothing are one. */
export const isMissing = (value: unknown): boolean => (value ?? '') === '';

export const POLICY_TYPE = 'ExtlClntAppOauthConfigurablePolicies';
export const SWITCHES_TYPE = 'ExtlClntAppConfigurablePolicies';
export const SETTINGS_TYPE = 'ExtlClntAppGlobalOauthSettings';

/** Where the flag and the user of a type of component are. */
export const CONNECTED_APP = {
  flag: 'isClientCredentialEnabled',
  at: ['oauthConfig'],
  user: 'oauthClientCredentialUser',
} as const;
export const POLICY = { flag: 'isClientCredentialsFlowEnabled', at: [], user: 'clientCredentialsFlowUser' } as const;

/** Undefined: every query of the object was refused. */
export const rowsOf = ({ queries }: Answers, object: string): Row[] | undefined => {
  const pages = [...queries].flatMap(([soql, answer]) =>
    new RegExp(`FROM ${object}\\b`).test(soql) && answer.ok ? [answer.value] : [],
  );
  return pages.length === 0 ? undefined : pages.flatMap(({ rows }) => rows);
};

/** Without a column, a row says nothing, nor does the answer that it's in. */
export const policyRows = (answers: Answers): Row[] | undefined => {
  const rows = rowsOf(answers, 'ExtlClntAppOauthPlcyCnfg');
  const columns = new Set(rows?.flatMap(Object.keys));
  return rows?.every((row) => [...columns].every((column) => column in row)) ? rows : undefined;
};

export const listOf = ({ lists }: Answers, type: string): ListedComponent[] | undefined => {
  const answer = lists.get(type);
  return answer?.ok ? answer.value : undefined;
};

export const listedName = ({ fullName, namespacePrefix: prefix }: ListedComponent): string =>
  fold(prefix === undefined || fold(fullName).startsWith(fold(`${prefix}__`)) ? fullName : `${prefix}__${fullName}`);

/** Undefined root: no file came, or none that can be read. */
export type File = { fullName: string; root: XmlElement | undefined };

/** One file for each component of the type, however often and in whichever case the list has its name. */
export const filesOf = (answers: Answers, type: string): File[] =>
  [...Map.groupBy(listOf(answers, type) ?? [], listedName).values()].flatMap((copies) => {
    const files = [...new Set(copies.map(({ fullName }) => fullName))].map((fullName) => {
      const text = answers.files.get(`${type}:${fullName}`);
      const root = typeof text === 'string' ? rootOf(text) : undefined;
      return { fullName, root: root && localName(root) === type ? root : undefined, came: typeof text === 'string' };
    });
    const came = files.filter((file) => file.came);
    return came.length > 0 ? came : files.slice(0, 1);
  });

const XML_SPACE = /^[ \t\r\n]+|[ \t\r\n]+$/g;
const said = (element: XmlElement): string => element.text.replace(XML_SPACE, '');
const saysOff = (element: XmlElement): boolean => ['false', '0'].includes(said(element));

const allIn = (element: XmlElement, called: string): XmlElement[] => [
  ...childrenOf(element).flatMap((child) => allIn(child, called)),
  ...(fold(localName(element)) === fold(called) ? [element] : []),
];

export type Flag = 'on' | 'off' | 'absent' | 'unknown';

/** `at`: the elements around the flag, below the root. Anywhere else, a flag has to read false. */
export const flagIn = ({ root }: File, flag: string, at: readonly string[] = []): Flag => {
  if (!root) return 'unknown';
  const own = at
    .reduce((parents, step) => parents.flatMap((parent) => childrenOf(parent, step)), [root])
    .flatMap((parent) => childrenOf(parent, flag));
  if (own.some((element) => ['true', '1'].includes(said(element)))) return 'on';
  if (!allIn(root, flag).every(saysOff)) return 'unknown';
  return own.length > 0 ? 'off' : 'absent';
};

/** Each value of an element, wherever it is. */
export const valuesIn = ({ root }: Pick<File, 'root'>, element: string): string[] =>
  root ? [...new Set(allIn(root, element).map(({ text }) => name(text)))] : [];

export const usersIn = (file: File, element: string): string[] => valuesIn(file, element).filter((user) => user !== '');

export const isClean = ({ status }: Finding): boolean => status === 'pass' || status === 'not-applicable';

export const nameOf = ({ app }: Finding): string =>
  fold(app.namespace === undefined ? app.name : `${app.namespace}__${app.name}`);

export const shows = ({ evidence }: Finding, component: string): boolean =>
  evidence.some((row) => fold(row.component) === fold(component));

/** By the ID of its app if that is certain, otherwise by its name. */
export const isRowOf = (row: Row, { appId }: Finding, fullName: string): boolean => {
  const id = row['ExternalClientApplicationId'];
  if (appId !== undefined && !isMissing(id)) return short(id) === short(appId);
  return fold(row['DeveloperName']) === fold(fullName);
};
