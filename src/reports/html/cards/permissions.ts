import type { BroadPermission, ReportedUser } from '../../../posture/model.js';
import { clean } from '../../words/safe/clean.js';
import { html, named, type Html, type Part } from '../page/markup.js';
import { grantWords } from '../../words/permissions.js';
import type { Sheet } from '../sheet.js';

/** What each broad permission allows, in plain words beside its name, grouped by the source that grants it. */

const item = ({ permission }: BroadPermission, { texts, say }: Sheet): Html => {
  const key = `permission.${permission}`;
  const meaning = texts.has('html', key) ? say(key) : '';
  return html`<li><code>${clean(permission)}</code> ${meaning}</li>`;
};

export const permissions = (user: ReportedUser | undefined, sheet: Sheet): Part => {
  const held = user?.broadPermissions ?? [];
  if (held.length === 0) return undefined;
  const sources = [...Map.groupBy(held, ({ via }) => via)].map(
    ([via, from]) =>
      html`<p>${sheet.say('permissions.via')} <b>${named(grantWords(via, sheet.texts))}</b></p>
        <ul class="legend">
          ${from.map((one) => item(one, sheet))}
        </ul>`,
  );
  return html`<section class="held">
    <h3>${sheet.say('body.permissions')}</h3>
    ${sources}
  </section>`;
};

/** The number of permissions, where a list would take too much space. */
export const permissionCount = ({ broadPermissions }: ReportedUser, { say, count }: Sheet): string | undefined => {
  if (!broadPermissions) return undefined;
  const different = new Set(broadPermissions.map(({ permission }) => permission)).size;
  return different === 0 ? say('permissions.none') : count('permissions', different);
};
