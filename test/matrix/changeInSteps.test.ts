import { tryChanges } from './changeMatrix.js';
import { IN_STEPS_AND_BACK } from './changeScenarios.js';

describe('a change in several steps, and back, whatever goes wrong at whichever of its requests', () => {
  tryChanges(IN_STEPS_AND_BACK);
});
