import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { SfCommand } from '@salesforce/sf-plugins-core';
import { runOptions } from '../src/cli/command.js';

describe('who signs a result', () => {
  it('is the plugin, also where it runs in the Salesforce CLI, whose package the framework hands out', () => {
    const command = {
      config: { pjson: { name: '@salesforce/cli', version: '2.150.6' } },
      jsonEnabled: () => true,
    } as unknown as SfCommand<unknown>;
    const own = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
    const { tool } = runOptions(command, { 'api-version': undefined, wait: 1 });
    expect(tool).to.deep.equal({ name: 'sf-oauth-posture', version: own.version });
  });
});
