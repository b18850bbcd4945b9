import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILES_A_FOLDER = 50;
/** Every tenth file is an app. */
const APPS = 10;
const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';

const connectedApp = (index: number): string => `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="${NAMESPACE}">
    <contactEmail>apps@example.com</contactEmail>
    <label>App ${index}</label>
    <oauthConfig>
        <callbackUrl>https://example.com/callback</callbackUrl>
        <certificate>${'A'.repeat(1_500)}</certificate>
        <isAdminApproved>true</isAdminApproved>
        <isClientCredentialEnabled>${index % (4 * APPS) === 0}</isClientCredentialEnabled>
        <isPkceRequired>false</isPkceRequired>
        <oauthClientCredentialUser>integration.user@example.com</oauthClientCredentialUser>
        <scopes>Api</scopes>
    </oauthConfig>
</ConnectedApp>
`;

export const fillSourceTree = (root: string, files: number): void => {
  mkdirSync(root);
  writeFileSync(join(root, 'sfdx-project.json'), JSON.stringify({ sourceApiVersion: '66.0' }));
  for (let index = 0; index < files; index += 1) {
    const folder = join(root, `package ${Math.floor(index / FILES_A_FOLDER)}`);
    if (index % FILES_A_FOLDER === 0) mkdirSync(folder);
    if (index % APPS === 0) writeFileSync(join(folder, `App_${index}.connectedApp-meta.xml`), connectedApp(index));
    else writeFileSync(join(folder, `Class_${index}.cls`), `public class Class_${index} {}\n`);
  }
};
