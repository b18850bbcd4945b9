import type { Patch } from './patch.js';

/** Mistakes in reading metadata and in changing it. */
export const editingPatches: readonly Patch[] = [
  {
    name: 'an edit that the next deploy can replace is confirmed',
    file: 'remediation/outcome/doubts.ts',
    find: ' || (areFiles && unseen.length > 0)',
    replace: '',
    test: {
      file: 'actions/source/remediateSource.test.ts',
      title: 'confirms no edit that the next deploy can replace: 32',
    },
  },
  {
    name: 'a flag that is on in its second copy is missed',
    file: 'metadata/read/values.ts',
    find: 'copies.find(saysOn) ?? copies.find(isUnreadable) ?? copies[0]',
    replace: 'copies[0]',
    test: { file: 'metadata/read/connectedApp.test.ts', title: 'a flag of false, then true as on' },
  },
  {
    name: 'a flag that is no boolean is off',
    file: 'metadata/read/values.ts',
    find: "return isUnreadable(copy) ? 'unreadable' : 'off';",
    replace: "return 'off';",
    test: { file: 'metadata/read/connectedApp.test.ts', title: 'a flag of yes as unreadable' },
  },
  {
    name: 'the consumer secret stays in what is deployed',
    file: 'metadata/secrets.ts',
    find: '/^consumer(?:Key|Secret)$/',
    replace: '/^consumer(?:Key)$/',
    test: { file: 'metadata/edit/leavingOut.test.ts', title: 'takes key and secret out with their lines' },
  },
  {
    name: 'a second copy of the flag is left on',
    file: 'metadata/edit/switchOff.ts',
    find: 'for (const copy of copies.filter(saysOn)) {',
    replace: 'for (const copy of copies.filter(saysOn).slice(0, 1)) {',
    test: {
      file: 'metadata/edit/switchOff.property.test.ts',
      title: 'hostile metadata, generated is read as written, switched off',
    },
  },
  {
    name: 'an edit is not proven',
    file: 'metadata/edit/proven.ts',
    find: 'if (!sameBut(before, parsed.document, compared) || !isAsMeant(parsed.document))',
    replace: 'if (!isAsMeant(parsed.document))',
    test: { file: 'metadata/edit/switchOff.test.ts', title: 'a user amid words that belong to no element: not-proven' },
  },
  {
    name: 'an empty profile name is deployed, and clears every assignment',
    file: 'metadata/edit/proven.ts',
    find: "(element.nil || valueOf(element) === '')",
    replace: 'element.nil',
    test: {
      file: 'metadata/edit/switchOff.test.ts',
      title: 'refuses an empty permission set name: clears-assignments',
    },
  },
  {
    name: 'a list between commas is compared by its order',
    file: 'metadata/meaning.ts',
    find: ".filter((name) => name !== '').sort()",
    replace: ".filter((name) => name !== '')",
    test: { file: 'metadata/meaning.test.ts', title: 'means the same in any order, with any blanks' },
  },
  {
    name: 'a grant that was lost is no difference',
    file: 'metadata/meaning.ts',
    find: 'return sorted.length === 0 ? undefined : sorted.join',
    replace: 'return sorted.length <= 1 ? undefined : sorted.join',
    test: { file: 'metadata/meaning.test.ts', title: 'means something else: all grants lost, the list left' },
  },
  {
    name: 'a switch that is no boolean counts as off',
    file: 'metadata/meaning.ts',
    find: 'if (readsOff(value)) return undefined;',
    replace: 'if (!readsOn(value)) return undefined;',
    test: {
      file: 'metadata/meaning.test.ts',
      title: 'once isClientCredentialEnabled of ConnectedApp is on, or no boolean',
    },
  },
  {
    name: 'a key that somebody wrote into the description is kept and deployed',
    file: 'metadata/edit/switchOff.ts',
    find: "  if (isElsewhere) return refused('secret-elsewhere');\n",
    replace: '',
    test: { file: 'metadata/edit/leavingOut.test.ts', title: 'refuses one that holds the key in an address' },
  },
  {
    name: 'a comment is kept that holds the key without speaking of it',
    file: 'metadata/secrets.ts',
    find: '(MENTION.test(node.text) || tells(node.text))',
    replace: 'MENTION.test(node.text)',
    test: { file: 'metadata/edit/leavingOut.test.ts', title: 'that holds the key without speaking of it' },
  },
];
