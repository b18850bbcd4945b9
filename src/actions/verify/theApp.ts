import type { Inventory } from '../../inventory/model.js';
import type { SigningKey } from '../../keys/privateKey.js';
import { certificateIn } from '../../metadata/read/certificate.js';
import { appName } from '../../posture/names.js';
import { selector } from '../../posture/selection.js';
import type { Subject } from '../../posture/subject.js';
import { clientsOf, isOfOther, keyOf } from '../../remediation/plan/ownSession.js';
import { componentKey } from '../../values.js';
import type { AuditedTarget } from '../audit/auditOrg.js';
import { refuseUnknownApps } from '../audit/scopeChecks.js';
import { Refusal } from '../refusal.js';
import type { VerifyRequest } from './request.js';

const bundle = 'verify';

/** Exactly one app, because a proof for one of several could be mistaken for a proof for another. */
export const theApp = ({ app }: Pick<VerifyRequest, 'app'>, audited: AuditedTarget, inventory: Inventory): Subject => {
  const isMeant = selector([app]);
  const judged = new Set(audited.apps.map(appName));
  const found = inventory.subjects.filter((subject) => judged.has(appName(subject.app)) && isMeant(subject.app));
  const [subject] = found;
  if (subject === undefined) {
    refuseUnknownApps([app], [audited]);
    throw new Refusal('app-not-read', [app], { bundle });
  }
  if (found.length > 1)
    throw new Refusal('several-apps', [app, found.map((one) => appName(one.app)).join(', ')], { bundle });
  return subject;
};

/**
 * The consumer key of an external client app can't be read without reading its secrets. One that is given may be left in
 * the environment from another app, whose login would prove nothing about this one.
 */
export const clientIdOf = (
  { clientId }: VerifyRequest,
  subject: Subject,
  { subjects }: Inventory,
): { clientId: string; isCompared: boolean } => {
  const own = keyOf(subject) || undefined;
  if (clientId !== undefined) {
    if (isOfOther(clientId, subject, clientsOf(subjects)))
      throw new Refusal('client-id-of-other', [appName(subject.app)], { bundle });
    return { clientId, isCompared: own !== undefined };
  }
  if (own !== undefined) return { clientId: own, isCompared: true };
  throw new Refusal('no-client-id', [appName(subject.app)], { bundle });
};

/** If the app's certificate is of another key, the login would fail. If the org shows no certificate, there may still be one. */
export const refuseOtherKey = (key: SigningKey, subject: Subject, { files }: Inventory): void => {
  if (subject.kind !== 'ConnectedApp' || subject.app.managed) return;
  const file = files.get(componentKey(subject.metadata));
  if (file === undefined) return;
  const certificate = certificateIn(file.text);
  if (certificate !== undefined && key.isOf(certificate) === false)
    throw new Refusal('key-not-of-app', [appName(subject.app)], { bundle });
};
