import { expect } from 'chai';
import { auditSource } from '../../../src/actions/audit/auditSource.js';
import type { Factor, Finding } from '../../../src/posture/model.js';
import { factorDetail } from '../../../src/reports/words/factorDetail.js';
import { createTexts } from '../../../src/cli/texts.js';
import { removeTemporaryTrees, temporaryTree } from '../../files/support/temporaryTree.js';
import { sourceDoors } from '../../inventory/support/sourceDoors.js';
import { selfSigned } from '../../simulator/certificate.js';
import { connectedApp } from '../../simulator/deploy/samples.js';
import { findingOf, startAuditedOrg, type AuditedOrg } from '../support/auditedOrg.js';

const bare = (pem: string): string => pem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
const withCertificate = (text: string): string =>
  connectedApp().replace('<oauthConfig>', `<oauthConfig><certificate>${text}</certificate>`);

const CERTIFICATES: Array<
  [name: string, text: string, state: Factor['state'], detail: string | undefined, words: string]
> = [
  ['valid', bare(selfSigned('a', { until: '491231235959Z' }).certificate), 'present', undefined, ''],
  [
    'expired',
    bare(selfSigned('a', { from: '230101000000Z', until: '240101000000Z' }).certificate),
    'absent',
    'expired: 2024-01-01',
    'expired on 2024-01-01',
  ],
  [
    'not yet valid',
    bare(selfSigned('a', { from: '480101000000Z', until: '491231235959Z' }).certificate),
    'absent',
    'not-yet-valid: 2048-01-01',
    'valid only from 2048-01-01',
  ],
  ['no certificate at all', 'MIIB', 'unknown', 'certificate-unreadable', "there is one, but it can't be read"],
];

describe('audit: the certificate of an app whose flow is on', () => {
  let org: AuditedOrg;
  before(async () => {
    org = await startAuditedOrg();
  });
  after(async () => {
    removeTemporaryTrees();
    await org.stop();
  });

  const factorIn = ({ risk }: Finding): Factor | undefined =>
    risk?.factors.find(({ factor }) => factor === 'certificate');

  for (const [name, text, state, detail, words] of CERTIFICATES) {
    const wanted = { factor: 'certificate', state, ...(detail && { detail }) };

    it(`${name}, in an org: ${state}`, async () => {
      org.simulator.setComponent('ConnectedApp', 'Order_Sync', withCertificate(text));
      const finding = findingOf(await org.audit({ apps: ['Order_Sync'] }), 'Order_Sync');
      expect(factorIn(finding)).to.deep.equal(wanted);
    });

    it(`${name}, in a file: ${state}`, async () => {
      const root = temporaryTree({ 'A.connectedApp': withCertificate(text), 'package.xml': '<Package/>' });
      const controls = ['connected-app-client-credentials'] as const;
      const scope = { directories: ['.'], root, controls, apps: null, usageDays: 0 };
      const { target } = await auditSource(scope, sourceDoors);
      expect(target.findings.map(factorIn)).to.deep.equal([wanted]);
    });

    if (detail) it(`${name}, in words`, () => expect(factorDetail(detail, createTexts())).to.equal(words));
  }
});
