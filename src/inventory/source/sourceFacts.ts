import type {
  ConnectedAppFacts,
  EcaGlobalSettingsFacts,
  EcaHeaderFacts,
  EcaPluginFacts,
  EcaPolicyFacts,
  EcaSatelliteFacts,
  Unparsable,
} from '../../metadata/facts.js';
import { connectedAppFacts } from '../../metadata/read/connectedApp.js';
import {
  ecaGlobalSettingsFacts,
  ecaHeaderFacts,
  ecaPluginFacts,
  ecaPolicyFacts,
  ecaSatelliteFacts,
} from '../../metadata/read/externalClientApp.js';
import { parseMetadata, positionOf } from '../../metadata/xml/parse.js';
import type { Notice } from '../../posture/model.js';
import type { NoticeCode } from '../../posture/notices.js';
import type { AppCertificate, Component } from '../../posture/subject.js';
import { defined } from '../../values.js';
import type { SourceFile, SourceText } from './sourceFiles.js';
import { certificateNow } from '../apps/certificate.js';
import { doubted, replacedAt, type Replacement } from './sourceReplacements.js';

/** The facts of one file, without its text, because a tree can hold thousands of files. */
export type SourceComponent<F> = Component<F> & { file: string; path: string; certificate?: AppCertificate };

export type SourceFacts = {
  ConnectedApp: ConnectedAppFacts;
  ExternalClientApplication: EcaHeaderFacts;
  ExtlClntAppOauthConfigurablePolicies: EcaPolicyFacts;
  ExtlClntAppConfigurablePolicies: EcaPluginFacts;
  ExtlClntAppGlobalOauthSettings: EcaGlobalSettingsFacts;
  ExtlClntAppOauthSettings: EcaSatelliteFacts;
  ExtlClntAppOauthSecuritySettings: EcaSatelliteFacts;
};

type Readers = { [T in keyof SourceFacts]: (text: string) => SourceFacts[T] | Unparsable };

const READERS: Readers = {
  ConnectedApp: connectedAppFacts,
  ExternalClientApplication: ecaHeaderFacts,
  ExtlClntAppOauthConfigurablePolicies: ecaPolicyFacts,
  ExtlClntAppConfigurablePolicies: ecaPluginFacts,
  ExtlClntAppGlobalOauthSettings: ecaGlobalSettingsFacts,
  ExtlClntAppOauthSettings: ecaSatelliteFacts('ExtlClntAppOauthSettings'),
  ExtlClntAppOauthSecuritySettings: ecaSatelliteFacts('ExtlClntAppOauthSecuritySettings'),
};

export type Noted<F> = { component: SourceComponent<F>; notices: Notice[] };

export const readFacts = <T extends keyof SourceFacts>(
  type: T,
  { fullName, path, file }: SourceFile,
  read: SourceText,
  replacements: readonly Replacement[],
): Noted<SourceFacts[T]> => {
  const component = { type, fullName, path, file };
  if (!read.ok) {
    const facts = 'facts' in read ? read.facts : 'not-returned';
    return { component: { ...component, facts, line: 1 }, notices: noticesOf(file, facts, '') };
  }
  const facts = READERS[type](read.text);
  const replaced = 'flow' in facts || 'enablement' in facts ? replacedAt(read.text, replacements) : undefined;
  const shown = replaced === undefined ? facts : doubted(facts, replaced);
  const certificate = facts.kind === 'ConnectedApp' ? certificateNow(facts, read.text, new Date()) : undefined;
  return {
    component: { ...component, facts: shown, line: lineOf(shown, read.text), ...defined({ certificate }) },
    notices: [...noticesOf(file, facts, read.text), ...noticeAt('source-replaced', file, read.text, replaced)],
  };
};

type AnyFacts = SourceFacts[keyof SourceFacts] | Unparsable | 'not-returned';

/** The line to look at for a change: that of the flag, or of what makes the file unreadable. */
const lineOf = (facts: Exclude<AnyFacts, 'not-returned'>, text: string): number => {
  if (facts.kind === 'unparsable') return facts.line ?? 1;
  const flag = 'flow' in facts ? facts.flow : 'enablement' in facts ? facts.enablement : undefined;
  const offset = flag?.offset;
  return positionOf(text, offset ?? rootOffset(text)).line;
};

const rootOffset = (text: string): number => {
  const parsed = parseMetadata(text);
  return parsed.ok ? parsed.document.root.start : 0;
};

const noticesOf = (file: string, facts: AnyFacts, text: string): Notice[] => {
  if (facts === 'not-returned') return [];
  if (facts.kind === 'unparsable') {
    const { problem, line, column } = facts;
    const code: NoticeCode = 'source-unreadable';
    return [{ code, file, ...defined({ line, column }), data: { problem } }];
  }
  const garbled = 'flow' in facts && facts.flow.state === 'unreadable' ? facts.flow.offset : undefined;
  const secret = 'secretOffset' in facts ? facts.secretOffset : undefined;
  const key = 'keyOffset' in facts ? facts.keyOffset : undefined;
  return [
    ...noticeAt('source-flag-unreadable', file, text, garbled),
    ...noticeAt('source-global-settings', file, text, key),
    ...noticeAt('source-secret', file, text, secret),
  ];
};

const noticeAt = (code: NoticeCode, file: string, text: string, offset: number | undefined): Notice[] =>
  offset === undefined ? [] : [{ code, file, ...positionOf(text, offset) }];
