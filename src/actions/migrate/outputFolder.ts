import { Refusal } from '../refusal.js';
import type { MigrateDoors } from './request.js';

const bundle = 'migrate';

/** Checked before the org is contacted. Files next to a private key are easily committed and shared together with it. */
export const refuseFolder = async (
  folder: string,
  { isFree, privateKeyAround }: Pick<MigrateDoors, 'isFree' | 'privateKeyAround'>,
): Promise<void> => {
  const key = await privateKeyAround(folder);
  if (!key.ok) throw new Refusal('cannot-look-for-keys', [folder, key.code], { bundle });
  if (key.value !== undefined) throw new Refusal('folder-holds-key', [key.value], { bundle });
  const free = await isFree(folder);
  if (!free.ok) throw new Refusal('cannot-write', [folder, free.code], { bundle });
  if (!free.value) throw new Refusal('folder-not-empty', [folder], { bundle });
};
