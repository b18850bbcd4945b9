import { expect } from 'chai';
import { goesWithoutLog, whileDisabled } from '../../src/hooks/logFile.js';

const DISABLE = 'SF_DISABLE_LOG_FILE';
const OWN = 'oauth-posture:audit';

describe('the log of the library', () => {
  const ASKING = [
    'SF_LOG_LEVEL=debug',
    'SFDX_LOG_LEVEL=trace',
    'SF_LOG_ROTATION_PERIOD=1h',
    'SF_LOG_STDERR=true',
    'SF_DISABLE_LOG_FILE=false',
    'SFDX_DISABLE_LOG_FILE=false',
    'DEBUG=*',
  ];
  for (const variable of ASKING)
    it(`is asked for with ${variable}`, () => {
      const [name = '', value] = variable.split('=');
      expect(goesWithoutLog(OWN, { PATH: '/bin', [name]: value })).to.equal(false);
    });

  const OTHERS = ['SF_LOG_LEVEL=', 'DEBUG=', 'SF_TARGET_ORG=demo', 'MY_DEBUG=1', 'DEBUG_COLORS=1', 'NODE_DEBUG=net'];
  for (const variable of OTHERS)
    it(`isn't asked for with ${variable}`, () => {
      const [name = '', value] = variable.split('=');
      expect(goesWithoutLog(OWN, { PATH: '/bin', [name]: value })).to.equal(true);
    });

  for (const id of ['org:list', 'oauth-posture-other:audit', 'audit'])
    it(`is none of our business with ${id}`, () => expect(goesWithoutLog(id, {})).to.equal(false));

  for (const before of [undefined, '', 'false'])
    it(`leaves the environment as it was: ${before}`, () => {
      const own = process.env[DISABLE];
      if (before === undefined) delete process.env[DISABLE];
      else process.env[DISABLE] = before;
      let during: string | undefined;
      whileDisabled(() => (during = process.env[DISABLE]));
      expect([during, process.env[DISABLE]]).to.deep.equal(['true', before]);
      if (own === undefined) delete process.env[DISABLE];
      else process.env[DISABLE] = own;
    });
});
