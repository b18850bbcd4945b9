import { createRequire } from 'node:module';

/** Of the very copy of a library that `@salesforce/core` uses. */
export const moduleOfCore = (name: string): unknown => ofCore(name);

const ofCore = createRequire(createRequire(import.meta.url).resolve('@salesforce/core'));
