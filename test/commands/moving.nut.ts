import { expect } from 'chai';
import { deployPackage } from '../actions/support/deployed.js';
import { withOwnHome } from '../simulator/connect.js';
import { startCliOrg, type CliOrg } from './support/cliOrg.js';
import { movingStory } from './support/movingStory.js';

/** With the real command line of this plugin. `npm run test:real-cli` plays it with the whole Salesforce CLI. */
describe('the whole story of an app that moves to JWT bearer', () => {
  withOwnHome();
  let org: CliOrg;
  before(async () => {
    org = await startCliOrg({ org: { isSandbox: false } });
  });
  after(() => org.stop());

  const stage = () => ({
    simulator: org.simulator,
    home: org.home.folder,
    sf: (args: readonly string[]) => org.home.start(args).ended,
    deploy: async (folder: string) => {
      const status = await deployPackage(org, folder);
      return status === 'Succeeded' || status;
    },
  });
  for (const { title, play } of movingStory(stage)) it(title, async () => expect(await play()).to.equal(true));
});
