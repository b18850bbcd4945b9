import { connectedAppFacts } from '../metadata/connectedApp.js';
import { ecaPolicyFacts } from '../metadata/externalClientApp.js';
import type { EditableType } from '../metadata/switches.js';
import type { Switch } from './snapshotModel.js';

/** Flag and execution user as they stand in a file. */
export const switchOf = (type: EditableType, text: string): Switch => {
  const facts = type === 'ConnectedApp' ? connectedAppFacts(text) : ecaPolicyFacts(text);
  if (facts.kind === 'unparsable') return { flag: null, user: null };
  return { flag: facts.flow.value, user: facts.executionUser ?? null };
};
