import type { Patch } from './patch.js';

/** Mistakes in changing an org. */
export const changingPatches: readonly Patch[] = [
  {
    name: 'use that nobody could look for keeps no app as it is',
    file: 'remediation/guards.ts',
    find: "!includeActive && usage?.status !== 'no-evidence'",
    replace: "!includeActive && usage?.status === 'seen'",
    test: { file: 'remediation/guards.test.ts', title: 'use that is unknown: use-unknown' },
  },
  {
    name: 'the app that this session is logged in with is switched off',
    file: 'remediation/guards.ts',
    find: "!given.allowLockout && owner(subject, given) === 'own'",
    replace: "given.allowLockout && owner(subject, given) === 'own'",
    test: { file: 'remediation/guards.test.ts', title: 'the app of this session: own-session' },
  },
  {
    name: 'a validation changes the org',
    file: 'remediation/validate.ts',
    find: '      checkOnly: true,\n    });',
    replace: '      checkOnly: false,\n    });',
    test: { file: 'actions/remediatePrepare.test.ts', title: 'asks for validation only' },
  },
  {
    name: 'the execution user is left behind',
    file: 'remediation/variants.ts',
    find: 'const FIRST: Variant = { removeUser: true,',
    replace: 'const FIRST: Variant = { removeUser: false,',
    test: { file: 'actions/remediateApply.test.ts', title: 'switches the flow of both kinds off, and only that' },
  },
  {
    name: 'what another hand changed since the plan is deployed over',
    file: 'remediation/redraft.ts',
    find: 'return drafted.ok && isSame(drafted.edited.change, change)',
    replace: 'return drafted.ok && change.app === change.app',
    test: { file: 'actions/remediateApply.test.ts', title: 'takes out what another hand changed, and does the rest' },
  },
  {
    name: 'what could not be read back counts as done',
    file: 'remediation/verify.ts',
    find: "if (now === undefined) return ['failed', withDetail('not-read-back', '')];",
    replace: "if (now === undefined) return ['verified'];",
    test: { file: 'actions/remediateApply.test.ts', title: 'what cannot be read back is not taken for done, 32' },
  },
  {
    name: 'a change that the org takes back counts as made',
    file: 'remediation/result.ts',
    find: "  result === 'reverted' ||\n",
    replace: '',
    test: { file: 'actions/remediateApply.test.ts', title: 'a flag that comes back is reverted, 32' },
  },
  {
    name: 'whoever answers nothing has said yes',
    file: 'confirmation.ts',
    find: 'ms: TIME_TO_ANSWER, defaultAnswer: false',
    replace: 'ms: TIME_TO_ANSWER, defaultAnswer: true',
    test: { file: 'confirmation.test.ts', title: 'takes no for the answer of whoever types nothing' },
  },
  {
    name: 'a question whose input has ended lets the process end as it likes',
    file: 'confirmation.ts',
    find: "  process.once('beforeExit', stop);\n",
    replace: '',
    test: { file: 'confirmation.test.ts', title: 'is ended by the end of the input' },
  },
  {
    name: 'a window that is closed ends a run while its deploy goes on',
    file: 'lostOutput.ts',
    find: 'if (!hasNoReader(error, output)) throw error;',
    replace: 'throw error;',
    test: { file: 'lostOutput.test.ts', title: 'does not end the run where the window was closed' },
  },
  {
    name: 'a file that grows too large kills the run',
    file: 'interrupt.ts',
    find: '    replaceListeners(process, TOO_LARGE, () => undefined),\n',
    replace: '',
    test: { file: 'interrupt.test.ts', title: 'is not made of a file that grows too large' },
  },
  {
    name: 'a snapshot gets into version control',
    file: 'remediation/snapshot.ts',
    find: "write('.gitignore', '*\\n')",
    replace: "write('.gitignore', '')",
    test: { file: 'remediation/snapshot.test.ts', title: 'keeps itself out of version control' },
  },
  {
    name: 'originals are kept with the consumer key in them',
    file: 'metadata/splice.ts',
    find: '/^consumer(?:Key|Secret)$/',
    replace: '/^consumer(?:Secret)$/',
    test: {
      file: 'actions/remediateApply.test.ts',
      title: 'keeps no key in the snapshot, and none in what is deployed',
    },
  },
];
