import { expect } from 'chai';
import { isAtLeast } from '../../src/posture/factors/atLeast.js';
import { evaluate } from '../../src/posture/evaluate.js';
import type { Finding, Step, StepName } from '../../src/posture/model.js';
import type { ExecutionUser } from '../../src/posture/subject.js';
import {
  connectedApp,
  contextOf,
  executionUser,
  granted,
  known,
  notKnown,
  ON,
  openConnectedApp,
  openExternalClientApp,
  userWith,
} from './support/builders.js';

const failed = (...steps: StepName[]): { coverage: Step[] } => ({
  coverage: steps.map((step) => ({ step, status: 'failed' })),
});

const connected = (user: ExecutionUser): Finding =>
  evaluate(openConnectedApp(), contextOf(openConnectedApp(), {}, user), 'org:1');
const external = (user: ExecutionUser): Finding =>
  evaluate(openExternalClientApp(), contextOf(openExternalClientApp(), {}, user), 'org:1');

describe('a risk that may be higher than its level says', () => {
  const cases: Array<[string, Finding, { coverage: Step[] }, boolean]> = [
    [
      'profile unknown, list of profiles failed',
      connected(executionUser({ adminProfile: notKnown() })),
      failed('list-profiles'),
      true,
    ],
    [
      'permissions unknown, their query failed',
      connected(executionUser({ permissions: notKnown() })),
      failed('query-permissions'),
      true,
    ],
    [
      'object permissions unknown, their query failed',
      external(executionUser({ modifyAllObjects: notKnown() })),
      failed('query-object-permissions'),
      true,
    ],
    [
      'ranges unknown, their retrieve failed',
      external(executionUser({ loginIpRanges: notKnown() })),
      failed('retrieve-profiles-and-settings'),
      true,
    ],
    ['profile unknown, no step failed', connected(executionUser({ adminProfile: notKnown() })), failed(), false],
    [
      'profile unknown, another step failed',
      connected(executionUser({ adminProfile: notKnown() })),
      failed('query-login-history'),
      false,
    ],
    ['everything known, a step failed', connected(executionUser()), failed('list-profiles'), false],
    [
      'higher already',
      connected({ ...userWith(granted('ModifyAllData')), adminProfile: notKnown() }),
      failed('list-profiles'),
      false,
    ],
    [
      'nobody to log in as',
      evaluate(connectedApp({ flow: ON }), contextOf(connectedApp()), 'org:1'),
      failed('list-profiles', 'query-permissions'),
      false,
    ],
    ['an app that passes', external(executionUser({ person: known(true) })), failed('list-profiles'), false],
  ];
  for (const [name, finding, target, expected] of cases) {
    it(`${expected ? 'at least' : 'as it stands'}: ${name}`, () => {
      expect(isAtLeast(finding, target)).to.equal(expected);
    });
  }
});
