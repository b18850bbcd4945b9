import type { EcaPluginFacts, EcaPolicyFacts } from '../../metadata/facts.js';
import type { App } from '../../posture/model.js';
import { fold, fullNameOf, idOf } from '../../posture/names.js';
import type { AppPolicyRow, Component } from '../../posture/subject.js';
import type { QueriedPolicy } from './crossCheck.js';

export type EcaEntry = {
  app: App;
  /** Some source gave an id of the app, so that rows of it would have been found. */
  hasId: boolean;
  policies: Component<EcaPolicyFacts>[];
  plugins: Component<EcaPluginFacts>[];
  rows: QueriedPolicy[];
  appPolicyRows: AppPolicyRow[];
};

/** External client apps by id and by full name: each of the three sources adds what it knows, and ids may differ. */
export class EcaRegistry {
  readonly #byName = new Map<string, EcaEntry>();
  readonly #byId = new Map<string, EcaEntry>();
  readonly #packaged = new Map<string, EcaEntry[]>();

  /** The id comes first: sources that agree on it may spell the name with and without its namespace. */
  add(app: App, id?: string): EcaEntry {
    const entry = this.byId(id) ?? this.byName(fullNameOf(app)) ?? this.#addNew(app);
    if (entry.app.label === undefined && app.label !== undefined) entry.app.label = app.label;
    this.identify(entry, id);
    return entry;
  }

  /** An org lists each app under an id of its own: several names under one id are several apps, and none is lost. */
  addListed(app: App, id?: string): EcaEntry {
    const known = this.byId(id);
    return this.add(app, known && fold(fullNameOf(known.app)) !== fold(fullNameOf(app)) ? undefined : id);
  }

  identify(entry: EcaEntry, id: string | undefined): void {
    const own = idOf(id);
    if (own === undefined) return;
    entry.hasId = true;
    this.#byId.set(own, entry);
  }

  byName(fullName: string): EcaEntry | undefined {
    return this.#byName.get(fold(fullName));
  }

  /** What the subscriber has of a packaged app may name it without its prefix; several apps of that name leave it open. */
  packagedByBareName(name: string): EcaEntry | undefined {
    const [only, ...others] = this.#packaged.get(fold(name)) ?? [];
    return others.length === 0 ? only : undefined;
  }

  byId(id: string | undefined): EcaEntry | undefined {
    const own = idOf(id);
    return own === undefined ? undefined : this.#byId.get(own);
  }

  entries(): EcaEntry[] {
    return [...this.#byName.values()];
  }

  #addNew(app: App): EcaEntry {
    const entry: EcaEntry = { app, hasId: false, policies: [], plugins: [], rows: [], appPolicyRows: [] };
    this.#byName.set(fold(fullNameOf(app)), entry);
    const bareName = fold(app.name);
    if (app.namespace !== undefined) this.#packaged.set(bareName, [...(this.#packaged.get(bareName) ?? []), entry]);
    return entry;
  }
}
