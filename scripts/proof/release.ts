export type Released = { version: string; changelog: string; repository?: { url?: string } };

/** What speaks against publishing this tree under this tag. */
export const mistakesIn = (tag: string, { version, changelog, repository }: Released): string[] => [
  ...(tag === `v${version}` ? [] : [`The tag is ${tag || 'missing'}, and package.json says ${version}.`]),
  ...(changelog.includes(`\n## ${version}\n`) ? [] : [`CHANGELOG.md has no section ${version}.`]),
  ...(repository?.url
    ? []
    : ['package.json has no repository.url. The registry accepts a provenance only from that repository.']),
];
