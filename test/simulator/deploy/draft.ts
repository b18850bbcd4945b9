import { OrgState, type Row, type StoredComponent } from '../state.js';

/** The org as it would be: a deploy writes here, and what lands in the org is copied over at the end. */
export class Draft {
  private readonly written = new Map<string, StoredComponent | undefined>();

  public constructor(private readonly state: OrgState) {}

  public component(type: string, fullName: string): StoredComponent | undefined {
    const key = OrgState.key(type, fullName);
    return this.written.has(key) ? this.written.get(key) : this.state.components.get(key);
  }

  public componentsOf(type: string): StoredComponent[] {
    return this.all().filter((component) => component.type === type);
  }

  public all(): StoredComponent[] {
    const merged = new Map<string, StoredComponent | undefined>([...this.state.components, ...this.written]);
    return [...merged.values()].filter((component) => component !== undefined);
  }

  public activeUser(username: string): Row | undefined {
    const user = this.state.user(username);
    return user?.['IsActive'] === true ? user : undefined;
  }

  public put(component: StoredComponent): void {
    this.written.set(OrgState.key(component.type, component.fullName), component);
  }

  public remove(type: string, fullName: string): void {
    this.written.set(OrgState.key(type, fullName), undefined);
  }

  public land(): void {
    for (const [key, component] of this.written) {
      if (component) this.state.components.set(key, component);
      else this.state.components.delete(key);
    }
  }
}
