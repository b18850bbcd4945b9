import { defined } from '../defined.js';
import type { Finding } from '../posture/model.js';
import type { AtStake, Overridable } from './model.js';

/** What somebody has to know of an app before they agree to switch its flow off. */
export const atStakeOf = ({ usage, risk, executionUser }: Finding, despite: Overridable[]): AtStake => ({
  ...defined({
    usage,
    risk: risk?.level,
    executionUser: executionUser && { username: executionUser.username, state: executionUser.state },
  }),
  despite,
});
