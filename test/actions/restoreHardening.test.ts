import { dirname } from 'node:path';
import { expect } from 'chai';
import type { Closing } from '../../src/actions/remediate/guardClosing.js';
import { apply } from '../../src/actions/remediate/apply.js';
import { prepareRestore } from '../../src/actions/restore.js';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { createTexts } from '../../src/cli/texts.js';
import { restoreTexts } from '../../src/reports/terminal/change/bundles.js';
import { remediationReport } from '../../src/reports/terminal/change/result.js';
import { connectedApp } from '../simulator/deploy/samples.js';
import {
  INSIDE,
  INTEGRATION,
  OTHER,
  OUTSIDE,
  POLICY,
  startHardeningOrg,
  type HardeningOrg,
} from './support/hardeningOrg.js';

/** A restore that undoes the restore of a hardening hardens again, with what that can cut off. */

const OPEN_TO_ALL: Closing = { waivers: { kind: 'off' }, includeActive: true, allowLockout: true };

describe('a restore of a restore of a hardening', () => {
  let org: HardeningOrg;
  before(async () => (org = await startHardeningOrg()));
  beforeEach(() => org.reset());
  after(() => org.stop());

  const undone = async (): Promise<string> => {
    const { snapshot } = await org.restore(await org.harden());
    return snapshot?.directory ?? '';
  };
  const again = async (
    snapshot: string,
    closing?: Closing,
    meanwhile: () => void = () => undefined,
  ): Promise<RemediationResult> => {
    const request = { org: org.login.username, snapshot, apps: null, force: false, ...(closing && { closing }) };
    const prepared = await prepareRestore(request, org.doors);
    meanwhile();
    return apply(prepared, dirname(snapshot), org.doors);
  };
  const reasons = ({ plan }: RemediationResult): string[] => plan.skipped.map(({ reason }) => reason);

  it('hardens again where all clients log in from inside the ranges', async () => {
    const result = await again(await undone());
    expect([reasons(result), result.summary.exitCode]).to.deep.equal([[], 0]);
    expect(org.textOf(POLICY)).to.include('<ipRelaxationPolicyType>Enforce<');
    expect([await org.token(OUTSIDE), await org.token(INSIDE)]).to.deep.equal(['ip restricted', 'issued']);
  });

  for (const [name, closing] of [
    ['by default', undefined],
    ['with --include-active as well', OPEN_TO_ALL],
  ] as const)
    it(`leaves an app alone whose clients log in from outside the ranges, ${name}`, async () => {
      const snapshot = await undone();
      org.addLogin({ SourceIp: OUTSIDE });
      const result = await again(snapshot, closing);
      expect(reasons(result)).to.deep.equal(['harden-addresses-outside']);
      expect(result.summary.exitCode).to.equal(1);
      expect(await org.token(OUTSIDE)).to.equal('issued');
    });

  it('leaves an app alone whose client logs in from outside while the run asks', async () => {
    const result = await again(await undone(), undefined, () => org.addLogin({ SourceIp: OUTSIDE }));
    expect(reasons(result)).to.deep.equal(['harden-addresses-outside']);
    expect(result.summary.exitCode).to.not.equal(0);
    expect(await org.token(OUTSIDE)).to.equal('issued');
  });

  it('leaves an app alone that nobody was seen to log in to, unless a person takes that upon them', async () => {
    const snapshot = await undone();
    org.simulator.state.rows.set('LoginHistory', []);
    expect(reasons(await again(snapshot))).to.deep.equal(['harden-no-logins']);
    expect((await again(snapshot, OPEN_TO_ALL)).summary.exitCode).to.equal(0);
  });

  describe('that set nothing but the Run As user', () => {
    const undoneUser = async (): Promise<string> => {
      org.setPolicy({ ipRelaxationPolicyType: 'Enforce' });
      org.simulator.setComponent('ConnectedApp', 'Sync', connectedApp({ oauthClientCredentialUser: INTEGRATION }));
      const request = { harden: { executionUser: OTHER }, apps: ['Gateway'], includeActive: true };
      const { snapshot } = await org.restore(await org.harden(request));
      expect(org.textOf(POLICY)).to.include(`>${INTEGRATION}<`);
      return snapshot?.directory ?? '';
    };

    it('sets that user again, and the first one after that, whoever that is', async () => {
      const result = await again(await undoneUser());
      expect([reasons(result), result.summary.exitCode]).to.deep.equal([[], 0]);
      expect(org.textOf(POLICY)).to.include(`>${OTHER}<`);
      expect((await again(result.snapshot?.directory ?? '')).summary.exitCode).to.equal(0);
      expect(org.textOf(POLICY)).to.include(`>${INTEGRATION}<`);
    });

    it('leaves an app alone whose clients log in from outside the ranges of that user', async () => {
      const snapshot = await undoneUser();
      org.addLogin({ SourceIp: OUTSIDE });
      const result = await again(snapshot, OPEN_TO_ALL);
      expect([reasons(result), result.summary.exitCode]).to.deep.equal([['harden-addresses-outside'], 1]);
    });

    for (const [when, isMeanwhile] of [
      ['before', false],
      ['while the run asks', true],
    ] as const)
      it(`leaves an app alone whose user became an administrator ${when}`, async () => {
        const snapshot = await undoneUser();
        const user = org.simulator.state.user(OTHER);
        const profile = user?.['ProfileId'];
        const admin = org.simulator.state.user('admin.integration@example.com')?.['ProfileId'];
        const promote = (): void => void (user && (user['ProfileId'] = admin));
        if (!isMeanwhile) promote();
        const result = await again(snapshot, OPEN_TO_ALL, isMeanwhile ? promote : undefined);
        if (user) user['ProfileId'] = profile;
        expect(reasons(result)).to.include('harden-broad');
        expect(result.summary.exitCode).to.not.equal(0);
        expect(org.textOf(POLICY)).to.include(`>${INTEGRATION}<`);
      });
  });

  describe('that gave the app its first Run As user', () => {
    const hardened = async (): Promise<string> => {
      org.setPolicy({ clientCredentialsFlowUser: undefined });
      const request = { harden: { executionUser: OTHER }, apps: ['Gateway'], includeActive: true };
      const { snapshot } = await org.harden(request);
      expect(await org.token(INSIDE)).to.equal('issued');
      return snapshot?.directory ?? '';
    };
    it('is undone where nobody uses the app, which then issues no token', async () => {
      const snapshot = await hardened();
      org.simulator.state.rows.set('LoginHistory', []);
      expect((await again(snapshot)).summary.exitCode).to.equal(0);
      expect(org.textOf(POLICY)).to.not.include('clientCredentialsFlowUser');
    });

    it('is left alone where a client uses it while the run asks for minutes', async () => {
      const snapshot = await hardened();
      org.simulator.state.rows.set('LoginHistory', []);
      const { now } = Date;
      try {
        const result = await again(snapshot, undefined, () => {
          org.addLogin({ UserId: org.simulator.state.user(OTHER)?.['Id'] });
          Date.now = () => now() + 300_000;
        });
        expect([reasons(result), result.summary.exitCode]).to.deep.equal([['in-use'], 1]);
        expect(await org.token(INSIDE)).to.equal('issued');
      } finally {
        Date.now = now;
      }
    });

    it('is left alone where a client uses the app, unless a person takes that upon them', async () => {
      const snapshot = await hardened();
      org.addLogin({ UserId: org.simulator.state.user(OTHER)?.['Id'] });
      const result = await again(snapshot);
      expect([reasons(result), result.summary.exitCode]).to.deep.equal([['in-use'], 1]);
      expect(await org.token(INSIDE)).to.equal('issued');
      expect((await again(snapshot, OPEN_TO_ALL)).summary.exitCode).to.equal(0);
    });
  });

  it('says that a flow is on again where the hardened app was turned off in between', async () => {
    const { snapshot } = await org.harden();
    org.setPolicy({ ipRelaxationPolicyType: 'Enforce', isClientCredentialsFlowEnabled: 'false' });
    const request = { org: org.login.username, snapshot: snapshot?.directory ?? '', apps: null, force: true };
    const { notices } = await apply(await prepareRestore(request, org.doors), dirname(request.snapshot), org.doors);
    const codes = notices.map(({ code }) => code);
    expect(codes).to.include.members(['flow-open-again', 'network-open-again', 'fails-again']);
    expect(codes).to.not.include('logins-to-watch');
  });

  it('does not say that no token is issued where the org takes the earlier user no more, and another one stays', async () => {
    const result = await org.harden({ harden: { executionUser: OTHER }, apps: ['Gateway'] });
    const user = org.simulator.state.user(INTEGRATION);
    if (user) user['IsActive'] = false;
    const restored = await org.restore(result);
    if (user) user['IsActive'] = true;
    expect(org.textOf(POLICY)).to.include(`>${OTHER}<`).and.to.include('>Bypass<');
    expect(await org.token(OUTSIDE)).to.equal('issued');
    expect(restored.outcomes.map((one) => [one.result, one.problem?.code])).to.deep.equal([
      ['verified', 'user-differs'],
    ]);
    const shown = { skipped: [], notices: [] };
    const how = { view: 'table', width: 120, color: false, command: 'restore', inPipeline: false, shown } as const;
    expect(remediationReport(restored, restoreTexts(createTexts()), how).replaceAll(/\s+/g, ' '))
      .to.include('restored, except for its Run As user')
      .and.include("the Run As user isn't")
      .and.not.include('no token');
    expect(restored.summary.exitCode).to.equal(68);
  });
});
