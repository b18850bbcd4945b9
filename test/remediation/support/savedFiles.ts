import { basename, dirname } from 'node:path';
import { planText } from '../../../src/remediation/saved/planFile.js';
import { readPlan } from '../../../src/remediation/saved/planRead.js';
import type { SavedPlan, Snapshot } from '../../../src/remediation/model/saved.js';
import { seal } from '../../../src/remediation/saved/seal.js';
import { BEFORE, createSnapshot } from '../../../src/remediation/saved/snapshot.js';
import { readSnapshot } from '../../../src/remediation/saved/snapshotRead.js';
import { memoryDisk } from '../../files/support/memoryDisk.js';

/** Whole files as this tool writes them, and somebody who edits them and seals them anew. */

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Content = { [name: string]: Json };
/** A member of a file, from the outside in. */
export type Place = readonly (string | number)[];

const ABOUT = {
  tool: { name: 'sf-oauth-posture', version: '1.2.3' },
  createdAt: '2026-11-20T12:00:00.000Z',
  org: {
    id: '00D000000000001EAA',
    username: 'admin@example.com',
    instanceUrl: 'https://example.my.salesforce.com',
    name: 'Example',
    isSandbox: true,
  },
  apiVersion: '67.0',
};

export const SYNC = {
  control: 'connected-app-client-credentials',
  app: { type: 'ConnectedApp', name: 'Sync', namespace: 'nova', label: 'Sync', managed: false },
  component: { type: 'ConnectedApp', fullName: 'nova__Sync' },
  beforeHash: 'abc',
} as const;

export const GATEWAY = {
  control: 'eca-client-credentials-policy',
  app: { type: 'ExternalClientApplication', name: 'Gateway', managed: false },
  component: { type: 'ExtlClntAppOauthConfigurablePolicies', fullName: 'Gateway_oauthPlcy' },
  beforeHash: 'def',
} as const;

const ON = { flag: 'true', user: 'integration.user@example.com', relaxation: 'Bypass' };
const OFF = { flag: 'false', user: null, relaxation: null };

/** One kind of file: a whole one, and what reads it. */
export type SavedFile = {
  name: string;
  whole: Content;
  /** Reads a file with this text, and tells what else was read on the way. */
  read: (text: string) => Promise<{ answer: Answer; alsoRead: string[] }>;
};

type Answer = { ok: true; plan?: SavedPlan; snapshot?: Snapshot } | { ok: false; problem: string; writtenBy?: string };

const contentOf = (text: string): Content => {
  const content = JSON.parse(text) as Content;
  delete content['seal'];
  return content;
};

export const sealed = (content: Content): string => seal(content);

export const savedPlan: SavedFile = {
  name: 'a plan',
  whole: contentOf(
    planText({
      ...ABOUT,
      scope: { controls: [SYNC.control, GATEWAY.control], apps: ['Sync', 'Gate*'] },
      harden: { executionUser: 'integration.user@example.com' },
      changes: [
        {
          ...SYNC,
          edits: [{ path: 'oauthConfig.isClientCredentialEnabled', before: 'true', after: 'false' }],
          id: '0H4000000000001AAA',
          hardens: true,
        },
        { ...GATEWAY, edits: [{ path: 'clientCredentialsFlowUser', before: 'a', after: null }], leftOut: ['list'] },
      ],
      skipped: [{ control: SYNC.control, app: { ...SYNC.app, name: 'Other' }, reason: 'waived' }],
      notRead: [{ step: 'list-connected-apps', status: 'failed' }],
    }),
  ),
  read: (text) => Promise.resolve({ answer: readPlan(text), alsoRead: [] }),
};

export const startSavedSnapshot = async (): Promise<SavedFile> => {
  const files = new Map<string, string>();
  const changes = [SYNC, GATEWAY].map((change) => ({ ...change, before: ON, after: OFF, original: '<xml/>' }));
  const taken = await createSnapshot('below', { ...ABOUT, changes }, memoryDisk(files));
  if (!taken.ok) throw new Error(taken.code);
  const { directory } = taken.value;
  const before = [...files.keys()].find((path) => basename(path) === BEFORE) ?? '';
  return {
    name: 'a snapshot',
    whole: contentOf(files.get(before) ?? ''),
    read: async (text) => {
      const alsoRead: string[] = [];
      const answer = await readSnapshot(directory, (path) => {
        if (path !== before) alsoRead.push(dirname(path).slice(directory.length + 1));
        const found = path === before ? text : files.get(path);
        return Promise.resolve(found === undefined ? { ok: false, code: 'ENOENT' } : { ok: true, value: found });
      });
      return { answer, alsoRead };
    },
  };
};

/** Every member of a file, those of its members included. */
export const placesIn = (value: Json, place: Place = []): Place[] => {
  const inner = value === null || typeof value !== 'object' ? [] : Object.entries(value);
  const own = place.length === 0 ? [] : [place];
  return [...own, ...inner.flatMap(([name, member]) => placesIn(member, [...place, name]))];
};

/** `value` undefined: without it. */
export const changedAt = (content: Content, place: Place, value: Json | undefined): Content => {
  const copy = structuredClone(content);
  const parent = place.slice(0, -1).reduce<Json>((at, name) => (at as Content)[name] ?? null, copy) as Content;
  const name = place.at(-1) ?? '';
  if (value === undefined) delete parent[name];
  else parent[name] = value;
  return copy;
};
