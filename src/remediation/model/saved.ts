import * as z from 'zod/mini';
import type { Before } from '../../metadata/edit/restoreFlag.js';
import type { EditableType } from '../../metadata/switches.js';
import type { App, AppType, ControlId, Step } from '../../posture/model.js';
import { isFields, isText } from '../../values.js';
import type { Change, ComponentName, Deploy, Skip } from './result.js';

/**
 * Files that come back to this tool later, perhaps edited: one schema each, from which their type comes as well. Members
 * that it does not name may be there. Whoever writes such a file imports types alone, so that only reading one loads zod.
 */

const text = z.string();

/** Which of them it may be, and together with what, is told by `saved/shape.ts`. */
const oneOf = <T extends string>(): z.ZodMiniCustom<T> => z.custom<T>(isText);

/** Of what is for reading alone. */
const fields = <T>(): z.ZodMiniCustom<T> => z.custom<T>(isFields);

/** Flag and execution user as a file spells them. */
const SWITCH = z.object({
  flag: z.nullable(text),
  user: z.nullable(text),
  /** Where it was set as well. Missing: it was left as it was, and is none of a restore's. */
  relaxation: z.exactOptional(z.nullable(text)),
}) satisfies z.ZodMiniType<Before>;

export type Switch = z.infer<typeof SWITCH>;

const COMPONENT = z.object({
  type: oneOf<EditableType>(),
  fullName: text.check(z.minLength(1)),
}) satisfies z.ZodMiniType<ComponentName>;

const APP = z.object({
  type: oneOf<AppType>(),
  name: text,
  namespace: z.exactOptional(text),
  label: z.exactOptional(text),
  managed: z.boolean(),
  file: z.exactOptional(text),
  line: z.exactOptional(z.number().check(z.refine(Number.isInteger))),
}) satisfies z.ZodMiniType<App>;

const CHANGE = { control: oneOf<ControlId>(), app: APP, component: COMPONENT, beforeHash: text };

const ORG = z.object({
  id: text,
  username: text,
  instanceUrl: text,
  name: z.exactOptional(text),
  isSandbox: z.exactOptional(z.boolean()),
});

export type SavedOrg = z.infer<typeof ORG>;

const ABOUT = {
  tool: z.object({ name: text, version: text }),
  createdAt: text,
  org: ORG,
  /** It becomes a part of addresses. */
  apiVersion: text.check(z.regex(/^\d{2,3}\.0$/)),
};

/** `before.json` of a snapshot folder: what restore goes by. */
export const SNAPSHOT = z.object({
  kind: z.literal('oauth-posture-snapshot'),
  schemaVersion: z.literal(3),
  ...ABOUT,
  /** Of this snapshot alone, so that the same key has another mark in every other one. */
  keySalt: z.exactOptional(text),
  changes: z.array(
    z.object({
      ...CHANGE,
      /** As it was when the snapshot was taken. */
      before: SWITCH,
      /** As the change was meant to leave it. */
      after: SWITCH,
      /** Which app this was, whatever bears its name by now: the org's id, and a hash of the key salted with `keySalt`. */
      id: z.exactOptional(text),
      keyMark: z.exactOptional(text),
      /** Below the snapshot folder, without consumer key and secret. A name as this tool makes them: it leads nowhere else. */
      original: z.object({ file: text.check(z.regex(/^originals\/[\w-]+\.xml$/)), sha256: text }),
    }),
  ),
});

export type Snapshot = z.infer<typeof SNAPSHOT>;
export type SnapshotChange = Snapshot['changes'][number];

/**
 * `after.json`: there before anything is sent, with the checks of the run, by which an org can be asked whose deploys
 * they are. Grows with each deploy that is about to be sent, without an id until the org names one, and with what was
 * read back at the end. What a restore reads of it, `saved/snapshotRead.ts` tells.
 */
export type SnapshotAfter = {
  checks: string[];
  deploys: (Deploy & SendingTime)[];
  components: SnapshotReading[];
};

/** `at`: by the clock of the machine. `orgAt`: by that of the org, as its last answer before told it. */
export type SendingTime = { at: string; orgAt?: string };

export type SnapshotReading = { component: ComponentName; switch: Switch; hash: string; id?: string };

/** A plan to be approved. */
export const PLAN = z.object({
  kind: z.literal('oauth-posture-plan'),
  schemaVersion: z.literal(3),
  ...ABOUT,
  scope: z.object({ controls: z.array(oneOf<ControlId>()), apps: z.nullable(z.array(text.check(z.minLength(1)))) }),
  /** It hardens apps instead of turning their flows off. */
  harden: z.exactOptional(z.object({ executionUser: z.exactOptional(text.check(z.minLength(1))) })),
  changes: z.array(
    z.object({
      ...CHANGE,
      edits: z.array(z.object({ path: text, before: z.nullable(text), after: z.nullable(text) })),
      leftOut: z.exactOptional(z.array(text)),
      id: z.exactOptional(text),
      /** For whoever approves: nothing goes by them. */
      keepsUser: z.exactOptional(z.custom<true>()),
      hardens: z.exactOptional(z.literal(true)),
      atStake: z.exactOptional(z.custom<NonNullable<Change['atStake']>>()),
    }) satisfies z.ZodMiniType<Change>,
  ),
  skipped: z.array(fields<Skip>()),
  notRead: z.array(fields<Step>()),
});

export type SavedPlan = z.infer<typeof PLAN>;
