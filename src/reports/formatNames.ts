import type { Format } from './formats.js';

/** What the flags need to know of the formats, without loading one. */

const EXTENSION: Readonly<Record<Format, string>> = { human: '.txt', json: '.json' };

export const FORMAT_NAMES = Object.keys(EXTENSION) as Format[];

export const extensionsOf = (formats: readonly Format[]): string[] => formats.map((format) => EXTENSION[format]);

export const formatOfFile = (file: string): Format | undefined =>
  FORMAT_NAMES.find((format) => file.toLowerCase().endsWith(EXTENSION[format]));
