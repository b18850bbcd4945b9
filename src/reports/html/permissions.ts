import type { ReportedUser } from '../../posture/model.js';
import { clean } from '../words/clean.js';
import { html, type Part } from './markup.js';
import type { Sheet } from './sheet.js';

/** What a broad permission lets its holder do, in plain words beside its name, and where the user has it from. */
export const permissionsOf = ({ broadPermissions }: ReportedUser, { texts, say }: Sheet): Part => {
  if (!broadPermissions) return undefined;
  if (broadPermissions.length === 0) return say('permissions.none');
  const sources = Map.groupBy(broadPermissions, ({ permission }) => permission);
  return html`<ul class="legend">
    ${[...sources].map(([permission, held]) => {
      const key = `permission.${permission}`;
      const meaning = texts.has('html', key) ? say(key) : undefined;
      return html`<li>
        <code>${clean(permission)}</code> ${meaning}
        <small>${say('permissions.via', held.map(({ via }) => clean(via)).join(', '))}</small>
      </li>`;
    })}
  </ul>`;
};
