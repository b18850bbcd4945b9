import { createRequire } from 'node:module';

type Package = { name: string; version: string };

const { name, version } = createRequire(import.meta.url)('../../package.json') as Package;

/** Who signs a result. Not `config.pjson`: when the plugin runs in the Salesforce CLI, that is the CLI's own package. */
export const TOOL: Readonly<Package> = { name, version };
