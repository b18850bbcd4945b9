/** What the flags need to know about the formats, without loading one. */

type FormatFacts = {
  /** The first extension is the one to suggest. Without any, the format is for stdout only. */
  extensions: readonly string[];
  /** A program reads it, so nothing else is shown with it. */
  forMachines: boolean;
};

const FACTS = {
  human: { extensions: ['.txt'], forMachines: false },
  json: { extensions: ['.json'], forMachines: true },
  csv: { extensions: ['.csv'], forMachines: true },
  sarif: { extensions: ['.sarif', '.sarif.json'], forMachines: true },
  junit: { extensions: ['.xml'], forMachines: true },
  html: { extensions: ['.html'], forMachines: true },
  markdown: { extensions: ['.md'], forMachines: false },
  ocsf: { extensions: ['.ocsf.json'], forMachines: true },
  github: { extensions: [], forMachines: true },
  codequality: { extensions: ['.codequality.json'], forMachines: true },
} as const satisfies Record<string, FormatFacts>;

export type Format = keyof typeof FACTS;

export const FORMAT_NAMES = Object.keys(FACTS) as Format[];

/** The formats for the result of a change. */
export const RECORD_FORMATS = ['human', 'json', 'markdown', 'html'] as const satisfies readonly Format[];
export type RecordFormat = (typeof RECORD_FORMATS)[number];

const factsOf = (format: Format): FormatFacts => FACTS[format];

export const isForMachines = (format: Format): boolean => factsOf(format).forMachines;

export const extensionsOf = (formats: readonly Format[]): string[] =>
  formats.flatMap((format) => factsOf(format).extensions);

/** `x.sarif.json` is SARIF, not JSON: the longest matching extension counts. */
export const formatOfFile = <F extends Format>(file: string, formats: readonly F[]): F | undefined => {
  const name = file.toLowerCase();
  const endings = formats.flatMap((format) => factsOf(format).extensions.map((ending) => ({ format, ending })));
  return endings
    .filter(({ ending }) => name.endsWith(ending))
    .sort((one, other) => other.ending.length - one.ending.length)[0]?.format;
};
