import { expect } from 'chai';
import { commandAgain, commandGiven } from '../../../src/cli/change/again.js';

const token = (flag: string, input: string) => ({ type: 'flag', flag, input });

describe('the command that makes what a dry run has shown', () => {
  const raw = [
    token('dry-run', '--dry-run'),
    token('app', 'Order Sync'),
    token('app', 'Billing'),
    token('include-active', '--include-active'),
    token('save-plan', 'plan.json'),
    token('wait', '5'),
  ];
  const parsed = { raw, flags: { 'dry-run': true, 'include-active': true, app: ['Order Sync', 'Billing'] } };

  it('names the org, keeps the flags that were given, and leaves out those of a dry run', () => {
    expect(commandAgain(parsed, { command: 'remediate', org: 'prod' }).join(' ')).to.equal(
      "sf oauth-posture remediate --target-org prod --app 'Order Sync' --app Billing --include-active --wait 5",
    );
  });

  it('applies a saved plan, which brings its own scope', () => {
    const words = commandAgain(parsed, { command: 'remediate', org: 'prod', savedPlan: 'plan.json' });
    expect(words.join(' ')).to.equal(
      'sf oauth-posture remediate --target-org prod --plan plan.json --include-active --wait 5',
    );
  });

  it('names no org where files are edited without one', () => {
    const files = {
      raw: [token('source-dir', 'force-app'), token('dry-run', '--dry-run')],
      flags: { 'dry-run': true },
    };
    expect(commandAgain(files, { command: 'remediate' }).join(' ')).to.equal(
      'sf oauth-posture remediate --source-dir force-app',
    );
  });

  it('is another one than the command that was entered, which a record names with all of its flags', () => {
    expect(commandGiven(parsed, 'remediate').join(' ')).to.equal(
      "sf oauth-posture remediate --dry-run --app 'Order Sync' --app Billing --include-active --save-plan plan.json --wait 5",
    );
  });
});
