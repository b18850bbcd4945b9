import type { DeployMessage, DeployResult } from '../../org/door.js';
import { comparable } from '../../org/names.js';
import { componentKey } from '../../values.js';
import type { Edited } from '../edit/edited.js';

/** The components that the org names as the cause, with its messages. Empty: it names none of them. */
export const blamed = (result: DeployResult, edited: readonly Edited[]): ReadonlyMap<Edited, string> => {
  const find = finder(edited);
  const found = new Map<Edited, string>();
  for (const failure of result.failures) {
    const culprit = find(failure);
    if (culprit && !found.has(culprit)) found.set(culprit, failure.problem ?? result.status);
  }
  return found;
};

/** If a deploy would create a component, it isn't one of those that were read. */
export const wouldBeCreated = (result: DeployResult, edited: readonly Edited[]): Edited[] => {
  const find = finder(edited);
  return result.successes.filter(({ created }) => created).flatMap((success) => find(success) ?? []);
};

/** The org's message about a deploy that failed without naming a component. */
export const generalProblem = ({ errorMessage, failures, status }: DeployResult): string =>
  errorMessage ?? failures.find(({ problem }) => problem !== undefined)?.problem ?? status;

type Finder = (message: DeployMessage) => Edited | undefined;

const finder = (edited: readonly Edited[]): Finder => {
  const byPath = new Map(edited.map((one) => [comparable(one.path), one]));
  const byName = new Map(edited.map((one) => [nameOf(one.change.component.type, one.change.component.fullName), one]));
  return ({ fileName, componentType, fullName }) =>
    byPath.get(comparable(fileName ?? '')) ?? byName.get(nameOf(componentType, fullName));
};

const nameOf = (type: string, fullName: string): string => componentKey({ type, fullName: comparable(fullName) });
