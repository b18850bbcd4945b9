import type { EcaPluginFacts, EcaPolicyFacts } from '../../metadata/facts.js';
import type { App } from '../../posture/model.js';
import { fold, fullNameOf, idOf, namesOf } from '../../posture/names.js';
import type { AppPolicyRow, Component } from '../../posture/subject.js';
import type { QueriedPolicy } from './crossCheck.js';

export type EcaEntry = {
  app: App;
  /** A source gave an ID of the app, so rows with that ID would have been found. */
  hasId: boolean;
  ids: string[];
  isListed: boolean;
  isQueried: boolean;
  policies: Component<EcaPolicyFacts>[];
  plugins: Component<EcaPluginFacts>[];
  rows: QueriedPolicy[];
  appPolicyRows: AppPolicyRow[];
  /** It's a policy by itself, whose app isn't known. */
  isPolicyAlone?: true;
};

/**
 * External client apps by ID and by full name. Each of the three sources adds what it knows, and their IDs may differ.
 */
export class EcaRegistry {
  readonly #entries: EcaEntry[] = [];
  readonly #byName = new Map<string, EcaEntry>();
  readonly #byId = new Map<string, EcaEntry>();
  readonly #packaged = new Map<string, EcaEntry[]>();

  /** Looks up the ID first, because sources that agree on the ID may spell the name with or without its namespace. */
  add(app: App, id?: string): EcaEntry {
    const entry = this.byId(id) ?? this.byName(fullNameOf(app)) ?? this.#addNew(app);
    if (entry.app.label === undefined && app.label !== undefined) entry.app.label = app.label;
    this.#adoptNamespace(entry, app);
    this.identify(entry, id);
    return entry;
  }

  /** An org lists each app with its own ID. Several names with one ID are several apps, and all are kept. */
  addListed(app: App, id?: string): EcaEntry {
    const known = this.byId(id);
    const entry = this.add(app, known && fold(fullNameOf(known.app)) !== fold(fullNameOf(app)) ? undefined : id);
    entry.isListed = true;
    return entry;
  }

  addQueried(app: App, id?: string): EcaEntry {
    const entry = this.add(app, id);
    entry.isQueried = true;
    return entry;
  }

  identify(entry: EcaEntry, id: string | undefined): void {
    const own = idOf(id);
    if (own === undefined) return;
    entry.hasId = true;
    entry.ids.push(own);
    this.#byId.set(own, entry);
  }

  byName(fullName: string): EcaEntry | undefined {
    return this.#byName.get(fold(fullName));
  }

  /**
   * Packaged apps that have this name without its prefix. A subscriber's components may name a packaged app without the
   * prefix.
   */
  packagedByBareName(name: string): readonly EcaEntry[] {
    return this.#packaged.get(fold(name)) ?? [];
  }

  byId(id: string | undefined): EcaEntry | undefined {
    const own = idOf(id);
    return own === undefined ? undefined : this.#byId.get(own);
  }

  entries(): EcaEntry[] {
    return [...this.#entries];
  }

  #addNew(app: App): EcaEntry {
    const entry: EcaEntry = {
      app,
      hasId: false,
      ids: [],
      isListed: false,
      isQueried: false,
      policies: [],
      plugins: [],
      rows: [],
      appPolicyRows: [],
    };
    this.#entries.push(entry);
    this.#index(entry);
    return entry;
  }

  /** The list may leave out the namespace that SOQL gives, and its name may or may not have the prefix. */
  #adoptNamespace(entry: EcaEntry, app: App): void {
    const { namespace, name } = app;
    if (namespace === undefined || entry.app.namespace !== undefined) return;
    const isSpelledSo = namesOf(app).some((spelling) => fold(spelling) === fold(entry.app.name));
    const owner = this.byName(fullNameOf(app)) ?? entry;
    if (!isSpelledSo || owner !== entry) return;
    entry.app = { ...entry.app, namespace, name };
    this.#index(entry);
  }

  #index(entry: EcaEntry): void {
    const { app } = entry;
    this.#byName.set(fold(fullNameOf(app)), entry);
    const bareName = fold(app.name);
    if (app.namespace !== undefined) this.#packaged.set(bareName, [...this.packagedByBareName(bareName), entry]);
  }
}
