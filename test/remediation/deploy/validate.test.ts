import { expect } from 'chai';
import type { Attempt } from '../../../src/remediation/edit/edited.js';
import { packagesOf } from '../../../src/remediation/deploy/package.js';
import { validate, type Validation } from '../../../src/remediation/deploy/validate.js';
import { attempt, connectedAppCandidate, policyCandidate } from '../support/editedApps.js';
import { FAILED, fakeDeploys, message, type FakeOrg } from '../support/fakeDeploys.js';

const pathOf = (name: string): string => `connectedApps/${name}.connectedApp`;
const apps = (...names: string[]): Attempt[] => names.map((name) => attempt(connectedAppCandidate(name)));

const settled = async (org: FakeOrg, attempts: Attempt[], limits?: Parameters<typeof validate>[2]) => {
  const fake = fakeDeploys(org);
  const answer = await validate(fake.door, attempts, limits);
  if (!answer.ok) throw new Error('problem' in answer ? answer.problem.code : 'carried out');
  return { ...fake, validation: answer.validation };
};

const passed = ({ packages }: Validation): string[][] =>
  packages.map((edited) => edited.map(({ change }) => change.app.name));
const reasons = ({ skipped }: Validation): Record<string, string> =>
  Object.fromEntries(skipped.map(({ app, reason, detail = '' }) => [app.name, `${reason}: ${detail}`]));

describe('letting an org validate a plan', () => {
  it('takes one deploy where nothing is refused', async () => {
    const { sent, validation } = await settled({}, apps('A', 'B'));
    expect([passed(validation), sent.length]).to.deep.equal([[['A', 'B']], 1]);
  });

  it('asks nothing where there is nothing to ask', async () => {
    expect((await settled({}, [])).sent).to.deep.equal([]);
  });

  it('names what is refused in every variant, and passes the rest as a whole', async () => {
    const end: FakeOrg['end'] = (paths) =>
      paths.includes(pathOf('B')) ? { ...FAILED, failures: [message(pathOf('B'), { problem: 'No.' })] } : {};
    const { sent, validation } = await settled({ end }, apps('A', 'B', 'C'));
    expect(passed(validation)).to.deep.equal([['A', 'C']]);
    expect(reasons(validation)).to.deep.equal({ B: 'refused: No.' });
    expect(sent.at(-1)).to.deep.equal([pathOf('A'), pathOf('C')]);
  });

  it('finds by halves the one that fails a deploy without a word', async () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
    const end: FakeOrg['end'] = (paths) =>
      paths.includes(pathOf('F')) ? { ...FAILED, errorMessage: 'An unexpected error occurred.' } : {};
    const { validation } = await settled({ end }, apps(...names));
    expect(passed(validation).flat()).to.deep.equal(names.filter((name) => name !== 'F'));
    expect(reasons(validation)).to.deep.equal({ F: 'refused: An unexpected error occurred.' });
  });

  it('knows the component that is refused by a name with more percent-encoding than its own', async () => {
    const end: FakeOrg['end'] = (paths) =>
      paths.some((path) => path.includes('B C'))
        ? { ...FAILED, failures: [message('connectedApps/B%20C.connectedApp', { problem: 'No.' })] }
        : {};
    const { validation } = await settled({ end }, apps('A', 'B C', 'D'));
    expect(reasons(validation)).to.deep.equal({ 'B C': 'refused: No.' });
    expect(passed(validation)).to.deep.equal([['A', 'D']]);
  });

  it('sends no more files and bytes at once than the platform takes', () => {
    const item = (sent: string) => ({ edited: { ...attempt(connectedAppCandidate('A')).edited, sent } });
    const sizes = (items: ReturnType<typeof item>[]): number[] => packagesOf(items).map(({ length }) => length);
    expect(sizes(Array<ReturnType<typeof item>>(10_000).fill(item('x')))).to.deep.equal([9_999, 1]);
    expect(sizes([1, 2, 3].map(() => item('x'.repeat(14 * 1024 * 1024))))).to.deep.equal([2, 1]);
  });

  it('does not go on asking for ever', async () => {
    const end: FakeOrg['end'] = () => ({ ...FAILED, errorMessage: 'Not today.' });
    const names = Array.from({ length: 100 }, (_, n) => `App${n}`);
    const { sent, validation } = await settled({ end }, apps(...names));
    expect(sent.length).to.equal(40);
    expect(validation.packages).to.deep.equal([]);
    expect(validation.skipped.length).to.equal(100);
    expect(new Set(validation.skipped.map(({ reason }) => reason))).to.deep.equal(
      new Set(['refused', 'not-validated']),
    );
  });

  it('leaves out what a deploy would create instead of change', async () => {
    const end: FakeOrg['end'] = (paths) => ({
      successes: paths.map((path) => message(path, { created: path === pathOf('B') })),
    });
    const { validation } = await settled({ end }, apps('A', 'B'));
    expect([passed(validation), reasons(validation)]).to.deep.equal([[['A']], { B: 'gone: ' }]);
  });

  it('keeps to the limits of one deploy', async () => {
    const { sent } = await settled({}, apps('A', 'B', 'C', 'D', 'E'), { files: 2, bytes: 1_000_000 });
    expect(sent.map((paths) => paths.length)).to.deep.equal([2, 2, 1]);
    const size = apps('A')[0]?.edited.sent.length ?? 0;
    const bySize = await settled({}, apps('A', 'B', 'C'), { files: 10, bytes: 2 * size });
    expect(bySize.sent.map((paths) => paths.length)).to.deep.equal([2, 1]);
  });

  it('never leaves lists of a connected app out, whatever the org says', async () => {
    const end: FakeOrg['end'] = (paths) => ({
      ...FAILED,
      failures: paths.map((path) => message(path, { problem: 'profile names are already taken' })),
    });
    const { validation, sent } = await settled({ end }, apps('A'));
    expect(reasons(validation)).to.deep.equal({ A: 'refused: profile names are already taken' });
    expect(sent.length).to.equal(1);
  });

  it('leaves the lists of a policy out only when they are what is refused', async () => {
    const asked: Attempt[] = [attempt(policyCandidate('Gateway'))];
    const problems = ['something about the user', 'profile names are already taken'];
    const end: FakeOrg['end'] = ([path = '']) => {
      const problem = problems.shift();
      return problem === undefined ? {} : { ...FAILED, failures: [message(path, { problem })] };
    };
    const { validation } = await settled({ end }, asked);
    const [change] = validation.packages.flat().map((edited) => edited.change);
    expect(change?.leftOut).to.deep.equal(['commaSeparatedPermissionSet', 'commaSeparatedProfile']);
    expect(change?.edits.map(({ path }) => path)).to.deep.equal(['isClientCredentialsFlowEnabled']);
  });

  const refusing = (...problems: string[]): Required<Pick<FakeOrg, 'end'>> & { asked: Attempt[] } => ({
    end: ([path = '']) => {
      const problem = problems.shift();
      return problem === undefined ? {} : { ...FAILED, failures: [message(path, { problem })] };
    },
    asked: [attempt(connectedAppCandidate('A'))],
  });
  const LOCKED = 'UNABLE_TO_LOCK_ROW: unable to obtain exclusive access to this record';

  it('asks once more what was refused by chance, and lets the user go all the same', async () => {
    const { end, asked } = refusing(LOCKED);
    const { validation, sent } = await settled({ end }, asked);
    expect(validation.packages.flat().map(({ change }) => change.keepsUser)).to.deep.equal([undefined]);
    expect(sent.length).to.equal(2);
  });

  it('does not take a job that failed by chance for a word about the user', async () => {
    let jobs = 0;
    const end: FakeOrg['end'] = () => (++jobs === 1 ? { ...FAILED, errorMessage: 'An unexpected error.' } : {});
    const { validation } = await settled({ end }, apps('A'));
    expect(validation.packages.flat().map(({ change }) => change.keepsUser)).to.deep.equal([undefined]);
  });

  it('says that a user stays where the org does not let it go', async () => {
    const { end, asked } = refusing('The user cannot be removed.');
    const { validation } = await settled({ end }, asked);
    expect(validation.packages.flat().map(({ change }) => change.keepsUser)).to.deep.equal([true]);
  });

  it('names why the smallest edit was refused, and not what the org says of the second best', async () => {
    const { end, asked } = refusing('No such flow here.', 'The user needs the flow.');
    expect(reasons((await settled({ end }, asked)).validation)).to.deep.equal({ A: 'refused: No such flow here.' });
  });

  it('calls a validation off that nobody waits for any more', async () => {
    const fake = fakeDeploys({ end: () => 'wait-ended' });
    expect(await validate(fake.door, apps('A'))).to.deep.include({ ok: false });
    expect(fake.canceled).to.deep.equal(['0Af1']);
  });

  it('does not take a validation that somebody canceled for a verdict', async () => {
    const fake = fakeDeploys({ end: () => ({ ...FAILED, status: 'Canceled' }) });
    expect(await validate(fake.door, apps('A', 'B'))).to.deep.equal({
      ok: false,
      problem: { code: 'org-failed', detail: 'Canceled' },
    });
  });
});
