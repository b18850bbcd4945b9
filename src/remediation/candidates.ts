import { defined } from '../defined.js';
import type { RetrievedFile } from '../org/door.js';
import type { App, Finding } from '../posture/model.js';
import { appKey } from '../posture/names.js';
import type { Subject } from '../posture/subject.js';
import { componentKey, type ComponentName } from './model.js';
import type { Candidate } from './drafting.js';

/** A component that holds a flag which is on; without a candidate, because its text is not there. */
export type OpenComponent = { component: ComponentName; candidate?: Candidate };

export const openComponents = (
  { control, app }: Finding,
  subject: Subject,
  files: ReadonlyMap<string, RetrievedFile>,
): OpenComponent[] =>
  componentsThatAreOn(subject).map((component) => {
    const file = files.get(componentKey(component));
    if (!file) return { component };
    const { path, text, id } = file;
    return { component, candidate: { control, app, component, path, text, ...defined({ id }) } };
  });

export const subjectFinder = (subjects: readonly Subject[]): ((app: App) => Subject | undefined) => {
  const byKey = new Map(subjects.map((subject) => [appKey(subject.app), subject]));
  return (app) => byKey.get(appKey(app));
};

const componentsThatAreOn = (subject: Subject): ComponentName[] => {
  if (subject.kind === 'ConnectedApp') {
    const { facts, fullName } = subject.metadata;
    return isOn(facts) ? [{ type: 'ConnectedApp', fullName }] : [];
  }
  return subject.policies
    .filter(({ facts }) => isOn(facts))
    .map(({ fullName }) => ({ type: 'ExtlClntAppOauthConfigurablePolicies', fullName }));
};

type Facts = Extract<Subject, { kind: 'ConnectedApp' }>['metadata']['facts'] | PolicyFacts;
type PolicyFacts = Extract<Subject, { kind: 'ExternalClientApplication' }>['policies'][number]['facts'];

const isOn = (facts: Facts): boolean =>
  facts !== 'not-returned' && facts.kind !== 'unparsable' && facts.flow.state === 'on';
