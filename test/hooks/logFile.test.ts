import { expect } from 'chai';
import { asksForLogs } from '../../src/hooks/logFile.js';

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
      expect(asksForLogs({ PATH: '/bin', [name]: value })).to.equal(true);
    });

  const OTHERS = ['SF_LOG_LEVEL=', 'DEBUG=', 'SF_TARGET_ORG=demo', 'MY_DEBUG=1', 'DEBUG_COLORS=1', 'NODE_DEBUG=net'];
  for (const variable of OTHERS)
    it(`isn't asked for with ${variable}`, () => {
      const [name = '', value] = variable.split('=');
      expect(asksForLogs({ PATH: '/bin', [name]: value })).to.equal(false);
    });
});
