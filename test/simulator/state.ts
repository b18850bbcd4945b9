import { idOf } from './ids.js';
import { defaults, type Settings } from './settings.js';

/** The org, in memory. Everything the server answers is read from here; tests change it behind the caller's back. */

export type Row = Record<string, unknown>;

export type StoredComponent = {
  type: string;
  /** As `listMetadata` gives it: namespace-prefixed where it has one, percent-encoded where the platform does so. */
  fullName: string;
  id: string;
  /** Below the package root: `connectedApps/X.connectedApp`. */
  fileName: string;
  namespacePrefix?: string;
  manageableState: string;
  /** The whole file as the org holds it, the consumer key included. */
  text: string;
  /** Given in a retrieve's `messages` instead of the file. */
  unretrievable?: string;
};

export type OrgIdentity = { id: string; name: string; isSandbox: boolean; namespace: string | null };

/** An access token. `expiresAt` is in milliseconds since the epoch. */
export type Session = { token: string; userId: string; clientId: string; expiresAt: number };

/** A client that may log in: by secret-less refresh, by JWT signed with the key of `certificate`, ... */
export type Client = {
  id: string;
  secret?: string;
  /** PEM. Without it a JWT of this client is accepted unless the org was told to check every signature. */
  certificate?: string;
};

export class OrgState {
  public readonly components = new Map<string, StoredComponent>();
  /** Records by object name. */
  public readonly rows = new Map<string, Row[]>();
  public readonly sessions = new Map<string, Session>();
  /** Refresh token → who and which client. */
  public readonly refreshTokens = new Map<string, { userId: string; clientId: string }>();
  public readonly clients = new Map<string, Client>();
  private serial = 0;

  public constructor(
    public readonly org: OrgIdentity,
    public settings: Settings = defaults,
  ) {}

  public static key(type: string, fullName: string): string {
    return `${type}:${fullName}`;
  }

  public nextId(type: string): string {
    this.serial += 1;
    return idOf(type, this.serial);
  }

  public component(type: string, fullName: string): StoredComponent | undefined {
    return this.components.get(OrgState.key(type, fullName));
  }

  public componentsOf(type: string): StoredComponent[] {
    return [...this.components.values()].filter((component) => component.type === type);
  }

  public setComponent(component: StoredComponent): void {
    this.components.set(OrgState.key(component.type, component.fullName), component);
  }

  public removeComponent(type: string, fullName: string): boolean {
    return this.components.delete(OrgState.key(type, fullName));
  }

  public rowsOf(object: string): Row[] {
    return this.rows.get(object) ?? [];
  }

  /** Gives the row an id if it has none. */
  public addRow(object: string, row: Row): Row {
    const stored = { Id: row['Id'] ?? this.nextId(object), ...row };
    const rows = this.rows.get(object);
    if (rows) rows.push(stored);
    else this.rows.set(object, [stored]);
    return stored;
  }

  public user(username: string): Row | undefined {
    const wanted = username.toLowerCase();
    return this.rowsOf('User').find((row) => String(row['Username']).toLowerCase() === wanted);
  }

  public userById(id: string): Row | undefined {
    return this.rowsOf('User').find((row) => row['Id'] === id);
  }
}
