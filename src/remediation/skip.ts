import { defined } from '../defined.js';
import type { Change, Skip } from './model.js';

export const skipOf = (
  { control, app, component }: Pick<Change, 'control' | 'app' | 'component'>,
  reason: Skip['reason'],
  detail?: string,
): Skip => ({ control, app, component, reason, ...defined({ detail }) });
