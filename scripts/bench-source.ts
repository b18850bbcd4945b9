/** How long a source tree takes, and how much memory: 20,000 files, 2,000 of them apps. `tsx scripts/bench-source.ts [apps] [files]` */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditSource } from '../src/actions/audit/auditSource.js';
import { readText, readBytes } from '../src/files/read.js';
import { walk } from '../src/files/walk.js';
import { controls } from '../src/posture/controls/all.js';

const [apps = 2_000, files = 20_000] = process.argv.slice(2).map(Number);
const FILES_A_FOLDER = 50;
const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';

const connectedApp = (index: number): string => `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="${NAMESPACE}">
    <contactEmail>apps@example.com</contactEmail>
    <label>App ${index}</label>
    <oauthConfig>
        <callbackUrl>https://example.com/callback</callbackUrl>
        <certificate>${'A'.repeat(1_500)}</certificate>
        <isAdminApproved>true</isAdminApproved>
        <isClientCredentialEnabled>${index % 4 === 0}</isClientCredentialEnabled>
        <isPkceRequired>false</isPkceRequired>
        <oauthClientCredentialUser>integration.user@example.com</oauthClientCredentialUser>
        <scopes>Api</scopes>
    </oauthConfig>
</ConnectedApp>
`;

const fill = (root: string): void => {
  writeFileSync(join(root, 'sfdx-project.json'), JSON.stringify({ sourceApiVersion: '66.0' }));
  for (let index = 0; index < files; index += 1) {
    const folder = join(root, `package ${Math.floor(index / FILES_A_FOLDER)}`);
    if (index % FILES_A_FOLDER === 0) mkdirSync(folder);
    const isApp = index % Math.floor(files / apps) === 0;
    if (isApp) writeFileSync(join(folder, `App_${index}.connectedApp-meta.xml`), connectedApp(index));
    else writeFileSync(join(folder, `Class_${index}.cls`), `public class Class_${index} {}\n`);
  }
};

const root = mkdtempSync(join(tmpdir(), 'oauth-posture-bench-'));
try {
  fill(root);
  const before = process.memoryUsage.rss();
  const started = performance.now();
  const { target } = await auditSource(
    { directories: ['.'], root, controls: controls.map(({ id }) => id), apps: null, usageDays: 0 },
    { walk, readBytes, readText },
  );
  const seconds = (performance.now() - started) / 1_000;
  const peak = process.resourceUsage().maxRSS * 1_024;
  const megabytes = (peak - before) / 1_048_576;
  const { pass, fail } = target.summary;
  console.log(`${files} files, ${target.findings.length} apps (${pass} pass, ${fail} fail)`);
  console.log(`${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB above the start`);
} finally {
  rmSync(root, { recursive: true, force: true });
}
