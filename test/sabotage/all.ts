import { bytesPatches } from './bytes.js';
import { changingPatches } from './changing.js';
import { clockPatches } from './clocks.js';
import { cornerPatches } from './corners.js';
import { deployPatches } from './deploys.js';
import { diskPatches } from './disk.js';
import { editingPatches } from './editing.js';
import { fleetPatches } from './fleet.js';
import { gapPatches } from './gaps.js';
import { hardeningPatches } from './hardening.js';
import { htmlPatches } from './html.js';
import { judgingPatches } from './judging.js';
import { lastWordPatches } from './lastWord.js';
import { movingPatches } from './moving.js';
import { pagePatches } from './pages.js';
import type { Patch } from './patch.js';
import { readingPatches } from './reading.js';
import { reportingPatches } from './reporting.js';
import { startUpPatches } from './startUp.js';
import { unseenPatches } from './unseen.js';

export const allPatches: readonly Patch[] = [
  ...readingPatches,
  ...judgingPatches,
  ...pagePatches,
  ...unseenPatches,
  ...cornerPatches,
  ...editingPatches,
  ...changingPatches,
  ...hardeningPatches,
  ...diskPatches,
  ...bytesPatches,
  ...deployPatches,
  ...lastWordPatches,
  ...clockPatches,
  ...reportingPatches,
  ...htmlPatches,
  ...fleetPatches,
  ...movingPatches,
  ...startUpPatches,
  ...gapPatches,
];
