import type { App, Finding, Target } from '../../posture/model.js';
import { fullNameOf, targetName } from '../../posture/names.js';
import { cleanPath } from './clean.js';
import type { Gap } from './gaps.js';

/** Where to show a finding for those who can show nothing without a file: below the folder that they audit. */
export type Place = { path: string; line: number };

/** Apps of an org lie in no file. They are shown where a retrieved one would, so that each has a place of its own. */
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

/** An id, because who audits an org, and under which alias, may differ from run to run. */
export const keyOf = ({ org, source, name }: Target): string =>
  org?.id ?? source?.directories.join('+') ?? name ?? UNNAMED;

/** A name holds no further folder, and none that leads upwards. */
const joined = (parts: readonly string[]): string =>
  parts
    .map((part) => cleanPath(part).replaceAll(/[\\/]/g, '_'))
    .map((part) => (/^\.*$/.test(part) ? `_${part}` : part))
    .join('/');

/** As a part of an address: whatever is no letter of one is escaped. */
export const uriOf = (path: string): string =>
  path
    .replaceAll('\\', '/')
    .replace(/^(?=[a-z]:\/)/i, '/')
    .split('/')
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join('/')
    .replace(/^\/+/, 'file:///');
