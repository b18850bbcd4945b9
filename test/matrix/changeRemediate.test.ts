import { tryChanges } from './support/changeMatrix.js';
import { REMEDIATING } from './support/changeScenarios.js';

describe('a remediation of an org, whatever goes wrong at whichever of its requests', () => {
  tryChanges(REMEDIATING);
});
