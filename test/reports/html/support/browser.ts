import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** A real Chromium, where the machine has one. `.ci/run` installs it and requires it. */

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

export const chromiumPath = (): string | undefined => {
  const named = process.env['CHROMIUM_PATH'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = named ? [named] : NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return places.find((place) => existsSync(place));
};

/** Without network: whatever a page asks for would fail, and is counted besides. */
export const launchChromium = async (): Promise<Browser> => {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('There is no Chromium on this machine. Set CHROMIUM_PATH.');
  return chromium.launch({
    executablePath,
    // A pipeline mostly runs as root, where Chromium's own sandbox does not start.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND'],
  });
};
