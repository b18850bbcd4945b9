import { expect } from 'chai';
import * as fc from 'fast-check';
import type { AuditReport } from '../../../src/posture/model.js';
import { runs } from '../../runs.js';
import { finding, orgTarget, reportOf } from '../support/builders.js';
import { rendered } from '../support/render.js';
import { SAMPLES } from '../support/samples.js';

type Command = { kind: string; properties: Record<string, string>; message: string };

/** As the runner reads them: a line that begins with two colons, properties up to the next two. */
const COMMAND = /^::(\w+)(?: (.*?))?::(.*)$/;

const back = (text: string): string =>
  text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');

const commandsIn = (text: string): Command[] =>
  text.split('\n').flatMap((line) => {
    const [, kind, properties = '', message = ''] = COMMAND.exec(line) ?? [];
    if (kind === undefined) return [];
    const entries = properties.split(',').map((part) => {
      const [key = '', value = ''] = part.split('=', 2);
      return [key, back(value)] as const;
    });
    return [{ kind, properties: Object.fromEntries(entries), message: back(message) }];
  });

const github = async (report: AuditReport): Promise<Command[]> => commandsIn(await rendered('github', report));

const failures = (count: number): AuditReport =>
  reportOf([
    orgTarget(Array.from({ length: count }, (_, at) => finding({ name: `App_${at}`, reason: 'flow-enabled' }))),
  ]);

describe('GitHub workflow commands', () => {
  it('stand on the file and line of a source tree', async () => {
    const found = (await github(SAMPLES['several-targets'])).find(({ properties }) => 'file' in properties);
    expect(found).to.deep.include({ kind: 'error' });
    expect(found?.properties).to.include({
      file: 'force-app/main/default/connectedApps/Billing.connectedApp-meta.xml',
      line: '12',
      title: 'force-app, packages/billing: Billing (connected app): Fail',
    });
  });

  it('make an error of a failure, a warning of what nobody could judge, a notice of what was waived', async () => {
    const commands = await github(SAMPLES.busy);
    const kindOf = (name: string): string | undefined =>
      commands.find(({ properties }) => properties['title']?.startsWith(name))?.kind;
    expect(kindOf('Billing')).to.equal('error');
    expect(kindOf('DevOps_Center')).to.equal('warning');
    expect(kindOf('Archive')).to.equal('notice');
    expect(kindOf('Chatter_Mobile')).to.equal(undefined);
  });

  it('say what could not be read before anything else', async () => {
    const [first] = await github(SAMPLES.busy);
    expect(first).to.include({ kind: 'error' });
    expect(first?.properties['title']).to.equal('production: the step "The Run As users" failed');
  });

  it('are no more than GitHub shows, and the last one counts the rest', async () => {
    expect(await github(failures(10))).to.have.length(10);
    const capped = await github(failures(4000));
    expect(capped).to.have.length(10);
    expect(capped.every(({ kind }) => kind === 'error')).to.equal(true);
    expect(capped.at(-1)?.properties['title']).to.equal("3991 more errors aren't shown here");
  });

  it('are followed by the result in words, also where there is nothing to annotate', async () => {
    const text = await rendered('github', SAMPLES.clean);
    expect(text).to.match(/^0 failed, 2 passed\n/);
    expect(await rendered('github', SAMPLES['list-refused'])).to.match(/\n0 failed\n1 step failed\. /);
  });

  it('let no name give a command of its own', async () => {
    const unit = fc.constantFrom(':', ',', '%', '\r', '\n', '=', ' ', 'a', '::error ::', '%0A', '::add-mask::x');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, minLength: 1 }), async (name) => {
        const file = `force-app/${name}`;
        const report = reportOf([orgTarget([finding({ name, app: { file }, reason: 'flow-enabled' })])]);
        const text = await rendered('github', report);
        expect(text.split('\n').filter((line) => line.startsWith('::'))).to.have.length(1);
        const [command] = commandsIn(text);
        expect(Object.keys(command?.properties ?? {})).to.deep.equal(['file', 'line', 'title']);
      }),
      { numRuns: runs(50) },
    );
  });
});
