import { statedRisk } from '../../../posture/factors/atLeast.js';
import type { Finding, Target } from '../../../posture/model.js';
import { targetName } from '../../../posture/names.js';
import type { Texts } from '../../render.js';
import { waiverReason } from '../../words/finding.js';
import { fingerprint } from '../../words/fingerprint.js';
import type { Gap } from '../../words/result/gaps.js';
import { fullName } from '../../words/names.js';
import { keyOf, placeOf, placeOfGap, uriOf, type Place } from '../../words/place.js';
import { nameAndFile, sentencesOf } from '../../words/sentences.js';
import { todo } from '../../words/todo.js';
import { escaped, GAP_RULE, unknownRuleOf } from './rules.js';

type Level = 'error' | 'warning';

/** Code scanning rejects the entire file if one result has no place. */
export type Result = {
  ruleId: string;
  ruleIndex: number;
  level: Level;
  rank?: number;
  message: { text: string };
  locations: [
    {
      physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
      logicalLocations?: { name: string; fullyQualifiedName: string; kind: string }[];
    },
  ];
  partialFingerprints: { primaryLocationLineHash: string };
  suppressions?: { kind: 'external'; status: 'accepted'; justification: string }[];
  baselineState?: 'new' | 'unchanged';
  properties: Record<string, unknown>;
};

type Ruled = {
  indexOf: (ruleId: string) => number;
  alsoIn: (finding: Finding, target: Target) => Target[];
  texts: Texts;
};

/** Viewers that show the results of all runs in one list need it beside each of them. */
export const targetOf = (target: Target): { target: string; orgId?: string } => ({
  target: targetName(target),
  ...(target.org ? { orgId: target.org.id } : {}),
});

/** An app that passes isn't a result, because a viewer would list it among the problems. */
export const isResult = ({ status }: Finding): boolean =>
  status === 'fail' || status === 'waived' || status === 'not-evaluated';

export const resultOf = (finding: Finding, target: Target, { indexOf, alsoIn, texts }: Ruled): Result => {
  const { app, contact, status, reason, risk, cvss, change, waiver, executionUser, usage, remediation } = finding;
  const riskAtLeast = statedRisk(finding, target)?.atLeast;
  const ruleId = status === 'not-evaluated' ? unknownRuleOf(finding.control) : finding.control;
  const others = alsoIn(finding, target).map(targetName);
  const sentences = [...sentencesOf(finding, target, texts), ...todo(finding, target, texts)];
  return {
    ruleId,
    ruleIndex: indexOf(ruleId),
    level: status === 'not-evaluated' ? 'warning' : 'error',
    ...(cvss.estimate === undefined ? {} : { rank: cvss.estimate * 10 }),
    message: { text: escaped(`${nameAndFile(finding)}: ${sentences.join(' ')}`) },
    locations: [
      {
        ...at(placeOf(finding, target)),
        logicalLocations: [{ name: app.name, fullyQualifiedName: `${app.type}:${fullName(app)}`, kind: 'resource' }],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint(keyOf(target), finding.id, app.file ?? '') },
    ...(status === 'waived'
      ? { suppressions: [{ kind: 'external', status: 'accepted', justification: justification(waiver, texts) }] }
      : {}),
    ...(change === undefined ? {} : { baselineState: change }),
    properties: {
      ...targetOf(target),
      ...(others.length > 0 ? { alsoFailsIn: others } : {}),
      status,
      reason,
      risk: risk?.level,
      riskAtLeast,
      cvss,
      contact,
      executionUser,
      usage,
      remediation,
      waiver,
    },
  };
};

/** A list that couldn't be read has no findings, so it's a result of its own. */
export const resultOfGap = (gap: Gap, { indexOf }: Pick<Ruled, 'indexOf'>): Result => ({
  ruleId: GAP_RULE,
  ruleIndex: indexOf(GAP_RULE),
  level: 'error',
  message: { text: escaped([`${gap.title}.`, gap.sentence, ...gap.todo].join(' ')) },
  locations: [at(placeOfGap(gap))],
  partialFingerprints: { primaryLocationLineHash: fingerprint(keyOf(gap.target), gap.code) },
  properties: { ...targetOf(gap.target), status: 'not-evaluated', step: gap.code },
});

const at = ({ path, line }: Place): Pick<Result['locations'][0], 'physicalLocation'> => ({
  physicalLocation: { artifactLocation: { uri: uriOf(path) }, region: { startLine: line } },
});

const justification = (waiver: Finding['waiver'], texts: Texts): string =>
  texts.say(
    'formats',
    'sarif.waiver',
    waiver ? [waiverReason(waiver, texts), waiver.owner, waiver.expires].join(', ') : '',
  );
