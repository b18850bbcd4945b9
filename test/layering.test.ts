import { expect } from 'chai';
import { ESLint } from 'eslint';

const LAYERING_RULES = ['@typescript-eslint/no-restricted-imports', 'no-restricted-globals', 'no-restricted-syntax'];

const violations: { title: string; code: string }[] = [
  { title: 'a client library', code: "import { Org } from '@salesforce/core';\nexport const x = Org;\n" },
  { title: 'a room that does I/O', code: "import { readText } from '../files/read.js';\nexport const x = readText;\n" },
  { title: 'the file system', code: "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n" },
  { title: 'a dynamic import', code: "export const x = () => import('yaml');\n" },
  { title: 'the clock', code: 'export const x = () => new Date();\n' },
  { title: 'the process', code: 'export const x = () => process.env.HOME;\n' },
  { title: 'the number of milliseconds', code: 'export const x = () => Date.now();\n' },
  { title: 'chance', code: 'export const x = () => Math.random();\n' },
  { title: 'a timer', code: 'export const x = () => setTimeout(() => undefined, 1);\n' },
  {
    title: 'the reader of messages',
    code: "import { createTexts } from '../texts.js';\nexport const x = createTexts;\n",
  },
];

const backwards: { title: string; file: string; code: string }[] = [
  {
    title: 'org on posture',
    file: 'org',
    code: "import { evaluate } from '../posture/evaluate.js';\nexport const x = evaluate;\n",
  },
  {
    title: 'actions on reports',
    file: 'actions',
    code: "import { x } from '../reports/json.js';\nexport const y = x;\n",
  },
  {
    title: 'inventory on actions',
    file: 'inventory',
    code: "import { audit } from '../actions/audit.js';\nexport const x = audit;\n",
  },
  {
    title: 'remediation on inventory',
    file: 'remediation',
    code: "import { x } from '../inventory/names.js';\nexport const y = x;\n",
  },
];

describe('the layers of the house', () => {
  const eslint = new ESLint({
    overrideConfig: { languageOptions: { parserOptions: { project: null } } },
    ruleFilter: ({ ruleId }) => LAYERING_RULES.includes(ruleId),
  });
  const complaints = async (room: string, code: string) => {
    const [result] = await eslint.lintText(code, { filePath: `src/${room}/example.ts` });
    expect(result?.fatalErrorCount, JSON.stringify(result?.messages)).to.equal(0);
    return (result?.messages ?? []).map(({ ruleId }) => ruleId);
  };

  for (const room of ['metadata', 'posture', 'reports']) {
    for (const { title, code } of violations) {
      it(`keeps ${title} out of ${room}`, async () => {
        expect(await complaints(room, code)).to.have.lengthOf(1);
      });
    }
    it(`lets ${room} take types from anywhere in the house`, async () => {
      const code = "import type { OrgDoor } from '../org/door.js';\nexport type X = OrgDoor;\n";
      expect(await complaints(room, code)).to.deep.equal([]);
    });
  }

  for (const { title, file, code } of backwards) {
    it(`does not let ${title}`, async () => {
      expect(await complaints(file, code)).to.deep.equal(['@typescript-eslint/no-restricted-imports']);
    });
  }
});
