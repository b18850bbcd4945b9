import type { Notice } from '../../posture/model.js';
import type { Texts } from '../render.js';
import { clean, cleanPath } from '../words/safe/clean.js';
import { noticeSentence } from '../words/notices.js';
import { minute } from '../words/names.js';
import { remediationReport } from '../terminal/change/result.js';
import { orgOf } from '../terminal/change/undoing.js';
import { commandOf, type ChangeRecord } from './record.js';

const WIDTH = 120;

/** Everything that a terminal shows for the run, from the plan to the exit code. */
export const textRecord = (record: ChangeRecord, texts: Texts): string => {
  const { command, result, planText, skippedByPlan } = record;
  const shown = { skipped: skippedByPlan, notices: result.notices.filter(isIn(planText, texts)) };
  const options = { view: 'table', width: WIDTH, color: false, command, inPipeline: false, shown } as const;
  return [
    [...headLines(record, texts), texts.say('formats', 'record.command', commandOf(record))].join('\n'),
    planText.trimEnd(),
    ...deployLines(record, texts),
    remediationReport(result, texts, options),
  ].join('\n\n');
};

/** Notices that are part of the plan's text aren't shown again after the result. */
const isIn = (planText: string, texts: Texts): ((notice: Notice) => boolean) => {
  const said = oneLine(planText);
  return (notice) => said.includes(oneLine(noticeSentence(notice, texts)));
};

const oneLine = (text: string): string => text.split(/\s/).filter(Boolean).join(' ');

const deployLines = ({ result: { deploys } }: ChangeRecord, texts: Texts): string[] => {
  if (deploys.length === 0) return [];
  const heading = texts.say('formats', 'record.heading.deploys', deploys.length);
  const lines = deploys.map(({ id = '?', checkOnly, status, detail }) => {
    const kind = texts.say('formats', checkOnly ? 'record.deploy.check' : 'record.deploy.real');
    return `  ${[id, kind, status, ...(detail === undefined ? [] : [detail])].map(clean).join(', ')}`;
  });
  return [[heading, ...lines].join('\n')];
};

export const headLines = ({ command, result, approval }: ChangeRecord, texts: Texts): string[] => {
  const { target, tool, startedAt, finishedAt } = result;
  const say = (key: string, ...values: string[]): string => texts.say('formats', `record.${key}`, ...values);
  const { savedPlan } = approval;
  return [
    texts.say('changeRecord', `title.${command}`),
    ...(target.org
      ? [say('org', orgOf(target), ...[target.org.id, target.org.instanceUrl, target.org.username].map(clean))]
      : []),
    ...(target.source ? [say('source', target.source.directories.map(cleanPath).join(', '))] : []),
    say('time', minute(startedAt), minute(finishedAt), `${clean(tool.name)} ${clean(tool.version)}`),
    say('approval', say(`approval.${approval.how}`)),
    ...(savedPlan === undefined ? [] : [say('saved-plan', cleanPath(savedPlan))]),
  ];
};
