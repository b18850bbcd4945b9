import { typeNamed } from '../metadata/types.js';
import type { OrgState } from '../state.js';
import type { Draft } from './draft.js';
import type { Submission } from './evaluate.js';
import { contentOf, deletionsOf, manifestOf, type Files, type Manifest, type Member } from './package.js';
import { keyOf, memberAt } from './places.js';
import { refusal } from './refusals.js';
import { failure, success, warning, type DeployRow } from './rows.js';
import type { DeployRules } from './rules.js';
import type { ParseFailure } from './tree.js';

/** What a package names and what it brings have to agree, before anything is looked into. */

export type Given = { member: Member; path: string; text: string };
/** `given`: to be judged. `deletions`: to be removed. `rows`: what is settled already. */
export type Sifted = { given: Given[]; deletions: Member[]; rows: DeployRow[] };
export type Surroundings = { draft: Draft; rules: DeployRules; state: OrgState; submission: Submission };

const PACKAGE = { type: '', fullName: 'package.xml', fileName: 'package.xml' };

export function sift(files: Files, around: Surroundings): Sifted {
  const manifest = manifestOf(files);
  if (!manifest) return refused(refusal('no-package'));
  if ('reason' in manifest) return unreadable(manifest);
  const deletions = deletionsOf(files);
  const broken = deletions.find((one) => 'reason' in one);
  if (broken) return unreadable(broken);
  const problem = versionProblem(manifest.version, around);
  return problem === undefined ? matched(files, manifest, membersOf(deletions), around) : refused(problem);
}

function matched(files: Files, { members }: Manifest, deletions: Member[], around: Surroundings): Sifted {
  const named = new Set(members.map(keyOf));
  const isNamed = (member: Member): boolean => named.has(keyOf(member)) || named.has(`${member.type}:*`);
  const content = contentOf(files).map(([path, text]) => ({ path, text, member: memberAt(path) }));
  const given = content.filter((file): file is Given => file.member !== undefined && isNamed(file.member));
  const strays = content.filter(({ member }) => member === undefined || !isNamed(member));
  const brought = new Set(given.map(({ member }) => keyOf(member)));
  const rows = [
    success(PACKAGE, { changed: true }),
    ...members.flatMap((member) => absence(member, brought, around)),
    ...strays.map(({ path }) => failure({ type: '', fullName: path, fileName: path }, refusal('not-named'))),
    ...deletions.map((member) => deletion(member, around)),
  ];
  return { given, deletions, rows };
}

function absence(member: Member, brought: ReadonlySet<string>, { submission }: Surroundings): DeployRow[] {
  const about = { ...PACKAGE, fullName: member.fullName };
  if (!typeNamed(member.type)) return [failure(about, refusal('unknown-type', { type: member.type }))];
  const there = member.fullName === '*' || brought.has(keyOf(member));
  if (there || submission.options.allowMissingFiles) return [];
  return [failure(about, refusal('file-missing', { name: member.fullName, type: member.type }))];
}

/** To delete what is not there is worth a warning only. */
function deletion({ type, fullName }: Member, { draft, submission }: Surroundings): DeployRow {
  const about = { type, fullName, fileName: 'destructiveChanges.xml' };
  if (draft.component(type, fullName)) return success(about, { deleted: true });
  return warning(about, refusal('nothing-to-delete', { type, name: fullName }), submission.options.ignoreWarnings);
}

function versionProblem(version: string | undefined, { rules, state, submission }: Surroundings): string | undefined {
  const number = Number(version);
  if (!(number >= 1 && number <= state.settings.newestApiVersion))
    return refusal('version-invalid', { version: version ?? '' });
  if (rules.otherVersion === 'accept' || number === submission.endpointVersion) return undefined;
  return refusal('version-mismatch', { version: String(version), endpoint: submission.endpointVersion.toFixed(1) });
}

function membersOf(manifests: readonly (Manifest | ParseFailure)[]): Member[] {
  return manifests.flatMap((manifest) => ('members' in manifest ? manifest.members : []));
}

function unreadable(failed: ParseFailure): Sifted {
  return refused(refusal('package-unreadable', { reason: failed.reason }), failed);
}

function refused(problem: string, at?: ParseFailure): Sifted {
  const place = at ? { line: at.line, column: at.column } : {};
  return { given: [], deletions: [], rows: [failure({ ...PACKAGE, ...place }, problem)] };
}
