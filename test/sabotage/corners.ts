import type { Patch } from './patch.js';

const CORNERS = 'actions/audit/auditCorners.test.ts';

/** Mistakes in odd corners: what says two things in one place, is spelled in another way, or is meant for another app. */
export const cornerPatches: readonly Patch[] = [
  {
    name: 'two neighbouring IPv6 ranges are measured one by one',
    file: 'posture/factors/network.ts',
    find: 'merged(spans).some(isWideIPv6)',
    replace: 'spans.some(isWideIPv6)',
    test: { file: 'posture/factors/network.test.ts', title: 'two /64s side by side, in any order' },
  },
  {
    name: 'the manifest folder of a tree without a project is not read',
    file: 'inventory/source/sourceVersions.ts',
    find: 'manifestFolders: [...inFolder, ...above.manifestFolders]',
    replace: 'manifestFolders: above.manifestFolders',
    test: {
      file: 'inventory/source/fromSource.test.ts',
      title: 'not where a manifest folder without a project names an older one',
    },
  },
  {
    name: 'what stands inside the element of a user is not looked at',
    file: 'metadata/read/values.ts',
    find: 'const values = [...elementsWithin(element)].map(valueOf);',
    replace: 'const values = [valueOf(element)];',
    test: { file: CORNERS, title: 'by an administrator inside the element of the user' },
  },
  {
    name: 'an element that is nil says what it holds all the same',
    file: 'metadata/read/values.ts',
    find: "return element.nil ? ['', ...values] : values;",
    replace: 'return values;',
    test: { file: CORNERS, title: 'by a relaxation that is nil and given all the same' },
  },
  {
    name: 'a login IP range in another case is none',
    file: 'metadata/read/profileAndSettings.ts',
    find: "...strayCopies(root, RANGES, ranges).map(() => ({ start: '', end: '' })),",
    replace: '',
    test: { file: CORNERS, title: 'by a login IP range of everywhere in another case' },
  },
  {
    name: 'a real-time event that is on in one entry is on',
    file: 'metadata/read/profileAndSettings.ts',
    find: 'entries.every(isEnabled)',
    replace: 'entries.some(isEnabled)',
    test: { file: 'metadata/read/profileAndSettings.test.ts', title: 'that is once on and once off' },
  },
  {
    name: 'SOQL says "Enabled" and is not understood',
    file: 'inventory/apps/crossCheck.ts',
    find: "'enabled', 'active', 'on', 'yes'",
    replace: "'active', 'on', 'yes'",
    test: { file: CORNERS, title: 'believes SOQL that says "Enabled"' },
  },
  {
    name: 'SOQL lacks a column and contradicts nothing',
    file: 'inventory/apps/crossCheck.ts',
    find: 'if (!answer.ok || answer.value.every(isWhole)) return answer;',
    replace: 'if (!answer.ok || answer.value.every(isWhole) || answer.value.length > 0) return answer;',
    test: { file: CORNERS, title: 'does not take SOQL without a column for SOQL that contradicts nothing' },
  },
  {
    name: 'a namespace that SOQL alone gives is not taken on',
    file: 'inventory/apps/ecaRegistry.ts',
    find: 'if (!isSpelledSo || owner !== entry) return;',
    replace: 'if (isSpelledSo || owner !== entry) return;',
    test: { file: CORNERS, title: 'where SOQL alone gives its namespace' },
  },
  {
    name: 'a policy that names two apps goes to the one without a prefix',
    file: 'inventory/apps/ecaLinks.ts',
    find: 'if (own || others.length > 0) return undefined;',
    replace: 'if (own) return own;',
    test: { file: CORNERS, title: 'where no row tells, and passes none of them' },
  },
  {
    name: 'a switch of a packaged app switches another app of its name off',
    file: 'inventory/apps/ecaLinks.ts',
    find: '.every((packaged) => packaged === owner)',
    replace: '.every(() => true)',
    test: { file: CORNERS, title: 'switches no app off by a switch that may be that of a packaged app' },
  },
  {
    name: 'a file that is no metadata of its type leaves no trace',
    file: 'inventory/source/sourceReader.ts',
    find: 'isNoMetadata(component.facts) && !JUDGED.includes(type)',
    replace: 'isNoMetadata(component.facts) && JUDGED.includes(type)',
    test: { file: 'inventory/source/fromSource.test.ts', title: 'where A.ecaPlcy is no metadata of its type: 31' },
  },
  {
    name: 'a consumer secret in a comment is no secret',
    file: 'metadata/secrets.ts',
    find: "filter((node) => node.kind === 'silent');\n  return silent",
    replace: "filter((node) => node.kind !== 'silent');\n  return silent",
    test: {
      file: 'metadata/read/connectedApp.test.ts',
      title: 'tells where a consumer secret stands commented out as a whole',
    },
  },
];
