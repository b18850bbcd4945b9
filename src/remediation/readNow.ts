import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, OrgDoor, RetrievedFile } from '../org/door.js';
import type { Edited } from './edited.js';
import { componentKey } from './model.js';
import { PATIENCE, type Sent } from './sendOne.js';
import { isAsMeant, type Reading } from './verify.js';

type Files = ReadonlyMap<string, RetrievedFile>;

/** The components of these packages as the org has them at this moment. */
export const readNow = async (door: OrgDoor, packages: readonly (readonly Edited[])[]): Promise<Answer<Files>> => {
  const files = new Map<string, RetrievedFile>();
  for (const edited of packages) {
    const answer = await door.retrieve(edited.map(({ change }) => change.component));
    if (!answer.ok) return answer;
    for (const [key, file] of answer.value.files) files.set(key, file);
  }
  return { ok: true, value: files };
};

/** What was sent, as the org has it now. Deaf to an interrupt: something was changed, and it has to be known what. */
export const readBack = async (door: OrgDoor, sent: readonly Sent[], patience = PATIENCE): Promise<Reading> => {
  const packages = sent.filter(({ end }) => end.kind !== 'not-started').map(({ edited }) => edited);
  let reading = await readNow(door.finishing(), packages);
  for (const pause of patience) {
    if (!sent.some((one) => isOpen(one, reading.ok ? reading.value : undefined))) break;
    await sleep(pause);
    reading = await readNow(door.finishing(), packages);
  }
  return reading.ok ? reading.value : undefined;
};

const isOpen = ({ edited, end }: Sent, reading: Reading): boolean =>
  end.kind === 'unknown' && !edited.every((one) => isAsMeant(one, reading?.get(componentKey(one.change.component))));
