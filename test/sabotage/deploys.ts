import type { Patch } from './patch.js';

/** Mistakes about what else is deployed to an org, and about deploys of which the answer was lost. */
export const deployPatches: readonly Patch[] = [
  {
    name: 'the last look comes before the snapshot is on the disk',
    file: 'actions/remediate/apply.ts',
    find: "  doors.progress.step('snapshot');\n  const snapshot",
    replace: "  await stillAsPlanned(prepared, others);\n  doors.progress.step('snapshot');\n  const snapshot",
    test: {
      file: 'actions/remediate/remediateOtherDeploys.test.ts',
      title: 'looks at the org only when the snapshot is on the disk',
    },
  },
  {
    name: 'the deploys of others are not waited for',
    file: 'remediation/deploy/otherDeploys.ts',
    find: 'if (this.open.length === 0) return DONE;',
    replace: 'if (this.open.length >= 0) return DONE;',
    test: {
      file: 'actions/remediate/remediateOtherDeploys.test.ts',
      title: 'refuses where it is still open when the wait ends',
    },
  },
  {
    name: 'a deploy that waits behind another one is left there',
    file: 'remediation/deploy/send.ts',
    find: 'mayStepBack: steps < MOST_STEPS_BACK',
    replace: 'mayStepBack: steps > MOST_STEPS_BACK',
    test: {
      file: 'actions/remediate/remediateOtherDeploys.test.ts',
      title: 'takes its deploy back from behind another one',
    },
  },
  {
    name: 'what was taken back from behind another deploy is sent again unseen',
    file: 'remediation/deploy/send.ts',
    find: '    edited = seen.value.same;\n',
    replace: '',
    test: {
      file: 'actions/remediate/remediateOtherDeploys.test.ts',
      title: 'takes its deploy back from behind another one',
    },
  },
  {
    name: 'a deploy is taken back without end',
    file: 'remediation/deploy/send.ts',
    find: 'const MOST_STEPS_BACK = 3;',
    replace: 'const MOST_STEPS_BACK = 6;',
    test: { file: 'actions/remediate/remediateOtherDeploys.test.ts', title: 'three times at most' },
  },
  {
    name: 'a deploy that waits behind nobody is taken back',
    file: 'remediation/deploy/sendOne.ts',
    find: 'const isTakenBack = await isBehind(id);',
    replace: 'const isTakenBack = (await isBehind(id)) || polls > 0;',
    test: {
      file: 'actions/remediate/remediateOtherDeploys.test.ts',
      title: 'does not take back what waits behind nobody',
    },
  },
  {
    name: 'what another deploy may have lost is told, and the run ends well',
    file: 'actions/remediate/apply.ts',
    find: ' + overwritten.length > 0',
    replace: ' > 0',
    test: {
      file: 'actions/remediate/remediateOtherDeploys.test.ts',
      title: 'sees none where the other one has ended already',
    },
  },
  {
    name: 'a deploy that ended before the look counts as one in between',
    file: 'remediation/deploy/otherDeploys.ts',
    find: '!this.#wasSeen(other, one) && isBefore',
    replace: 'isBefore',
    test: {
      file: 'actions/remediate/remediateOtherDeploys.test.ts',
      title: 'does not wait for a check, nor for what has ended',
    },
  },
  {
    name: 'an empty list of deploys is believed from whoever is not even shown their own',
    file: 'remediation/deploy/otherDeploys.ts',
    find: ": { ok: false, problem: { code: 'not-permitted', detail: '' } };",
    replace: ': DONE;',
    test: {
      file: 'actions/remediate/remediateOtherDeploys.test.ts',
      title: 'does not show the deploys of others (empty)',
    },
  },
  {
    name: 'that a deploy is about to be sent is not written down',
    file: 'remediation/deploy/sendOne.ts',
    find: 'if (!noted.ok) return',
    replace: 'if (!noted.ok && edited.length === 0) return',
    test: {
      file: 'actions/restoreLost.test.ts',
      title: 'sends nothing where it cannot be written down that it is about to',
    },
  },
  {
    name: 'a restore asks for no deploy that nobody wrote down',
    file: 'actions/remediate/itsDeploys.ts',
    find: 'if (aftermath.unnamed)',
    replace: 'if (aftermath.unnamed && restoration.force)',
    test: {
      file: 'actions/restoreLost.test.ts',
      title: 'because the answer of the org was lost does not say that there is nothing to do',
    },
  },
  {
    name: 'a deploy without an id counts as none',
    file: 'remediation/saved/snapshotRead.ts',
    find: 'const isUnknown = unnamed !== undefined || ',
    replace: 'const isUnknown = ',
    test: {
      file: 'actions/restoreLost.test.ts',
      title: 'because the run was killed does not say that there is nothing to do',
    },
  },
  {
    name: 'a deploy that is still on its way counts as one that never was',
    file: 'actions/remediate/itsDeploys.ts',
    find: 'if (!(age.milliseconds > LATEST_ARRIVAL))',
    replace: 'if (force && !(age.milliseconds > LATEST_ARRIVAL))',
    test: { file: 'actions/restoreLost.test.ts', title: 'refuses as long as it may still be on its way' },
  },
  {
    name: 'a deploy of these apps and others is taken for the one that got lost',
    file: 'actions/remediate/itsDeploys.ts',
    find: 'named.every(',
    replace: 'named.some(',
    test: {
      file: 'actions/restoreLost.test.ts',
      title: 'refuses too where the same user has deployed its apps with others meanwhile',
    },
  },
  {
    name: 'a deploy of today is taken for one that the org has forgotten',
    file: 'actions/remediate/itsDeploys.ts',
    find: "> SHORTEST_KEPT ? 'deploy-forgotten' : 'deploy-hidden'",
    replace: "> SHORTEST_KEPT ? 'deploy-forgotten' : 'deploy-forgotten'",
    test: {
      file: 'actions/restoreUnfinished.test.ts',
      title: 'does not take a deploy of today for forgotten',
    },
  },
  {
    name: 'a restore believes whoever is not shown the deploys of the run',
    file: 'actions/remediate/itsDeploys.ts',
    find: "if (!check || check.createdById === '') throw",
    replace:
      "if (!check) return { id, status: '', checkOnly: true, createdAt: '2020-01-01T00:00:00Z', createdById: '', createdBy: '' };\n  if (check.createdById === '') throw",
    test: {
      file: 'actions/restoreLost.test.ts',
      title: 'because the run was killed refuses where the org does not show deploys (empty)',
    },
  },
  {
    name: 'what is forced says that there is nothing to do, whatever still waits',
    file: 'actions/restore.ts',
    find: 'isDoubted: !isEndKnown,',
    replace: 'isDoubted: false && !isEndKnown,',
    test: {
      file: 'actions/restoreLost.test.ts',
      title: 'because the run was killed is not kept from it by what was forced',
    },
  },
  {
    name: 'a deploy of which the org says that it failed is not looked at',
    file: 'remediation/outcome/verify.ts',
    find: "['failed', problemOf('failed-yet-as-meant', end)]",
    replace: "['failed', problemOf('changed-by-others', end)]",
    test: { file: 'remediation/outcome/verify.test.ts', title: 'although the org says that it failed' },
  },
  {
    name: 'a deploy that took effect with other changes counts as one that changed nothing because the org says so',
    file: 'remediation/outcome/verify.ts',
    find: 'return hasArrived(edited, { found, changed })',
    replace: "return hasArrived(edited, { found, changed }) && end.detail === ''",
    test: {
      file: 'actions/remediate/remediateOtherHands.test.ts',
      title: 'and turns it off: does not say that nothing was changed, 32',
    },
  },
  {
    name: 'what another hand may have closed while a deploy failed is opened by a restore',
    file: 'remediation/saved/snapshotRead.ts',
    find: 'outcomes.filter(mayBeOthersWork)',
    replace: "outcomes.filter(({ result }) => result === 'not-attempted')",
    test: {
      file: 'actions/remediate/remediateOtherHands.test.ts',
      title: 'and restores that app only when it is forced',
    },
  },
  {
    name: 'an org that shows the old state for a moment counts as one that took a change back',
    file: 'remediation/deploy/reading.ts',
    find: '...staleOf(one, reading)',
    replace: '...staleOf(one, reading).slice(9)',
    test: {
      file: 'actions/remediate/remediateLooking.test.ts',
      title: 'for a moment still shows what was there before',
    },
  },
  {
    name: 'a deploy that is called done while it is under way has ended',
    file: 'org/requests/deploy/deploy.ts',
    find: 'result.done && !UNDER_WAY.includes(result.status)',
    replace: 'result.done',
    test: { file: 'actions/remediate/remediateUnclear.test.ts', title: 'called done and InProgress' },
  },
  {
    name: 'a deploy that is called a success and failed has succeeded',
    file: 'org/requests/deploy/deploy.ts',
    find: "result.success && result.status === 'Succeeded'",
    replace: 'result.success',
    test: { file: 'actions/remediate/remediateUnclear.test.ts', title: 'called a success and Failed' },
  },
  {
    name: 'an old look is deployed on after the disk stalled',
    file: 'remediation/deploy/sendOne.ts',
    find: 'elapsed() > LONGEST_NOTE_MS',
    replace: 'elapsed() > LONGEST_NOTE_MS * 100',
    test: {
      file: 'actions/remediate/remediateLastMoment.test.ts',
      title: 'looks again: what somebody changed meanwhile is left alone',
    },
  },
  {
    name: 'a record without deploys says that there were none',
    file: 'remediation/saved/snapshotRead.ts',
    find: 'unnamed !== undefined || !told',
    replace: 'unnamed !== undefined || !(after ?? result)',
    test: { file: 'actions/restoreLost.test.ts', title: 'refuses where the record is "{}" and no result is left' },
  },
  {
    name: 'any deploy of the same user is taken for the one that got lost',
    file: 'actions/remediate/itsDeploys.ts',
    find: 'if (await isAnyOf(components, door, found.value.filter(isCandidate))) return [];',
    replace: 'if (found.value.some(isCandidate)) return [];',
    test: {
      file: 'actions/restoreLost.test.ts',
      title: 'refuses too where the same user has deployed something else meanwhile',
    },
  },
  {
    name: 'a run that is alive and has sent nothing yet has nothing to undo',
    file: 'actions/remediate/itsDeploys.ts',
    find: 'if (aftermath.isRunning === true && !restoration.force)',
    replace: 'if (aftermath.isRunning === true && aftermath.open.length > 0 && !restoration.force)',
    test: { file: 'actions/restoreLost.test.ts', title: 'does not say so while that run is alive, 1' },
  },
  {
    name: 'a run on another machine has ended',
    file: 'files/processMark.ts',
    find: "mark.machine !== own.machine) return 'elsewhere'",
    replace: "mark.machine !== own.machine) return 'ended'",
    test: { file: 'actions/restoreLost.test.ts', title: 'where that run may be alive on another machine, 32' },
  },
  {
    name: 'what a run left is read before it has ended',
    file: 'actions/remediate/itsDeploys.ts',
    find: 'return { aftermath: await read(), isRunning: false }',
    replace: 'return { aftermath, isRunning: false }',
    test: { file: 'actions/restoreLost.test.ts', title: 'reads what that run has left once it is known to have ended' },
  },
  {
    name: 'a process that was killed and not yet buried is alive',
    file: 'files/processMark.ts',
    find: "= ['Z', 'X']",
    replace: '= []',
    test: { file: 'files/processMark.test.ts', title: 'even if its parent takes no notice' },
  },
  {
    name: 'what a copy of a snapshot holds is all that its run did',
    file: 'actions/remediate/itsDeploys.ts',
    find: "state === 'ended' && run && (await isOriginal(snapshot, run, doors))",
    replace: "state === 'ended' && run",
    test: { file: 'actions/restoreLost.test.ts', title: 'as if all were well from a copy that was made before' },
  },
  {
    name: 'a planted snapshot has its command printed',
    file: 'actions/remediate/itsDeploys.ts',
    find: 'return id.ok && id.value === folder;',
    replace: 'return id.ok && folder.length > 0;',
    test: {
      file: 'actions/remediate/unfinishedRuns.test.ts',
      title: 'without a command where they came from another place',
    },
  },
  {
    name: 'a run that is alive is one that was killed',
    file: 'actions/remediate/unfinishedRuns.ts',
    find: 'if (isRunning === true) return',
    replace: 'if (isRunning === true && MOST_NAMED === 0) return',
    test: { file: 'actions/remediate/unfinishedRuns.test.ts', title: 'where their process is alive' },
  },
  {
    name: 'a hostile name in a snapshot ends the next run',
    file: 'actions/remediate/unfinishedRuns.ts',
    find: ", change.app.namespace ?? '']",
    replace: ']',
    test: { file: 'actions/remediate/unfinishedRuns.test.ts', title: 'do not end the run, whatever stands in them' },
  },
  {
    name: 'a clock that was set back makes an old look new',
    file: 'org/transport/stopwatch.ts',
    find: 'Math.max(Date.now() - timeOfDay, performance.now() - steady)',
    replace: 'Date.now() - timeOfDay - 0 * steady',
    test: {
      file: 'actions/remediate/remediateLastMoment.test.ts',
      title: 'deploys on no old look where the clock is set back meanwhile',
    },
  },
  {
    name: 'a machine that slept has looked just now',
    file: 'org/transport/stopwatch.ts',
    find: 'Math.max(Date.now() - timeOfDay, performance.now() - steady)',
    replace: 'performance.now() - steady - 0 * timeOfDay',
    test: {
      file: 'actions/remediate/remediateLastMoment.test.ts',
      title: 'deploys on no old look, however often it stalls',
    },
  },
  {
    name: 'a run whose checks are long ago counts as one that sees no deploys',
    file: 'remediation/deploy/otherDeploys.ts',
    find: 'return found.value.some(({ id }) => isSameId(id, missing))',
    replace: 'return found.value.length === 0',
    test: {
      file: 'actions/remediate/remediateOtherDeploys.test.ts',
      title: 'waits for one as well where so many others deployed since',
    },
  },
  {
    name: 'a component that the deploy created is verified',
    file: 'remediation/outcome/verify.ts',
    find: "end.kind === 'succeeded' && end.created.has(edited)",
    replace: "end.kind === 'succeeded' && end.created.size > 1 && end.created.has(edited)",
    test: { file: 'actions/remediate/remediateCreated.test.ts', title: 'its deploy has made it anew, 32' },
  },
];
