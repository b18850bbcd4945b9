import type { AppType } from '../model.js';
import { connectedAppControl } from './connectedApp.js';
import type { Control } from './control.js';
import { externalClientAppControl } from './externalClientApp.js';

/** To add a control: one file, one entry here, and one section in messages/controls.md. */
export const controls: readonly Control[] = [connectedAppControl, externalClientAppControl];

export const controlsFor = (appType: AppType): Control[] => controls.filter((control) => control.appType === appType);

export const controlFor = (appType: AppType): Control => {
  const [control] = controlsFor(appType);
  if (!control) throw new Error(`No control judges ${appType}`);
  return control;
};
