import type { AppMigration, PartState } from '../../migration/model.js';

type Say = (key: string, ...values: (string | number)[]) => string;

const NEEDS_HANDS: readonly PartState[] = ['setup', 'unknown', 'needs-certificate', 'needs-permission-set'];

/** What can be done only in Setup, or couldn't be prepared as a file. Empty if there is nothing. */
export const setupPoints = ({ app, parts, problem }: AppMigration, hasPermissionSet: boolean, say: Say): string[] => {
  if (parts === undefined) return [];
  const kind = app.type === 'ConnectedApp' ? 'connected' : 'eca';
  const isByHand = (state: PartState): boolean =>
    NEEDS_HANDS.includes(state) || (state === 'in-file' && problem !== undefined);
  const users = parts['pre-authorization'];
  return [
    ...(parts.certificate === 'publisher' ? [say('setup.publisher')] : []),
    ...(parts.certificate === 'kept' ? [say('setup.kept')] : []),
    ...(isByHand(parts.certificate) ? [say(`setup.${kind}.certificate`)] : []),
    ...(isByHand(parts.scopes) ? [say(`setup.${kind}.scopes`)] : []),
    ...(isByHand(users) ? [say(`setup.${kind}.users`)] : []),
    ...(users === 'needs-permission-set' && !hasPermissionSet ? [say('setup.permission-set')] : []),
  ];
};
