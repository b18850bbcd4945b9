import { statedRisk } from '../../../posture/factors/atLeast.js';
import type { Finding, Target } from '../../../posture/model.js';
import { targetName } from '../../../posture/names.js';
import type { Texts } from '../../render.js';
import { todo } from '../../terminal/audit/findings/notEvaluated.js';
import { waiverReason } from '../../words/finding.js';
import { fingerprint } from '../../words/fingerprint.js';
import type { Gap } from '../../words/gaps.js';
import { fullName } from '../../words/names.js';
import { keyOf, placeOf, placeOfGap, uriOf, type Place } from '../../words/place.js';
import { nameAndFile, sentencesOf } from '../../words/sentences.js';
import { escaped, GAP_RULE, unknownRuleOf } from './rules.js';

type Level = 'error' | 'warning';

/** Code scanning rejects a whole file for one result without a place. */
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

type Ruled = { indexOf: (ruleId: string) => number; texts: Texts };

/** What passes or does not apply is no result: a viewer would list it among what is to be mended. */
export const isResult = ({ status }: Finding): boolean =>
  status === 'fail' || status === 'waived' || status === 'not-evaluated';

export const resultOf = (finding: Finding, target: Target, { indexOf, texts }: Ruled): Result => {
  const { app, status, reason, risk, cvss, change, waiver, executionUser, usage, remediation } = finding;
  const riskAtLeast = statedRisk(finding, target)?.atLeast;
  const ruleId = status === 'not-evaluated' ? unknownRuleOf(finding.control) : finding.control;
  const sentences = [...sentencesOf(finding, target, texts), ...todo(finding, target, { texts })];
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
    properties: { status, reason, risk: risk?.level, riskAtLeast, cvss, executionUser, usage, remediation, waiver },
  };
};

/** A list that could not be read holds no finding, and so stands as one itself. */
export const resultOfGap = (gap: Gap, { indexOf }: Ruled): Result => ({
  ruleId: GAP_RULE,
  ruleIndex: indexOf(GAP_RULE),
  level: 'error',
  message: { text: escaped([`${gap.title}.`, gap.sentence, ...gap.todo].join(' ')) },
  locations: [at(placeOfGap(gap))],
  partialFingerprints: { primaryLocationLineHash: fingerprint(targetName(gap.target), gap.code) },
  properties: { status: 'not-evaluated', step: gap.code },
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
