import type { Unparsable } from '../../metadata/facts.js';
import { componentKey } from '../../values.js';
import type { Evidence } from '../model.js';
import type { Component, Origin } from '../subject.js';

/** The object that shows who set a Run As user. */
export const AUDIT_TRAIL_OBJECT = 'SetupAuditTrail';

/** The source of an evidence row: a retrieve, a file, SOQL, a list, or a conclusion from the others. */
export const sourceOf = (origin: Origin): string => (origin === 'org' ? 'metadata' : 'file');

/** One row for each path, all of one component. */
export const rowsOf = (source: string, component: string, values: Record<string, string | null>): Evidence[] =>
  Object.entries(values).map(([path, value]) => ({ source, component, path, value }));

export const unparsableValue = ({ problem, line, column }: Unparsable): string =>
  line === undefined ? problem : `${problem} ${line}:${column ?? 1}`;

/** Evidence for a component that was listed but couldn't be read. */
export const unreadRows = (
  origin: Origin,
  component: Component<unknown>,
  facts: Unparsable | 'not-returned',
): Evidence[] =>
  rowsOf(sourceOf(origin), componentKey(component), {
    '': facts === 'not-returned' ? facts : unparsableValue(facts),
  });

export const sortEvidence = (rows: readonly Evidence[]): Evidence[] =>
  [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

const keyOf = ({ source, component, path, value }: Evidence): string =>
  JSON.stringify([component, path, source, value ?? '']);
