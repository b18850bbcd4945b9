import { tryChanges } from './support/changeMatrix.js';
import { BY_PLAN } from './support/changeScenarios.js';

describe('a remediation by a saved plan, whatever goes wrong at whichever of its requests', () => {
  tryChanges(BY_PLAN);
});
