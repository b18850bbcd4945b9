import { expect } from 'chai';
import { parseWaiverFile } from '../../../src/posture/waivers/parse.js';
import type { WaiverFile, WaiverMistake } from '../../../src/posture/waivers/model.js';

/** Waiver files as text: each builder gives a sound one, and a test says what differs. */

export const TODAY = '2026-11-20';

type Lines = Readonly<Record<string, string | undefined>>;

const lines = (keys: Lines): string[] =>
  Object.entries(keys).flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value}`]));

const item = (keys: Lines): string =>
  lines(keys)
    .map((line, at) => `${at === 0 ? '  - ' : '    '}${line}\n`)
    .join('');

export const waiver = (differing: Lines = {}): string =>
  item({
    control: 'connected-app-client-credentials',
    app: 'ConnectedApp:Billing',
    reason: 'Vendor has no JWT support yet',
    owner: 'integration-team',
    expires: '2027-03-31',
    ...differing,
  });

export const manualCheck = (differing: Lines = {}): string =>
  item({
    control: 'connected-app-client-credentials',
    app: 'ConnectedApp:VendorTool',
    reason: 'Publisher confirmed in writing',
    owner: 'integration-team',
    checked: '2026-11-01',
    expires: '2027-03-31',
    ...differing,
  });

export const fileOf = ({ waivers = [], checks = [] }: { waivers?: string[]; checks?: string[] }): string =>
  [
    'version: 1\n',
    waivers.length > 0 ? `waivers:\n${waivers.join('')}` : '',
    checks.length > 0 ? `manualChecks:\n${checks.join('')}` : '',
  ].join('');

export const sound = (text: string, today = TODAY): WaiverFile => {
  const parsed = parseWaiverFile(text, today);
  if (!parsed.ok) throw new Error(`refused: ${JSON.stringify(parsed.mistakes)}`);
  return parsed.file;
};

export const mistakesIn = (text: string, today = TODAY): WaiverMistake[] => {
  const parsed = parseWaiverFile(text, today);
  expect(parsed.ok, 'accepted').to.be.false;
  return parsed.ok ? [] : parsed.mistakes;
};
