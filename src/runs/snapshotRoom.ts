import { roomFor } from '../files/room.js';
import { Refusal } from '../refusal.js';

/** Before an org is asked for anything: nobody should say yes to what could not be done. */
export const refuseWithoutRoom = async (below: string): Promise<void> => {
  const room = await roomFor(below);
  if (!room.ok) throw new Refusal('snapshot-not-written', [below, room.code], { bundle: 'remediation' });
};
