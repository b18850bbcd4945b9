import { escapeText } from './xml/characters.js';

export type PackageMember = { type: string; fullName: string };

/** A manifest of exactly these members, sorted and without duplicates. */
export function packageXml(members: readonly PackageMember[], version: string): string {
  const names = new Map<string, Set<string>>();
  for (const { type, fullName } of members) names.set(type, (names.get(type) ?? new Set()).add(fullName));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Package xmlns="http://soap.sforce.com/2006/04/metadata">',
    ...[...names.keys()].sort().flatMap((type) => typeLines(type, [...(names.get(type) ?? [])].sort())),
    `    <version>${escapeText(version)}</version>`,
    '</Package>',
    '',
  ].join('\n');
}

const typeLines = (type: string, fullNames: readonly string[]): string[] => [
  '    <types>',
  ...fullNames.map((fullName) => `        <members>${escapeText(fullName)}</members>`),
  `        <name>${escapeText(type)}</name>`,
  '    </types>',
];
