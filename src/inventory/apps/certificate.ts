import { validityOf } from '../../keys/certificate.js';
import { certificateIn } from '../../metadata/read/certificate.js';
import type { ConnectedAppSubject } from '../../posture/subject.js';

type Facts = ConnectedAppSubject['metadata']['facts'];

/** The state of an app's certificate, if its flow is on: only then does it matter. Undefined: it has none. */
export const certificateNow = (facts: Facts, text: string, now: Date): ConnectedAppSubject['certificate'] =>
  facts !== 'not-returned' && facts.kind === 'ConnectedApp' && facts.hasCertificate && facts.flow.state === 'on'
    ? validityOf(certificateIn(text) ?? '', now)
    : undefined;
