import { tryChanges } from './support/changeMatrix.js';
import { IN_STEPS_AND_BACK } from './support/changeScenarios.js';

describe('a change in several steps, and back, whatever goes wrong at whichever of its requests', () => {
  tryChanges(IN_STEPS_AND_BACK);
});
