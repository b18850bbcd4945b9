import { isTrueAt, storedTree } from '../deploy/tree.js';
import { permissionsOf } from '../data/permissions.js';
import type { Context } from '../wire.js';

/** The org's own setting, and a permission of the caller: whether settings come with their consumer secret. */
export function showsSecrets({ state, session, now }: Context): boolean {
  const { consumerSecrets } = state.settings;
  if (consumerSecrets !== 'if-allowed') return consumerSecrets === 'always';
  const settings = state.component('Settings', 'ExternalClientApp');
  const isOn = settings !== undefined && isTrueAt(storedTree(settings.text), 'enableConsumerSecretApiAccess');
  return isOn && permissionsOf(state, session.userId, now()).has('ViewClientSecret');
}
