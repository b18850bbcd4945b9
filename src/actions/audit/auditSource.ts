import { Coverage } from '../../inventory/coverage.js';
import { readSource } from '../../inventory/source/fromSource.js';
import type { SourceReads } from '../../inventory/source/sourceFiles.js';
import { shownFolder } from '../../inventory/source/sourceFiles.js';
import type { Finding, Target } from '../../posture/model.js';
import { targetName } from '../../posture/names.js';
import { countFindings } from '../../posture/report/report.js';
import { defined } from '../../values.js';
import { Refusal } from '../refusal.js';
import { judge, typesOf, type AuditedTarget, type Scope } from './auditOrg.js';

export type SourceAuditRequest = Scope & {
  /** As they were named. Together they are one target. */
  directories: readonly string[];
  /** Where the run was started. */
  root: string;
};

/** A folder was named that holds no Salesforce metadata. */
export const NO_METADATA = 'no-metadata';

/** The same controls and the same judgement as for an org, on files. */
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

/** An app that lies in several files has a finding for each, and only then its file is part of the id. */
const withOwnIds = (findings: readonly Finding[]): Finding[] => {
  const sharing = Map.groupBy(findings, ({ id }) => id);
  return findings.map((finding) => {
    const { id, app } = finding;
    const isShared = (sharing.get(id) ?? []).length > 1;
    return isShared ? { ...finding, id: `${id}/${encodeURIComponent(app.file ?? '')}` } : finding;
  });
};
