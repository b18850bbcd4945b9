import { tryChanges } from './changeMatrix.js';
import { REMEDIATING } from './changeScenarios.js';

describe('a remediation of an org, whatever goes wrong at whichever of its requests', () => {
  tryChanges(REMEDIATING);
});
