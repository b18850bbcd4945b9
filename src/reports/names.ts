import type { App, Target } from '../posture/model.js';
import { targetName } from '../posture/targetName.js';
import { clean } from './clean.js';
import type { Texts } from './texts-type.js';

/** As commands take it: the kind of app stands beside it. */
export const fullName = (app: App): string => clean(app.namespace ? `${app.namespace}__${app.name}` : app.name);

export const nameOfTarget = (target: Target, texts: Texts): string =>
  clean(targetName(target)) || texts.say('report', 'target.not-opened');
