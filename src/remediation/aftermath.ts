import { join } from 'node:path';
import { isDeployEnded } from '../deployEnds.js';
import { isLeftUnchanged } from '../leftUnchanged.js';
import type { FileAnswer } from '../files/read.js';
import { isFields, isText, unlessBroken, type Fields } from '../shape.js';
import { componentKey } from './model.js';
import { AFTER, RESULT } from './snapshot.js';

/** What became of the run that took a snapshot, as far as its folder tells. A run that was killed tells less. */
export type Aftermath = {
  /** Components that the run saw unchanged at its end, by `Type:fullName`. */
  unchanged: ReadonlySet<string>;
  /** Deploys whose end the run did not see. */
  open: readonly string[];
  /** What the org called the components afterwards, by `Type:fullName`: it is not known to keep ids across a deploy. */
  ids: ReadonlyMap<string, string>;
};

type ReadText = (path: string) => Promise<FileAnswer<string>>;

export const readAftermath = async (directory: string, readText: ReadText): Promise<Aftermath> => {
  const [after, result] = await Promise.all([AFTER, RESULT].map((file) => readFields(join(directory, file), readText)));
  return {
    unchanged: new Set(listIn(result, 'outcomes').filter(isLeftUnchanged).flatMap(keyIn)),
    open: listIn(after, 'deploys').flatMap(({ id, status }) => (isText(id) && !isDeployEnded(status) ? [id] : [])),
    ids: new Map(
      listIn(after, 'components').flatMap((reading) =>
        keyIn(reading).flatMap((key): [string, string][] => (isText(reading.id) ? [[key, reading.id]] : [])),
      ),
    ),
  };
};

const keyIn = ({ component }: Fields): string[] =>
  isFields(component) && isText(component.type) && isText(component.fullName)
    ? [componentKey({ type: component.type, fullName: component.fullName })]
    : [];

const listIn = (content: Fields | undefined, member: string): Fields[] => {
  const list = content?.[member];
  return Array.isArray(list) ? list.filter(isFields) : [];
};

const readFields = async (path: string, readText: ReadText): Promise<Fields | undefined> => {
  const text = await readText(path);
  const content = text.ok ? unlessBroken((): unknown => JSON.parse(text.value)) : undefined;
  return isFields(content) ? content : undefined;
};
