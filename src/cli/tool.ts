import { createRequire } from 'node:module';
import { join } from 'node:path';

type Package = { name: string; version: string };

const { name, version } = createRequire(import.meta.url)('../../package.json') as Package;

/**
 * The name and version in a result. `config.pjson` isn't used, because in the Salesforce CLI it's the package of the
 * CLI.
 */
export const TOOL: Readonly<Package> = { name, version };

/** The pages that messages name. They're part of the package, because whoever installed it has no checkout. */
export const DOCS = join(import.meta.dirname, '../../docs');
