import type { EcaPluginFacts, EcaPolicyFacts } from '../metadata/facts.js';
import type { App } from '../posture/model.js';
import type { Component } from '../posture/subject.js';
import { fold } from '../posture/names.js';
import { fullNameOf, shortId } from './names.js';

export type EcaEntry = {
  app: App;
  id?: string;
  policies: Component<EcaPolicyFacts>[];
  plugins: Component<EcaPluginFacts>[];
};

/** External client apps by full name and by id: each of the three sources adds what it knows. */
export class EcaRegistry {
  readonly #byName = new Map<string, EcaEntry>();
  readonly #byId = new Map<string, EcaEntry>();

  add(app: App, id?: string): EcaEntry {
    const name = fold(fullNameOf(app));
    const entry = this.#byName.get(name) ?? { app, policies: [], plugins: [] };
    this.#byName.set(name, entry);
    if (entry.app.label === undefined && app.label !== undefined) entry.app.label = app.label;
    if (id) {
      entry.id ??= shortId(id);
      this.#byId.set(shortId(id), entry);
    }
    return entry;
  }

  byName(fullName: string): EcaEntry | undefined {
    return this.#byName.get(fold(fullName));
  }

  byId(id: string): EcaEntry | undefined {
    return this.#byId.get(shortId(id));
  }

  entries(): EcaEntry[] {
    return [...this.#byName.values()];
  }
}
