import type { Patch } from './patch.js';

/** Mistakes about time: whose clock decides, and how old a look may be. */
export const clockPatches: readonly Patch[] = [
  {
    name: 'a waiver holds in an audit as long as the machine says',
    file: 'posture/waivers/apply.ts',
    find: 'org ? orgTimes?.get(org.id) :',
    replace: 'org ? undefined :',
    test: { file: 'actions/audit/auditWaivers.test.ts', title: 'has ended on a machine whose clock is behind' },
  },
  {
    name: 'a waiver holds for files beside an org as long as the machine says',
    file: 'posture/waivers/apply.ts',
    find: '[...(orgTimes?.values() ?? [])].sort().at(-1)',
    replace: 'undefined',
    test: { file: 'actions/audit/auditWaivers.test.ts', title: 'has ended for files beside it as well' },
  },
  {
    name: 'a waiver that has ended by the day of the org holds again in a report of saved results',
    file: 'posture/saved/days.ts',
    find: 'code === CLOCK_BEHIND',
    replace: 'code !== CLOCK_BEHIND',
    test: { file: 'actions/report/report.test.ts', title: 'has not begun again where only this clock is behind' },
  },
  {
    name: 'a report of saved results is made before the results',
    file: 'posture/saved/days.ts',
    find: 'laterDay(machineDay, finishedAt)',
    replace: "finishedAt === '' ? '' : machineDay",
    test: { file: 'actions/report/report.test.ts', title: 'ends by the day of the results where this clock is behind' },
  },
  {
    name: 'the day of the org decides although it is behind',
    file: 'posture/waivers/days.ts',
    find: 'isDay(orgDay) && orgDay > machineDay',
    replace: 'isDay(orgDay)',
    test: { file: 'actions/audit/auditWaivers.test.ts', title: 'where the clock of the org is behind' },
  },
  {
    name: 'a waiver is not known as ended in the guards of a remediation as long as the machine says',
    file: 'actions/remediate/prepare.ts',
    find: 'laterDay(report.startedAt.slice(0, 10), door.orgTime())',
    replace: 'laterDay(report.startedAt.slice(0, 10), undefined)',
    test: {
      file: 'actions/remediate/remediateWaivedMeanwhile.test.ts',
      title: 'is no waiver for a remediation: its app is left alone as expired',
    },
  },
  {
    name: 'a waiver that is written during the run holds as long as the machine says',
    file: 'actions/remediate/waivedMeanwhile.ts',
    find: 'door?.orgTime()',
    replace: 'undefined',
    test: {
      file: 'actions/remediate/remediateWaivedMeanwhile.test.ts',
      title: 'keeps nothing back where it is written while the run asks',
    },
  },
  {
    name: 'a waiver is not known as ended in the guards of a restore as long as the machine says',
    file: 'actions/remediate/guardClosing.ts',
    find: 'laterDay(today, door.orgTime())',
    replace: 'laterDay(today, undefined)',
    test: {
      file: 'actions/restoreClosing.test.ts',
      title: 'leaves an app alone whose waiver has ended by the day of the org',
    },
  },
  {
    name: 'a waiver of files holds as long as the machine says, with an org beside them',
    file: 'actions/source/prepareSource.ts',
    find: 'laterDay(machineDay, beside?.door.orgTime())',
    replace: 'laterDay(machineDay, undefined)',
    test: { file: 'actions/source/guardsOfOrg.test.ts', title: 'lets a waiver end by the day of the org' },
  },
  {
    name: 'a deploy leaves however long ago the org was read',
    file: 'remediation/deploy/sendOne.ts',
    find: 'sending.age() > longestAge',
    replace: 'sending.age() < 0',
    test: {
      file: 'actions/remediate/remediateLastMoment.test.ts',
      title: 'looks again where it sleeps while the org answers the look',
    },
  },
  {
    name: 'a request leaves although it is too late',
    file: 'org/transport/transport.ts',
    find: 'if (request?.isTooLate()) return controller.abort(interrupted());',
    replace: '',
    test: {
      file: 'actions/remediate/remediateLastMoment.test.ts',
      title: 'looks again where it sleeps when everything is ready to be sent',
    },
  },
  {
    name: 'a second look is taken to be as old as the first',
    file: 'remediation/deploy/send.ts',
    find: '    age = seen.value.age;\n',
    replace: '',
    test: {
      file: 'actions/remediate/remediateLastMoment.test.ts',
      title: 'looks again where it sleeps when everything is ready to be sent',
    },
  },
  {
    name: 'a client that logs in while a remediation asks is not looked for',
    file: 'actions/remediate/prepare.ts',
    find: '!harden && !request.includeActive &&',
    replace: 'harden === null &&',
    test: {
      file: 'actions/remediate/remediateUsedMeanwhile.test.ts',
      title: 'leaves its app alone as in use, and the others are changed',
    },
  },
  {
    name: 'use that became unknown while a remediation asks is no use',
    file: 'actions/remediate/usedMeanwhile.ts',
    find: 'return reason ? [skip',
    replace: "return reason === 'in-use' ? [skip",
    test: {
      file: 'actions/remediate/remediateUsedMeanwhile.test.ts',
      title: 'changes nothing where the logins of these minutes cannot be read',
    },
  },
  {
    name: 'a client that logs in while a restore asks is not looked for',
    file: 'actions/restore.ts',
    find: '...(guarded.unfitNow && {',
    replace: '...(undefined && {',
    test: {
      file: 'actions/restoreClosing.test.ts',
      title: 'leaves an app alone that a client uses while the run asks',
    },
  },
];
