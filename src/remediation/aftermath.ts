import { join } from 'node:path';
import { isDeployEnded } from '../deployEnds.js';
import { isLeftUnchanged } from '../leftUnchanged.js';
import type { FileAnswer } from '../files/read.js';
import { isFields, isText, unlessBroken, type Fields } from '../shape.js';
import { componentKey, type ComponentName } from './model.js';
import { AFTER, RESULT } from './snapshot.js';

/** What became of the run that took a snapshot, as far as its folder tells. A run that was killed tells less. */
export type Aftermath = {
  /** Components that the run saw unchanged at its end, or never sent, by `Type:fullName`. */
  unchanged: ReadonlySet<string>;
  /** Deploys that the org has named. */
  ids: readonly string[];
  /** Those of them whose end the run did not see. */
  open: readonly string[];
  /** What the org called the components afterwards, by `Type:fullName`: it is not known to keep ids across a deploy. */
  componentIds: ReadonlyMap<string, string>;
  /** There may be a deploy of which nobody wrote down the id. */
  unnamed?: {
    /** Validations of the same run, by which the org can be asked for its deploys. */
    checks: readonly string[];
    /** When it was about to be sent, by the clock of that machine. */
    at?: string;
  };
};

type ReadText = (path: string) => Promise<FileAnswer<string>>;

export const readAftermath = async (
  directory: string,
  components: readonly ComponentName[],
  readText: ReadText,
): Promise<Aftermath> => {
  const [after, result] = await Promise.all([AFTER, RESULT].map((file) => readFields(join(directory, file), readText)));
  // The result names the same deploys, should the other file have got lost.
  const deploys = listIn(after ?? result, 'deploys').filter(({ checkOnly }) => checkOnly !== true);
  const unnamed = deploys.find(({ id }) => !isText(id));
  const isUnknown = unnamed !== undefined || !(after ?? result);
  return {
    unchanged: unchangedIn(result, components),
    ids: deploys.flatMap(({ id }) => (isText(id) ? [id] : [])),
    open: deploys.flatMap(({ id, status }) => (isText(id) && !isDeployEnded(status) ? [id] : [])),
    ...(isUnknown && {
      unnamed: { checks: textsIn(after, 'checks'), ...(isText(unnamed?.at) && { at: unnamed.at }) },
    }),
    componentIds: new Map(
      listIn(after, 'components').flatMap((reading) =>
        keyIn(reading).flatMap((key): [string, string][] => (isText(reading.id) ? [[key, reading.id]] : [])),
      ),
    ),
  };
};

/** What the run left out at its last look is in the snapshot, and has no outcome. */
const unchangedIn = (result: Fields | undefined, components: readonly ComponentName[]): ReadonlySet<string> => {
  if (!Array.isArray(result?.outcomes)) return new Set();
  const outcomes = listIn(result, 'outcomes');
  const tried = new Set(outcomes.flatMap(keyIn));
  const left = components.map(componentKey).filter((key) => !tried.has(key));
  return new Set([...outcomes.filter(isLeftUnchanged).flatMap(keyIn), ...left]);
};

const keyIn = ({ component }: Fields): string[] =>
  isFields(component) && isText(component.type) && isText(component.fullName)
    ? [componentKey({ type: component.type, fullName: component.fullName })]
    : [];

const textsIn = (content: Fields | undefined, member: string): string[] => {
  const list = content?.[member];
  return Array.isArray(list) ? list.filter(isText) : [];
};

const listIn = (content: Fields | undefined, member: string): Fields[] => {
  const list = content?.[member];
  return Array.isArray(list) ? list.filter(isFields) : [];
};

const readFields = async (path: string, readText: ReadText): Promise<Fields | undefined> => {
  const text = await readText(path);
  const content = text.ok ? unlessBroken((): unknown => JSON.parse(text.value)) : undefined;
  return isFields(content) ? content : undefined;
};
