import { strToU8, zipSync } from 'fflate';
import { manifest, SYNC } from './bench.js';
import { app, type RefusalCase } from './refusalCase.js';
import { connectedApp, HARMLESS } from './samples.js';

/** What a package names and brings does not agree. */

export const casesOfPackages: readonly RefusalCase[] = [
  { story: 'what is no zip', id: 'zip-unreadable', files: Buffer.from('no zip') },
  {
    story: 'a zip without package.xml at its root',
    id: 'no-package',
    files: Buffer.from(zipSync({ 'unpackaged/package.xml': strToU8(manifest([])) })),
  },
  {
    story: 'files in the root while a folder for each package is expected',
    id: 'no-package',
    files: app(),
    options: { singlePackage: false },
  },
  {
    story: 'a package.xml that is cut off',
    id: 'package-unreadable',
    values: { reason: 'Missing end tag for element Package (line 1, column 10)' },
    files: { 'package.xml': '<Package>' },
  },
  {
    story: 'a type that does not exist',
    id: 'unknown-type',
    values: { type: 'Conected' },
    files: { 'package.xml': manifest([['Conected', 'Sync']]) },
  },
  {
    story: 'a package.xml newer than the org',
    id: 'version-invalid',
    values: { version: '99.0' },
    files: { 'package.xml': manifest([['ConnectedApp', 'Sync']], '99.0'), ...app() },
  },
  {
    story: 'a package.xml of another version than the endpoint',
    id: 'version-mismatch',
    values: { version: '60.0', endpoint: '67.0' },
    files: { 'package.xml': manifest([['ConnectedApp', 'Sync']], '60.0'), ...app() },
  },
  {
    story: 'a member without its file',
    id: 'file-missing',
    values: { name: 'Sync', type: 'ConnectedApp' },
    files: { 'package.xml': manifest([['ConnectedApp', 'Sync']]) },
  },
  {
    story: 'a file in the folder of another type',
    id: 'file-missing',
    values: { name: 'Sync', type: 'ConnectedApp' },
    files: {
      'package.xml': manifest([['ConnectedApp', 'Sync']]),
      'externalClientApps/Sync.connectedApp': connectedApp(HARMLESS),
    },
  },
  {
    story: 'a file with the suffix of source format',
    id: 'file-missing',
    values: { name: 'Sync', type: 'ConnectedApp' },
    files: { 'package.xml': manifest([['ConnectedApp', 'Sync']]), [`${SYNC}-meta.xml`]: connectedApp(HARMLESS) },
  },
  {
    story: 'a file that package.xml does not name',
    id: 'not-named',
    files: { 'package.xml': manifest([]), ...app() },
  },
  {
    story: 'to delete what is not there',
    id: 'nothing-to-delete',
    values: { type: 'ConnectedApp', name: 'Gone' },
    files: { 'package.xml': manifest([]), 'destructiveChanges.xml': manifest([['ConnectedApp', 'Gone']]) },
  },
];
