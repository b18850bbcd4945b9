import * as z from 'zod/mini';
import type { Before } from '../../metadata/edit/restoreFlag.js';
import type { EditableType } from '../../metadata/switches.js';
import type { App, AppType, ControlId, Step } from '../../posture/model.js';
import { isFields, isText } from '../../values.js';
import type { Change, ComponentName, Deploy, Skip } from './result.js';

/**
 * Files that the plugin reads again later, possibly edited. Each has one schema, from which its type is derived.
 * Unknown members are allowed. Code that writes such a file imports only types, so that zod is loaded only to read one.
 */

const text = z.string();

/** `saved/shape.ts` checks which values are allowed, and in which combinations. */
const oneOf = <T extends string>(): z.ZodMiniCustom<T> => z.custom<T>(isText);

/** A member that is only for readers. */
const fields = <T>(): z.ZodMiniCustom<T> => z.custom<T>(isFields);

/** Flag and Run As user as a file spells them. */
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
  /** It becomes a part of request addresses. */
  apiVersion: text.check(z.regex(/^\d{2,3}\.0$/)),
};

/** `before.json` in a snapshot folder: what a restore uses. */
export const SNAPSHOT = z.object({
  kind: z.literal('oauth-posture-snapshot'),
  schemaVersion: z.literal(3),
  ...ABOUT,
  /** Only for this snapshot, so that the same key has a different hash in each snapshot. */
  keySalt: z.exactOptional(text),
  /** Taken by a restore that undid a change, so that restoring it makes that change again. */
  undoes: z.exactOptional(z.literal(true)),
  changes: z.array(
    z.object({
      ...CHANGE,
      /** The state when the snapshot was taken. */
      before: SWITCH,
      /** The state that the change plans. */
      after: SWITCH,
      /**
       * Identifies the app, even if another one has its name now: the org's ID, and a hash of the key, salted with
       * `keySalt`.
       */
      id: z.exactOptional(text),
      keyMark: z.exactOptional(text),
      /**
       * In the snapshot folder, without consumer key and secret. Only names that the plugin itself creates are
       * accepted, so that none leads out of the folder.
       */
      original: z.object({ file: text.check(z.regex(/^originals\/[\w-]+\.xml$/)), sha256: text }),
    }),
  ),
});

export type Snapshot = z.infer<typeof SNAPSHOT>;
export type SnapshotChange = Snapshot['changes'][number];

/**
 * `after.json`: written before anything is sent, with the validations of the run, through which the org can be asked
 * for the user's deploys. Each deploy is added right before it's sent, without its ID until the org returns that, and
 * what was read back is added at the end. `saved/snapshotRead.ts` says what a restore reads from it.
 */
export type SnapshotAfter = {
  /** The process of the run. As long as it hasn't ended, it can send more. */
  run?: RunMark;
  checks: string[];
  deploys: (Deploy & SendingTime)[];
  components: SnapshotReading[];
};

/** The mark of its process. `folder`: the snapshot folder itself, which a copy of its files isn't. */
export type RunMark = { pid: number; host: string; machine?: string; began?: string; folder: string };

/** `at`: by this machine's clock. `orgAt`: by the org's clock, from its last response before. */
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
      /** For the person who approves. Applying a plan doesn't use them. */
      keepsUser: z.exactOptional(z.custom<true>()),
      hardens: z.exactOptional(z.literal(true)),
      atStake: z.exactOptional(z.custom<NonNullable<Change['atStake']>>()),
    }) satisfies z.ZodMiniType<Change>,
  ),
  skipped: z.array(fields<Skip>()),
  notRead: z.array(fields<Step>()),
});

export type SavedPlan = z.infer<typeof PLAN>;
