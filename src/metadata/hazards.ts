import { saysOn } from './flag.js';
import { type MetadataDocument, elementsWithin, valueOf } from './tree.js';

/** What a file could do to an org besides the edit, so that this tool never writes it. */
export type Hazard = 'clears-assignments' | 'rotates-consumer';

/** Deployed empty, these take every assignment away. */
const ASSIGNMENTS: ReadonlySet<string> = new Set(['permissionSetName', 'profileName']);
const ROTATIONS: ReadonlySet<string> = new Set(['shouldRotateConsumerKey', 'shouldRotateConsumerSecret']);

export function hazardOf({ root }: MetadataDocument): Hazard | undefined {
  for (const element of elementsWithin(root)) {
    if (ASSIGNMENTS.has(element.name) && (element.nil || valueOf(element) === '')) return 'clears-assignments';
    if (ROTATIONS.has(element.name) && saysOn(element)) return 'rotates-consumer';
  }
  return undefined;
}
