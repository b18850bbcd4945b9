import { expect } from 'chai';
import { turningOff } from '../../../src/posture/controls/turningOff.js';
import { REASONS, type App } from '../../../src/posture/model.js';

describe('how the flow of an app is turned off', () => {
  const app = (type: App['type'], managed: boolean): App => ({ type, name: 'X', managed });
  const BY_COMMAND = ['flow-enabled', 'not-hardened', 'hardening-unknown'];

  for (const reason of REASONS)
    it(`where it is ${reason}`, () => {
      const otherwise = BY_COMMAND.includes(reason) ? 'command' : 'setup';
      expect(turningOff(app('ConnectedApp', false), reason)).to.equal(otherwise);
      expect(turningOff(app('ExternalClientApplication', false), reason)).to.equal(otherwise);
      expect(turningOff(app('ExternalClientApplication', true), reason)).to.equal(otherwise);
      // A deploy changes no connected app of an installed package.
      expect(turningOff(app('ConnectedApp', true), reason)).to.equal('run-as');
    });
});
