import { Coverage } from '../../inventory/coverage.js';
import { readSource } from '../../inventory/source/fromSource.js';
import { type SourceReads, shownFolder } from '../../inventory/source/sourceFiles.js';
import type { Finding, Target } from '../../posture/model.js';
import { targetName } from '../../posture/names.js';
import { countFindings } from '../../posture/report/report.js';
import { defined } from '../../values.js';
import { Refusal } from '../refusal.js';
import { judge, typesOf, type AuditedTarget, type Scope } from './auditOrg.js';

export type SourceAuditRequest = Scope & {
  /** As in the flag. Together they are one target. */
  directories: readonly string[];
  /** The working directory. */
  root: string;
};

/** A folder in the flag contains no Salesforce metadata. */
export const NO_METADATA = 'no-metadata';

/** Evaluates files with the same controls as an org. */
export const auditSource = async (request: SourceAuditRequest, doors: SourceReads): Promise<AuditedTarget> => {
  const { root } = request;
  const directories = [...new Set(request.directories.map((directory) => shownFolder(directory, root)))];
  const coverage = new Coverage();
  const { inventory, notices, apiVersion, bare } = await readSource(
    { ...typesOf(request), directories, root },
    doors,
    coverage,
  );
  const [nothing] = bare;
  if (nothing !== undefined) throw new Refusal(NO_METADATA, [nothing, '']);
  const findings = withOwnIds(judge(inventory, request, `source:${directories.toSorted().join('\n')}`));
  const target: Target = {
    kind: 'source',
    source: { directories, ...defined({ apiVersion }) },
    findings,
    summary: countFindings(findings),
    coverage: coverage.steps(),
  };
  return {
    target,
    apps: [...inventory.subjects, ...(inventory.ecaSettings ?? [])].map(({ app }) => app),
    notices: notices.map((notice) => ({ ...notice, target: targetName(target) })),
    inventory,
  };
};

/** An app in several files has a finding for each. Only then is the file part of its ID. */
const withOwnIds = (findings: readonly Finding[]): Finding[] => {
  const sharing = Map.groupBy(findings, ({ id }) => id);
  return findings.map((finding) => {
    const { id, app } = finding;
    const isShared = (sharing.get(id) ?? []).length > 1;
    return isShared ? { ...finding, id: `${id}/${encodeURIComponent(app.file ?? '')}` } : finding;
  });
};
