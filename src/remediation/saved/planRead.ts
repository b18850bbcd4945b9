import { controls } from '../../posture/controls/all.js';
import { selector } from '../../posture/selection.js';
import { PLAN, type SavedPlan } from '../model/saved.js';
import { PLAN_FORM } from './planFile.js';
import { open, type Unopened } from './seal.js';
import { areSound } from './shape.js';

/** In a file of its own, so that only reading a plan loads its schema. */

export const readPlan = (text: string): { ok: true; plan: SavedPlan } | Unopened => {
  const opened = open(text, { ...PLAN_FORM, isWhole: isPlan });
  return opened.ok ? { ok: true, plan: opened.value } : opened;
};

const isPlan = (content: unknown): content is SavedPlan => {
  const { success, data } = PLAN.safeParse(content);
  return success && data.scope.controls.every(isControl) && arePatterns(data.scope.apps) && areSound(data.changes);
};

const isControl = (id: string): boolean => controls.some((control) => control.id === id);

/** A run that saves a plan rejects any other pattern before it asks an org. */
const arePatterns = (apps: SavedPlan['scope']['apps']): boolean => {
  try {
    selector(apps);
    return true;
  } catch {
    return false;
  }
};
