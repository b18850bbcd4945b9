import { controls } from '../../posture/controls/all.js';
import { PLAN, type SavedPlan } from '../model/saved.js';
import { PLAN_FORM } from './planFile.js';
import { open, type Unopened } from './seal.js';
import { areSound } from './shape.js';

/** Apart from writing one: only whoever reads a plan needs its schema loaded. */

export const readPlan = (text: string): { ok: true; plan: SavedPlan } | Unopened => {
  const opened = open(text, { ...PLAN_FORM, isWhole: isPlan });
  return opened.ok ? { ok: true, plan: opened.value } : opened;
};

const isPlan = (content: unknown): content is SavedPlan => {
  const { success, data } = PLAN.safeParse(content);
  return success && data.scope.controls.every(isControl) && areSound(data.changes);
};

const isControl = (id: string): boolean => controls.some((control) => control.id === id);
