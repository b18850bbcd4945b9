import { createRequire } from 'node:module';

/** Loads a library from the same copy that `@salesforce/core` uses. */
export const moduleOfCore = (name: string): unknown => ofCore(name);

const ofCore = createRequire(createRequire(import.meta.url).resolve('@salesforce/core'));
