import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Microsoft's own validator of SARIF, and the schema of the standard that comes with it. */
const require = createRequire(import.meta.url);
const FOLDER = dirname(require.resolve(`@microsoft/sarif-multitool-${process.platform}/package.json`));

const FORMATS: Record<string, (text: string) => boolean> = {
  uri: (text) => URL.canParse(text),
  'uri-reference': (text) => URL.canParse(text, 'https://example.com'),
  'date-time': (text) => !Number.isNaN(Date.parse(text)),
  uuid: (text) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text),
};

export type Sarif = {
  runs: {
    automationDetails: { id: string };
    tool: { driver: { rules: { id: string; help: { text: string }; properties: Record<string, unknown> }[] } };
    invocations: {
      executionSuccessful: boolean;
      toolExecutionNotifications: { level: string; message: { text: string }; descriptor: { id: string } }[];
    }[];
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      kind?: string;
      message: { text: string };
      locations: {
        physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
      }[];
      partialFingerprints: { primaryLocationLineHash: string };
      suppressions?: { status: string; justification: string }[];
      baselineState?: string;
      properties: { status: string; target?: string; orgId?: string; alsoFailsIn?: string[] };
    }[];
  }[];
};

/** What the schema says against it. */
export const schemaErrors = async (): Promise<(text: string) => string[]> => {
  const schema = JSON.parse(await readFile(join(FOLDER, 'sarif-2.1.0.json'), 'utf8')) as object;
  const validate = new Ajv2020({ allErrors: true, strict: false, formats: FORMATS }).compile(schema);
  return (text) => {
    if (validate(JSON.parse(text))) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
};

/** What GitHub asks for beyond the schema. Nothing is asked of the network: the rules that would are left out. */
export const githubErrors = async (files: Record<string, string>): Promise<string[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'sarif-'));
  try {
    const paths = Object.keys(files).map((name) => join(folder, `${name}.sarif`));
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, `${name}.sarif`), text)));
    const { stdout } = await promisify(execFile)(
      join(FOLDER, 'Sarif.Multitool'),
      ['validate', ...paths, '--rule-kind', 'Ghas', '--level', 'Error;Warning;Note'],
      { env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' }, maxBuffer: 50_000_000 },
    );
    if (!stdout.includes(`${paths.length} files scanned`)) throw new Error(`Not all were looked at: ${stdout}`);
    return stdout.split('\n').filter((line) => /: (?:error|warning|note) [A-Z]/.test(line));
  } finally {
    await rm(folder, { recursive: true });
  }
};
