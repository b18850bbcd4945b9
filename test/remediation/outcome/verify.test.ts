import { expect } from 'chai';
import { componentKey } from '../../../src/values.js';
import { NOTHING_READ, type Reading } from '../../../src/remediation/deploy/reading.js';
import type { Edited } from '../../../src/remediation/edit/edited.js';
import type { End } from '../../../src/remediation/deploy/sendOne.js';
import { outcomesOf } from '../../../src/remediation/outcome/verify.js';
import { attempt, connectedAppCandidate, editedApp, policyCandidate } from '../support/editedApps.js';

const sync = attempt(connectedAppCandidate('Sync')).edited;
const light = attempt(policyCandidate('Gateway')).otherwise('profile names are already taken')?.edited ?? sync;

const SUCCEEDED: End = { kind: 'succeeded', created: new Set() };
const failed = (problems: [Edited, string][] = []): End => ({
  kind: 'failed',
  problems: new Map(problems),
  detail: 'Something failed.',
  isRolledBack: true,
});
/** An end at which nobody knows what the org left of it. */
const STOPPED: End & { kind: 'failed' } = {
  kind: 'failed',
  problems: new Map(),
  detail: 'FinalizingFailed',
  isRolledBack: false,
};
const UNKNOWN: End = { kind: 'unknown', detail: 'socket hang up' };
const RUNNING: End = { kind: 'running', detail: 'InProgress' };
const INTERRUPTED: End = { kind: 'not-started', code: 'interrupted', detail: '' };

const KEY = '<consumerKey>3MVG9.key.of.Sync</consumerKey>';
/** As an org gives it back: with its key, and lists in an order of its own. */
const asMeant = sync.meant
  .replace('</callbackUrl>', `</callbackUrl>${KEY}`)
  .replace(/(<profileName>Admin<\/profileName>)(\s*)(<profileName>Integration<\/profileName>)/, '$3$2$1');
const original = sync.original.replace('</callbackUrl>', `</callbackUrl>${KEY}`);

const readingOf = (...now: [Edited, string | undefined][]): Reading => ({
  ...NOTHING_READ,
  files: new Map(
    now.flatMap(
      ([
        {
          change: { component },
          path,
        },
        text,
      ]) => (text === undefined ? [] : [[componentKey(component), { ...component, path, text }] as const]),
    ),
  ),
});

type Case = { title: string; edited?: Edited; end: End; now: string | undefined; result: string; problem?: string };

const cases: Case[] = [
  { title: 'as it was meant', end: SUCCEEDED, now: asMeant, result: 'verified' },
  {
    title: 'as it was meant, though lists were not sent',
    edited: light,
    end: SUCCEEDED,
    now: light.meant,
    result: 'verified',
  },
  {
    title: 'without the lists that were not sent',
    edited: light,
    end: SUCCEEDED,
    now: light.sent,
    result: 'altered',
    problem: 'other-differences',
  },
  {
    title: 'off, in an org that leaves out what has its default',
    end: SUCCEEDED,
    now: asMeant.replace(/<isClientCredentialEnabled>.*\n/, ''),
    result: 'verified',
  },
  {
    title: 'with a flag that says nothing',
    end: SUCCEEDED,
    now: asMeant.replace('<isClientCredentialEnabled>false', '<isClientCredentialEnabled>'),
    result: 'altered',
    problem: 'other-differences',
  },
  {
    title: 'as it was meant, although the org says that it failed',
    end: failed(),
    now: asMeant,
    result: 'failed',
    problem: 'failed-yet-as-meant',
  },
  {
    title: 'as it was meant, although the deploy did not succeed',
    end: STOPPED,
    now: asMeant,
    result: 'failed',
    problem: 'failed-yet-as-meant',
  },
  {
    title: 'as it was meant, of a deploy that the org took in part',
    end: { ...STOPPED, isPartial: true },
    now: asMeant,
    result: 'verified',
  },
  { title: 'as it was meant, although the answer was lost', end: UNKNOWN, now: asMeant, result: 'verified' },
  { title: 'as it was, after a success', end: SUCCEEDED, now: original, result: 'reverted', problem: 'still-on' },
  { title: 'as it was, after a failure', end: failed(), now: original, result: 'failed', problem: 'deploy-failed' },
  { title: 'as it was, the answer lost', end: UNKNOWN, now: original, result: 'failed', problem: 'deploy-unknown' },
  {
    title: 'off, the user still there',
    end: SUCCEEDED,
    now: asMeant.replace(
      '<scopes>',
      '<oauthClientCredentialUser>integration.user@example.com</oauthClientCredentialUser><scopes>',
    ),
    result: 'altered',
    problem: 'user-differs',
  },
  {
    title: 'off, an element lost',
    end: SUCCEEDED,
    now: asMeant.replace(/<isAdminApproved>.*\n/, ''),
    result: 'altered',
    problem: 'other-differences',
  },
  {
    title: 'changed by somebody else while it failed',
    end: failed(),
    now: original.replace('infinite', 'zero'),
    result: 'failed',
    problem: 'changed-by-others',
  },
  {
    title: 'off, and something else lost, although the org says that it was rolled back',
    end: failed(),
    now: asMeant.replace(/<isAdminApproved>.*\n/, ''),
    result: 'failed',
    problem: 'failed-yet-changed',
  },
  ...([UNKNOWN, STOPPED] as const).flatMap((end): Case[] => [
    {
      title: 'on, and something else lost',
      end,
      now: original.replace(/<profileName>Admin.*\n/, ''),
      result: 'reverted',
      problem: 'may-have-changed',
    },
    {
      title: 'with a flag that says nothing, and something else lost',
      end,
      now: original.replace('Enabled>true', 'Enabled>').replace(/<profileName>Admin.*\n/, ''),
      result: 'altered',
      problem: 'may-have-changed',
    },
    {
      title: 'off, and something else lost',
      end,
      now: asMeant.replace(/<isAdminApproved>.*\n/, ''),
      result: 'altered',
      problem: 'other-differences',
    },
  ]),
  { title: 'as it was, after no success', end: STOPPED, now: original, result: 'failed', problem: 'deploy-failed' },
  { title: 'not there', end: SUCCEEDED, now: undefined, result: 'failed', problem: 'not-read-back' },
  { title: 'no metadata', end: SUCCEEDED, now: '<html>', result: 'failed', problem: 'not-read-back' },
  {
    title: 'as it was meant, the deploy not at its end',
    end: RUNNING,
    now: asMeant,
    result: 'failed',
    problem: 'still-running',
  },
  { title: 'never sent', end: INTERRUPTED, now: original, result: 'not-attempted', problem: 'interrupted' },
];

describe('what is said of a component that was read back', () => {
  for (const { title, edited = sync, end, now, result, problem } of cases) {
    it(`${title}, after "${end.kind}": ${result}${problem ? `, ${problem}` : ''}`, () => {
      const [outcome] = outcomesOf({ edited: [edited], end }, readingOf([edited, now]));
      expect([outcome?.result, outcome?.problem?.code]).to.deep.equal([result, problem]);
    });
  }

  describe('while its deploy has not ended', () => {
    const problemAt = (now: string | undefined): unknown =>
      outcomesOf({ edited: [sync], end: RUNNING }, readingOf([sync, now]))[0]?.problem;
    const running = { code: 'still-running', detail: 'InProgress' };

    it('tells that it has arrived already', () => {
      expect(problemAt(asMeant)).to.deep.equal({ ...running, differences: [] });
    });

    for (const [title, now] of [
      ['is as it was', original],
      ['cannot be read', undefined],
      ['is no metadata', '<html>'],
    ] as const)
      it(`tells nothing more where it ${title}`, () => {
        expect(problemAt(now)).to.deep.equal(running);
      });
  });

  describe('of which only the user was to be put back', () => {
    const user = { path: 'oauthConfig.oauthClientCredentialUser', before: null, after: 'a@example.com' };
    const named = '<oauthClientCredentialUser>a@example.com</oauthClientCredentialUser><scopes>';
    const userOnly: Edited = {
      ...sync,
      change: { ...sync.change, edits: [user] },
      original: asMeant,
      meant: asMeant.replace('<scopes>', named),
    };
    const resultOf = (end: End, text: string): unknown => {
      const [outcome] = outcomesOf({ edited: [userOnly], end }, readingOf([userOnly, text]));
      return [outcome?.result, outcome?.problem?.code];
    };

    it('as it was, after a failure: failed, deploy-failed', () => {
      expect(resultOf(failed(), userOnly.original)).to.deep.equal(['failed', 'deploy-failed']);
    });

    it('as it was, after a success: altered, user-differs', () => {
      expect(resultOf(SUCCEEDED, userOnly.original)).to.deep.equal(['altered', 'user-differs']);
    });

    it('as it was meant, the answer lost: verified', () => {
      expect(resultOf(UNKNOWN, userOnly.meant)).to.deep.equal(['verified', undefined]);
    });
  });

  it('nothing could be read: nothing is taken for done', () => {
    const [outcome] = outcomesOf({ edited: [sync], end: SUCCEEDED }, NOTHING_READ);
    expect(outcome).to.deep.include({ result: 'failed', problem: { code: 'not-read-back' } });
  });

  describe('of a package that the org rolled back', () => {
    const others = ['B', 'C', 'D', 'E', 'F'].map(editedApp);
    const problemsOf = (edited: readonly Edited[], blamed: readonly Edited[]): unknown[] => {
      const reading = readingOf(...edited.map((one): [Edited, string] => [one, one.original]));
      const end = failed(blamed.map((one) => [one, `Not ${one.change.app.name}.`]));
      return outcomesOf({ edited, end }, reading).map(({ result, problem }) => [result, problem]);
    };

    it('gives the org’s words for the component that it blames, and names that to the others', () => {
      expect(problemsOf([sync, ...others.slice(0, 1)], [sync])).to.deep.equal([
        ['failed', { code: 'deploy-failed', detail: 'Not Sync.' }],
        ['failed', { code: 'rolled-back-with', detail: 'ConnectedApp:Sync' }],
      ]);
    });

    it('names no more than a few', () => {
      const [first] = problemsOf([sync, ...others], others);
      expect(first).to.deep.equal([
        'failed',
        { code: 'rolled-back-with', detail: 'ConnectedApp:B, ConnectedApp:C, ConnectedApp:D, +2' },
      ]);
    });

    it('gives its general words to all where it blames none', () => {
      expect(problemsOf([sync, ...others.slice(0, 1)], [])).to.deep.equal(
        Array(2).fill(['failed', { code: 'deploy-failed', detail: 'Something failed.' }]),
      );
    });
  });
});
