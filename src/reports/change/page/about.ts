import { clean, cleanPath } from '../../words/safe/clean.js';
import { minute, sentence } from '../../words/names.js';
import { exitWords } from '../../terminal/change/exitWords.js';
import { fact } from '../../html/cards/text.js';
import { html, named, type Html, type Part } from '../../html/page/markup.js';
import { section } from '../../html/page/table.js';
import { commandOf } from '../record.js';
import type { ChangeSheet } from './changeSheet.js';

/** Who agreed to what, and how the run was made. */

const facts = (rows: readonly Part[]): Html => html`<dl>${rows}</dl>`;

export const approval = ({ record, texts, say }: ChangeSheet): Part => {
  const { approval: given, result } = record;
  const { savedPlan } = given;
  return section(
    'approval',
    say('approval'),
    facts([
      fact(say('fact.approval'), sentence(texts.say('formats', `record.approval.${given.how}`))),
      savedPlan !== undefined && fact(say('fact.saved-plan'), html`<code>${cleanPath(savedPlan)}</code>`),
      fact(say('fact.runner'), result.target.org && named(result.target.org.username)),
    ]),
  );
};

export const about = ({ record, texts, say, name }: ChangeSheet): Part => {
  const { result } = record;
  const { target, tool, plan, startedAt, finishedAt, summary } = result;
  const { org, source } = target;
  const version = plan.apiVersion ?? org?.apiVersion;
  return section(
    'run',
    texts.say('html', 'run'),
    facts([
      org && fact(say('fact.org'), html`${named(name)}, ${[org.id, org.instanceUrl].map(clean).join(', ')}`),
      source && fact(say('fact.source'), source.directories.map(cleanPath).join(', ')),
      fact(say('fact.command'), html`<code>${commandOf(record)}</code>`),
      fact(say('fact.time'), say('from-to', minute(startedAt), minute(finishedAt))),
      fact(say('fact.api-version'), version && clean(version)),
      fact(say('fact.exit'), say('exit', summary.exitCode, exitWords(result, { texts }))),
      fact(say('fact.tool'), `${clean(tool.name)} ${clean(tool.version)}`),
    ]),
  );
};
