import { typeNamed } from '../metadata/types.js';
import { OrgState, type StoredComponent } from '../state.js';
import { accepted, type About, type Judged } from './accept.js';
import type { Case, Check } from './checks.js';
import { connectedAppChecks } from './checksConnectedApp.js';
import { ecaChecks } from './checksEca.js';
import type { Draft } from './draft.js';
import type { Member } from './package.js';
import { keyOf } from './places.js';
import { refusal } from './refusals.js';
import { failure } from './rows.js';
import { misfit } from './shapeCheck.js';
import type { Given, Surroundings } from './sift.js';
import { METADATA_NAMESPACE, parseTree, storedTree } from './tree.js';

/** One file of a deploy: can it be read, does it fit its type, does the org want it? */

const CHECKS: Readonly<Record<string, readonly Check[]>> = { ConnectedApp: connectedAppChecks, ...ecaChecks };

export function judge({ member, path, text }: Given, around: Surroundings): Judged {
  const stored = storedAs(member, around.draft);
  const about = { type: member.type, fullName: stored?.fullName ?? member.fullName, fileName: path };
  const parsed = parseTree(text);
  if ('reason' in parsed) {
    const { line, column, reason } = parsed;
    return { row: failure({ ...about, line, column }, refusal('not-well-formed', { reason })) };
  }
  const { root, namespace } = parsed;
  if (root.name !== member.type || namespace !== METADATA_NAMESPACE) {
    return { row: failure(about, refusal('wrong-root', { element: root.name })) };
  }
  const component = {
    ...about,
    incoming: root,
    stored,
    storedTree: stored && storedTree(stored.text),
    draft: around.draft,
    rules: around.rules,
    orgNamespace: around.state.org.namespace,
    permissions: around.submission.permissions,
  };
  const problem = askedFor(about, around) ?? problemOf(component, around);
  return problem === undefined ? accepted(component, about, around) : { row: failure(about, problem) };
}

function storedAs(member: Member, draft: Draft): StoredComponent | undefined {
  return (
    draft.component(member.type, member.fullName) ??
    draft.componentsOf(member.type).find((component) => keyOf(component) === keyOf(member))
  );
}

/** Refused because a test wants it so. */
function askedFor(about: About, { rules, submission: { fault, options } }: Surroundings): string | undefined {
  const struck = fault?.kind === 'deploy-failed' && fault.member === OrgState.key(about.type, about.fullName);
  if (struck) return fault.message ?? refusal('unasked-failure');
  return rules.refuses({ type: about.type, fullName: about.fullName, checkOnly: options.checkOnly });
}

function problemOf(component: Case, { state, submission: { endpointVersion } }: Surroundings): string | undefined {
  const { type, incoming, storedTree: own } = component;
  const since = typeNamed(type)?.since ?? 0;
  if (endpointVersion < since || state.settings.missingTypes.includes(type)) return refusal('type-unavailable');
  const unfit = misfit(type, incoming, own, endpointVersion);
  if (unfit !== undefined) return unfit;
  for (const check of CHECKS[type] ?? []) {
    const problem = check(component);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
