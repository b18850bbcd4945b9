import type { XmlElement } from '@rgrove/parse-xml';
import { xml, type Answer } from './answer.js';
import { childOf, childrenOf, escapeXml, localName, rootOf, textOf } from './xml.js';

const NAMESPACES =
  'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const METADATA = 'http://soap.sforce.com/2006/04/metadata';

export type Envelope = { operation: string; body: XmlElement; sessionId: string };

/** Undefined: not an envelope with one call in its body. */
export function readEnvelope(text: string): Envelope | undefined {
  const root = rootOf(text);
  const body = childOf(root, 'Body');
  const call = body && childrenOf(body)[0];
  if (!call) return undefined;
  const session = childOf(childOf(root, 'Header'), 'SessionHeader');
  return { operation: localName(call), body: call, sessionId: textOf(session, 'sessionId') ?? '' };
}

export const soapAnswer = (operation: string, inner: string): Answer =>
  xml(
    200,
    `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope ${NAMESPACES} xmlns="${METADATA}"><soapenv:Body>` +
      `<${operation}Response>${inner}</${operation}Response></soapenv:Body></soapenv:Envelope>`,
  );

export const soapFault = (code: string, message: string): Answer =>
  xml(
    500,
    `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope ${NAMESPACES} xmlns:sf="${METADATA}"><soapenv:Body>` +
      `<soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${code}: ${escapeXml(message)}</faultstring>` +
      `</soapenv:Fault></soapenv:Body></soapenv:Envelope>`,
  );
