import type { App, Finding, Target } from '../../posture/model.js';
import { fullNameOf, targetName } from '../../posture/names.js';
import { cleanPath } from './safe/clean.js';
import type { Gap } from './result/gaps.js';

/** The file in which a format shows a finding if it can show nothing without one, relative to the audited folder. */
export type Place = { path: string; line: number };

/** Apps of an org have no file. They get the path that a retrieved file would have, so that each has its own. */
const FOLDER = 'salesforce';
const UNNAMED = 'unknown';

const FILES: Readonly<Record<App['type'], (name: string) => string[]>> = {
  ConnectedApp: (name) => ['connectedApps', `${name}.connectedApp-meta.xml`],
  ExternalClientApplication: (name) => ['externalClientApps', `${name}.eca-meta.xml`],
};

export const placeOf = ({ app }: Finding, target: Target): Place =>
  app.file === undefined
    ? { path: joined([FOLDER, keyOf(target), ...FILES[app.type](fullNameOf(app))]), line: 1 }
    : { path: app.file, line: app.line ?? 1 };

export const placeOfGap = ({ target, code }: Gap): Place => ({
  path: joined([FOLDER, targetName(target) || UNNAMED, 'coverage', code]),
  line: 1,
});

/** By ID, because the user and the alias of an audit can differ between runs. */
export const keyOf = ({ org, source, name, from }: Target): string => {
  const own = org?.id ?? source?.directories.join('+') ?? name ?? UNNAMED;
  return org !== undefined || from === undefined ? own : `${own}+${from}`;
};

/** A name can't add a folder to the path, or lead upwards. */
const joined = (parts: readonly string[]): string =>
  parts
    .map((part) => cleanPath(part).replaceAll(/[\\/]/g, '_'))
    .map((part) => (/^\.*$/.test(part) ? `_${part}` : part))
    .join('/');

/** For a URI: escapes every other character. */
export const uriOf = (path: string): string =>
  path
    .replaceAll('\\', '/')
    .replace(/^(?=[a-z]:\/)/i, '/')
    .split('/')
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join('/')
    .replace(/^\/+/, 'file:///');
