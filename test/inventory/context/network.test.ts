import { expect } from 'chai';
import type { ListedComponent, Row } from '../../../src/org/door.js';
import type { Script } from '../support/fakeDoor.js';
import {
  ALL_SEEING,
  PROFILE_ID,
  REFUSED,
  eventsFile,
  failedSteps,
  files,
  profileFile,
  read,
  securityFile,
  user,
} from '../support/world.js';

const listed = (fullName: string, id: string): ListedComponent => ({ type: 'Profile', fullName, fileName: '', id });

const withFiles = (changed: Record<string, string | undefined>) => (org: Script) => {
  org.files = Object.fromEntries(
    Object.entries({ ...files(), ...changed }).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  );
};

const withPolicies =
  (...rows: Row[]) =>
  (org: Script) =>
    void (org.rows.TransactionSecurityPolicy = rows);

const policy = (EventName: string, State: string): Row => ({ DeveloperName: `On_${EventName}`, EventName, State });

describe('the network around an execution user', () => {
  it('is the login ranges of the profile that has the id of the user', async () => {
    const { user: found, asked } = await read(
      withFiles({
        'Profile:Admin': profileFile(),
        'Profile:Custom%3A Sync': profileFile(['203.0.113.1', '203.0.113.9']),
      }),
      { profiles: [listed('Admin', '00eWs0000000009AAA'), listed('Custom%3A Sync', PROFILE_ID)] },
    );
    expect(found.loginIpRanges).to.deep.equal({ known: true, value: [{ start: '203.0.113.1', end: '203.0.113.9' }] });
    expect(asked).to.include('retrieve Profile:Custom%3A Sync Settings:Security Settings:RealTimeEvent');
  });

  it('is the same profile by an id of 15 or of 18 characters', async () => {
    const { user: found } = await read(undefined, { profiles: [listed('Integration', PROFILE_ID.slice(0, 15))] });
    expect(found.loginIpRanges.known).to.equal(true);
  });

  it('is not that of a profile whose id differs in case alone', async () => {
    const { user: found } = await read(undefined, { profiles: [listed('Integration', '00ews0000000001AAA')] });
    expect(found.loginIpRanges).to.deep.equal({ known: false, why: 'profile-not-listed' });
  });

  it('is open where the profile has no range', async () => {
    const { user: found } = await read(withFiles({ 'Profile:Integration': profileFile() }));
    expect(found.loginIpRanges).to.deep.equal({ known: true, value: [] });
  });

  it('is that of nobody knows which profile where two are listed under one id: its step has failed', async () => {
    const { user: found, steps } = await read(undefined, {
      profiles: [listed('Admin', PROFILE_ID), listed('Integration', PROFILE_ID.slice(0, 15))],
    });
    expect([found.loginIpRanges.known, found.adminProfile.known]).to.deep.equal([false, false]);
    expect(failedSteps(steps)).to.deep.equal(['list-profiles']);
  });

  it('tells the profile of administrators by its name, whatever its case', async () => {
    const { user: found } = await read(undefined, { profiles: [listed('ADMIN', PROFILE_ID)] });
    expect(found.adminProfile).to.deep.equal({ known: true, value: true });
  });

  const short: Array<[missing: string, detail: string]> = [
    ['ViewAllProfiles', 'not-permitted: ViewAllProfiles'],
    ['', 'not-shown'],
  ];
  for (const [missingForProfiles, detail] of short) {
    it(`is unknown where the profile is not in the list, whose step has failed: ${detail}`, async () => {
      const { user: found, steps } = await read(undefined, {
        profiles: [listed('Other', '00eWs0000000009AAA')],
        caller: { ...ALL_SEEING, missingForProfiles },
      });
      expect([found.loginIpRanges.known, found.adminProfile.known]).to.deep.equal([false, false]);
      expect(steps).to.deep.include({ step: 'list-profiles', status: 'failed', detail });
    });
  }

  const unknownRanges: Array<[string, (org: Script) => void, string]> = [
    ['the profile does not come back', withFiles({ 'Profile:Integration': undefined }), 'not-returned'],
    ['the profile is no XML', withFiles({ 'Profile:Integration': '<Profile>' }), 'not-well-formed'],
    ['the retrieve is refused', (org) => void (org.files = REFUSED), 'not-permitted: refused'],
    ['the user has no profile to be seen', (org) => void (org.rows.User = [user({ ProfileId: null })]), 'no-profile'],
  ];
  for (const [name, change, why] of unknownRanges) {
    it(`is unknown where ${name}`, async () => {
      expect((await read(change)).user.loginIpRanges).to.deep.equal({ known: false, why });
    });
  }

  it('names every component that did not come back', async () => {
    const { steps } = await read(withFiles({ 'Profile:Integration': undefined, 'Settings:Security': undefined }));
    expect(steps).to.deep.include({
      step: 'retrieve-profiles-and-settings',
      status: 'failed',
      detail: 'not-returned: Profile:Integration, Settings:Security',
    });
  });

  it('does not call it a failure that an edition has no event monitoring', async () => {
    const { steps, context } = await read(withFiles({ 'Settings:RealTimeEvent': undefined }));
    expect(steps.find(({ step }) => step === 'retrieve-profiles-and-settings')?.status).to.equal('ok');
    expect(context.monitoring.known).to.equal(false);
  });

  const administrators: Array<[string, ListedComponent[], object]> = [
    ['by the name of the component, not by its label', [listed('Admin', PROFILE_ID)], { known: true, value: true }],
    ['not by a name that looks like it', [listed('System Administrator', PROFILE_ID)], { known: true, value: false }],
    ['unknown where the profiles were not listed', [], { known: false, why: 'profile-not-listed' }],
  ];
  for (const [name, profiles, expected] of administrators) {
    it(`tells a System Administrator ${name}`, async () => {
      expect((await read(undefined, { profiles })).user.adminProfile).to.deep.equal(expected);
    });
  }

  const everyRequest: Array<[string, (org: Script) => void, object]> = [
    ['on', withFiles({}), { known: true, value: true }],
    [
      'off',
      withFiles({
        'Settings:Security': securityFile('<enforceIpRangesEveryRequest>false</enforceIpRangesEveryRequest>'),
      }),
      { known: true, value: false },
    ],
    ['not said', withFiles({ 'Settings:Security': securityFile('') }), { known: false, why: 'absent' }],
    [
      'no boolean',
      withFiles({ 'Settings:Security': securityFile('<enforceIpRangesEveryRequest>?</enforceIpRangesEveryRequest>') }),
      { known: false, why: 'unreadable' },
    ],
    ['not returned', withFiles({ 'Settings:Security': undefined }), { known: false, why: 'not-returned' }],
    ['no XML', withFiles({ 'Settings:Security': '<' }), { known: false, why: 'not-well-formed' }],
  ];
  for (const [name, change, expected] of everyRequest) {
    it(`is enforced on every request: ${name}`, async () => {
      expect((await read(change)).context.enforceIpRangesEveryRequest).to.deep.equal(expected);
    });
  }
});

describe('monitoring of API requests', () => {
  const seen = (...evidence: string[]): object => ({ known: true, value: { active: true, evidence } });
  const none = { known: true, value: { active: false, evidence: [] } };

  const cases: Array<[string, (org: Script) => void, object]> = [
    ['is not there where every source was read and none has it', withFiles({}), none],
    [
      'is a real-time event that is on',
      withFiles({ 'Settings:RealTimeEvent': eventsFile(['ApiEvent', true], ['LoginEvent', true]) }),
      seen('RealTimeEventSettings:ApiEvent'),
    ],
    [
      'is its stream as well',
      withFiles({ 'Settings:RealTimeEvent': eventsFile(['ApiEventStream', true]) }),
      seen('RealTimeEventSettings:ApiEventStream'),
    ],
    [
      'is not the event of something else',
      withFiles({ 'Settings:RealTimeEvent': eventsFile(['LoginEvent', true]) }),
      none,
    ],
    ...['ApiEvent', 'ApiAnomalyEventStore', 'BulkApiResultEventStore'].map(
      (event): [string, (org: Script) => void, object] => [
        `is an active policy on ${event}`,
        withPolicies(policy(event, 'Enabled')),
        seen(`TransactionSecurityPolicy:On_${event}`),
      ],
    ),
    ['is not a policy that is off', withPolicies(policy('ApiEvent', 'Disabled')), none],
    ['is not a policy on something else', withPolicies(policy('ReportEvent', 'Enabled')), none],
    [
      'is proven by one source though the other is refused',
      (org) => (withPolicies(policy('ApiEvent', 'Enabled'))(org), void (org.files = REFUSED)),
      seen('TransactionSecurityPolicy:On_ApiEvent'),
    ],
    [
      'is unknown where the policies are refused and no event is on',
      (org) => void (org.rows.TransactionSecurityPolicy = REFUSED),
      { known: false, why: 'not-permitted: refused' },
    ],
    [
      'is unknown where the events did not come back and no policy is active',
      withFiles({ 'Settings:RealTimeEvent': undefined }),
      { known: false, why: 'not-returned' },
    ],
  ];
  for (const [name, change, expected] of cases) {
    it(name, async () => expect((await read(change)).context.monitoring).to.deep.equal(expected));
  }

  const NOT_OFFERED = { code: 'type-not-available' as const, detail: '' };
  const noPolicies = (org: Script): void => void (org.rows.TransactionSecurityPolicy = NOT_OFFERED);

  it('is unknown, and no step has failed, where an edition has no such policies', async () => {
    const { context, steps } = await read(noPolicies);
    expect(context.monitoring).to.deep.equal({ known: false, why: 'type-not-available' });
    expect(failedSteps(steps)).to.deep.equal([]);
  });

  it('is unknown, and the step has failed, where they may be hidden from the caller', async () => {
    for (const maySeeApiPolicies of [{ known: true, value: false } as const, { known: false, why: 'x' } as const]) {
      const { steps } = await read(noPolicies, { caller: { ...ALL_SEEING, maySeeApiPolicies } });
      expect(failedSteps(steps)).to.deep.equal(['query-transaction-security']);
    }
  });

  it('shows the refused source among the steps', async () => {
    const { steps } = await read((org) => void (org.rows.TransactionSecurityPolicy = REFUSED));
    expect(failedSteps(steps)).to.deep.equal(['query-transaction-security']);
  });
});
