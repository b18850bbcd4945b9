import { ecaScopeFacts } from '../../metadata/read/ecaScopes.js';
import type { OrgDoor } from '../../org/door.js';
import { retrieveAll } from '../../org/requests/retrieve/retrieveAll.js';
import { unknown, known, type Known } from '../../posture/known.js';
import { fold } from '../../posture/names.js';
import { why } from '../coverage.js';

const TYPE = 'ExtlClntAppOauthSettings';

/** The scopes of external client apps, by the name of the app in their settings. These settings contain no secret. */
export const readEcaScopes = async (door: OrgDoor): Promise<Known<(app: string) => string[] | undefined>> => {
  const listed = (await door.list([TYPE])).get(TYPE);
  if (!listed?.ok) return unknown(listed ? why(listed.problem) : 'not-listed');
  const { files, failure } = await retrieveAll(door, listed.value);
  if (failure) return unknown(why(failure));
  const found = [...files.values()].map(({ text }) => ecaScopeFacts(text));
  return known((app) => {
    const own = found.filter(({ externalClientApplication: name }) => name !== undefined && fold(name) === fold(app));
    return own.length === 1 ? own[0]?.scopes : undefined;
  });
};
