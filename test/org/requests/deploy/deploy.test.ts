import { expect } from 'chai';
import type { OrgDoor } from '../../../../src/org/door.js';
import { setDeployRules } from '../../../simulator/deploy/rules.js';
import { problemIn, QUICK, startOrg, valueOf, type OrgOptions, type SimulatedOrg } from '../../support/simulatedOrg.js';

describe('a deploy', () => {
  let org: SimulatedOrg;
  let door: OrgDoor;
  const FILES = [
    {
      path: 'package.xml',
      text: '<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>App00001</members><name>ConnectedApp</name></types><version>68.0</version></Package>',
    },
  ];

  const app = async (name: string): Promise<(typeof FILES)[number]> => {
    const { files } = valueOf(await door.retrieve([{ type: 'ConnectedApp', fullName: name }]));
    const { path, text } = files.get(`ConnectedApp:${name}`) ?? { path: '', text: '' };
    return { path, text: text.replace(/ *<consumerKey>.*<\/consumerKey>\n/, '') };
  };
  const withApp = async (): Promise<typeof FILES> => [...FILES, await app('App00001')];
  const start = async (options: OrgOptions = {}): Promise<void> => {
    org = await startOrg({ generate: { connectedApps: 2 }, ...options });
    door = valueOf(await org.open());
  };
  afterEach(() => org.stop());

  it('is started once, waited for, and told file by file', async () => {
    await start({ pollsUntilDone: 1 });
    const id = valueOf(await door.startDeploy(await withApp(), { checkOnly: true }));
    const result = valueOf(await door.awaitDeploy(id));
    expect(result).to.include({ id, status: 'Succeeded', done: true, success: true, checkOnly: true });
    expect(result.failures).to.deep.equal([]);
    expect(result.successes.find((one) => one.fullName === 'App00001')).to.include({
      componentType: 'ConnectedApp',
      created: false,
    });
    expect(valueOf(await door.deployStatus(id)).status).to.equal('Succeeded');
  });

  for (const kind of ['reset-before', 'reset-after', 'cut-body', 'unavailable-page', 'never'] as const)
    it(`whose start is lost by ${kind} is never sent a second time`, async () => {
      await start(kind === 'never' ? { deadlines: QUICK } : {});
      const files = await withApp();
      org.simulator.fault({ kind, on: 'deploy' });
      const { code } = problemIn(await door.startDeploy(files, { checkOnly: true }));
      expect(['network', 'cut', 'org-failed', 'timeout']).to.include(code);
      expect(org.simulator.journal.of('deploy')).to.have.length(1);
    });

  it('that an org warns of does not go through: it would lose something without a word', async () => {
    await start();
    setDeployRules(org.simulator.state, { warns: ({ fullName }) => (fullName === 'App00001' ? 'Lost.' : undefined) });
    const id = valueOf(await door.startDeploy(await withApp(), { checkOnly: false }));
    const { status, success, failures } = valueOf(await door.awaitDeploy(id));
    expect([status, success, failures[0]?.problem]).to.deep.equal(['Failed', false, 'Lost.']);
  });

  it('of which one part is refused changes nothing, in a sandbox either', async () => {
    await start({ org: { isSandbox: true } });
    setDeployRules(org.simulator.state, { refuses: ({ fullName }) => (fullName === 'App00002' ? 'No.' : undefined) });
    const [manifest, one] = await withApp();
    const two = await app('App00002');
    if (!manifest || !one) throw new Error('The package is empty.');
    const members = { ...manifest, text: manifest.text.replace('</members>', '</members><members>App00002</members>') };
    const text = one.text.replace(/<label>.*<\/label>/, '<label>Changed</label>');
    const id = valueOf(await door.startDeploy([members, { ...one, text }, two], { checkOnly: false }));
    expect(valueOf(await door.awaitDeploy(id)).status).to.equal('Failed');
    expect((await app('App00001')).text).to.equal(one.text);
  });

  it('survives a reset while it is waited for', async () => {
    await start({ pollsUntilDone: 1 });
    const id = valueOf(await door.startDeploy(await withApp(), { checkOnly: true }));
    org.simulator.fault({ kind: 'reset-before', on: 'checkDeployStatus', times: 2 });
    expect(valueOf(await door.awaitDeploy(id)).success).to.equal(true);
  });

  it('that never ends is left when the wait has, and can be cancelled', async () => {
    await start();
    org.simulator.fault({ kind: 'never-done', on: 'deploy' });
    door = valueOf(await org.open({ waitMs: 500 }));
    const id = valueOf(await door.startDeploy(await withApp(), { checkOnly: false }));
    expect(problemIn(await door.awaitDeploy(id)).code).to.equal('wait-ended');
    valueOf(await door.cancelDeploy(id));
  });
});
