import { isToDo } from '../../../posture/notices.js';
import { isNotDone } from '../../../remediation/model/meaning.js';
import type { Notice } from '../../../posture/model.js';
import { openDeploys } from '../../terminal/change/result.js';
import { byKind, detailOf, skipMeaning, skippedApps, todoKey } from '../../terminal/change/skips.js';
import { commandsToUndo, isToUndo, isUnfinished, wordsToRestore } from '../../terminal/change/undoing.js';
import { clean } from '../../words/safe/clean.js';
import { shownPath } from '../../words/safe/commandLine.js';
import { componentName } from '../../words/names.js';
import { noticeSentence } from '../../words/notices.js';
import { html, named, when, toCopy, type Html, type Part } from '../../html/page/markup.js';
import { section, table } from '../../html/page/table.js';
import type { ChangeSheet } from './changeSheet.js';

/** What the change leaves behind: apps that it skipped, the way back, and what is left to do. */

export const skipped = ({ record: { result }, texts, say, count }: ChangeSheet): Part => {
  const skips = result.plan.skipped.toSorted(byKind);
  if (skips.length === 0) return section('skipped', say('skipped.none'), undefined);
  const rows = skips.map((skip): Part[] => {
    const { app, component, reason } = skip;
    const detail = detailOf(skip, texts);
    const why = [skipMeaning(skip, texts), when(detail !== undefined, () => html`<br /><small>${detail}</small>`)];
    return [
      html`<b>${named(componentName(app, component))}</b>`,
      isNotDone(reason)
        ? html`<span><b class="failed">${texts.say('formats', 'record.not-done')}</b> ${why}</span>`
        : html`<span>${why}</span>`,
      texts.say('remediation', todoKey(skip, texts)),
    ];
  });
  const titles = [...['app', 'why'].map((key) => texts.say('formats', `record.column.${key}`)), say('column.todo')];
  return section('skipped', count('skipped', skippedApps(skips)), table(titles, rows));
};

export const undo = ({ record: { result }, texts, say }: ChangeSheet): Part => {
  const { snapshot, outcomes, mode } = result;
  if (!snapshot) return undefined;
  const where = shownPath(snapshot.directory);
  const commands = commandsToUndo(result, snapshot.directory);
  const originals = outcomes.flatMap(({ original }) => (original === undefined ? [] : [shownPath(original)]));
  return section('undo', texts.say('formats', 'record.heading.undo'), [
    html`<p>${say('snapshot')} <code>${where}</code></p>`,
    commands.length > 0
      ? [
          html`<p>${texts.say('remediation', mode === 'in-progress' ? 'snapshot.undo-later' : 'snapshot.undo')}</p>`,
          commands.map((words) => toCopy(words.join(' '))),
        ]
      : html`<p>${say('undo.nothing')}</p>`,
    when(originals.length > 0, () => [
      html`<p>${texts.say('remediation', 'snapshot.by-hand')}</p>`,
      list(originals.map((file) => html`<code>${file}</code>`)),
    ]),
  ]);
};

const list = (items: readonly Part[]): Html =>
  html`<ul>
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;

/** An earlier run that ended without a result is undone by its own snapshot. */
const noticeItem = (notice: Notice, { texts }: ChangeSheet): Part => [
  noticeSentence(notice, texts),
  when(isUnfinished(notice), () =>
    toCopy(wordsToRestore(String(notice.data?.['org']), String(notice.data?.['snapshot'])).join(' ')),
  ),
];

export const notices = (sheet: ChangeSheet): Part => {
  const { record, texts, say, count } = sheet;
  const { result } = record;
  const shown = result.notices.filter((notice) => !isToUndo(notice));
  const todo: Part[] = [
    ...(result.mode === 'in-progress'
      ? openDeploys(result).map(({ id, command }) => [
          texts.say('remediation', 'deploy.see', clean(id)),
          toCopy(command.join(' ')),
        ])
      : []),
    ...shown.filter(isToDo).map((notice) => noticeItem(notice, sheet)),
  ];
  const others = shown.filter((notice) => !isToDo(notice)).map((notice) => noticeItem(notice, sheet));
  return [
    when(todo.length > 0, () => section('todo', say('todo'), list(todo))),
    when(others.length > 0, () => section('notices', count('notices', others.length), list(others))),
  ];
};

export const afterwards = ({ record: { result }, texts, say }: ChangeSheet): Part => {
  const { after } = result;
  if (!after || after.error) return undefined;
  const { fail, notEvaluated, pass } = after.summary;
  const failing = after.findings
    .filter(({ status }) => status === 'fail')
    .map(({ app, reason }) => [html`<b>${named(componentName(app))}</b> `, texts.say('reasons', `${reason}.short`)]);
  return section('after', texts.say('formats', 'record.heading.after'), [
    html`<p>${texts.say('formats', 'record.after', fail, notEvaluated, pass)}</p>`,
    when(failing.length > 0, () => [html`<p>${say('after.failing')}</p>`, list(failing)]),
  ]);
};

export const deploys = ({ record: { result }, texts, count }: ChangeSheet): Part => {
  const titles = ['deploy', 'check', 'components', 'status', 'detail'].map((key) =>
    texts.say('formats', `record.column.${key}`),
  );
  return when(result.deploys.length > 0, () =>
    section(
      'deploys',
      count('deploys', result.deploys.length),
      table(
        titles.with(1, texts.say('changeRecord', 'column.kind')),
        result.deploys.map(({ id = '?', checkOnly, components, status, detail = '' }) => [
          html`<code>${clean(id)}</code>`,
          texts.say('formats', checkOnly ? 'record.deploy.check' : 'record.deploy.real'),
          components,
          clean(status),
          clean(detail),
        ]),
      ),
    ),
  );
};
