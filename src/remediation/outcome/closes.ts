import { readsOn } from '../../metadata/read/values.js';
import { readRelaxation } from '../../posture/factors/network.js';
import { SWITCHES } from '../../metadata/switches.js';
import type { Change } from '../model/result.js';

/** Undoing a restore turns a flow off again. */
export const closes = ({ component, edits }: Change): boolean => {
  const flag = SWITCHES[component.type].flag.join('.');
  return edits.some(({ path, after }) => path === flag && !readsOn(after));
};

/** No client gets a token any more: a restore can also take out a Run As user, without whom the flow that is on issues none. */
export const stopsClients = (change: Change): boolean => closes(change) || (!opens(change) && removesUser(change));

const removesUser = ({ component, edits }: Change): boolean => {
  const user = SWITCHES[component.type].user.join('.');
  return edits.some(({ path, after }) => path === user && after === null);
};

/** A restore turns a flow on, also that of an app that was hardened and turned off later. */
export const opens = ({ component, edits }: Change): boolean => {
  const flag = SWITCHES[component.type].flag.join('.');
  return edits.some(({ path, after }) => path === flag && readsOn(after));
};

/** The app is open to more addresses than before: a hardening is taken back. */
export const loosens = ({ component, edits, hardens }: Change): boolean => {
  const relaxation = SWITCHES[component.type].relaxation?.join('.');
  return (
    hardens === true && edits.some(({ path, after }) => path === relaxation && readRelaxation(after) !== 'enforced')
  );
};
