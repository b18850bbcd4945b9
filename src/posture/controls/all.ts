import type { AppType } from '../model.js';
import type { AnySubject } from '../subject.js';
import { connectedAppControl } from './connectedApp.js';
import type { Control } from './control.js';
import { ecaFlowEnablementControl } from './ecaFlowEnablement.js';
import { externalClientAppControl } from './externalClientApp.js';

/** To add a control: one file, one entry here, and one section in messages/controls.md. */
export const controls: readonly Control[] = [connectedAppControl, externalClientAppControl];

/** Evaluated only by name, because it requires reading settings that contain secrets. */
export const onlyByName: readonly Control[] = [ecaFlowEnablementControl];

export const allControls: readonly Control[] = [...controls, ...onlyByName];

/** Every control that judges something of such an app. */
export const controlsFor = (appType: AppType): Control[] =>
  allControls.filter((control) => control.appType === appType);

export const controlsJudging = (kind: AnySubject['kind']): Control[] =>
  allControls.filter((control) => control.judges === kind);

export const controlFor = (appType: AppType): Control => {
  const control = controls.find((one) => one.appType === appType);
  if (!control) throw new Error(`No control judges ${appType}`);
  return control;
};
