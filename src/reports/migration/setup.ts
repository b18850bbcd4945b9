import type { AppMigration, PartState } from '../../migration/model.js';
import type { Say } from './commands.js';

const NEEDS_HANDS: readonly PartState[] = ['setup', 'unknown', 'needs-certificate', 'expired', 'needs-permission-set'];

/** What can only be done in Setup, or couldn't be prepared as a file. */
export const setupPoints = ({ app, parts, problem }: AppMigration, say: Say): string[] => {
  if (parts === undefined) return [];
  const kind = app.type === 'ConnectedApp' ? 'connected' : 'eca';
  const isByHand = (state: PartState): boolean =>
    NEEDS_HANDS.includes(state) || ((state === 'in-file' || state === 'replaces-expired') && problem !== undefined);
  const users = parts['pre-authorization'];
  return [
    ...(parts.certificate === 'publisher' ? [say('setup.publisher')] : []),
    ...(isByHand(parts.certificate) ? [say(`setup.${kind}.certificate`)] : []),
    ...(isByHand(parts.scopes) ? [say(`setup.${kind}.scopes`)] : []),
    ...(isByHand(users) ? [say(`setup.${kind}.users`)] : []),
  ];
};
