import { Coverage } from '../../inventory/coverage.js';
import { readSource } from '../../inventory/source/fromSource.js';
import { type SourceReads, shownFolder } from '../../inventory/source/sourceFiles.js';
import type { Inventory } from '../../inventory/model.js';
import type { Finding, Reason, Target } from '../../posture/model.js';
import { targetName } from '../../posture/names.js';
import { countFindings } from '../../posture/report/report.js';
import { selector } from '../../posture/selection.js';
import { defined } from '../../values.js';
import { sha256 } from '../../remediation/edit/fingerprint.js';
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
  const key = keyOf(directories);
  const findings = withOwnIds(judge(inventory, request, key));
  if (findings.some(({ app }) => app.type === 'ExternalClientApplication'))
    for (const file of filesOfAnyApp(inventory, request, key)) coverage.failed('read-files', `app-not-told: ${file}`);
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

/** In the ID of each finding. A hook may name thousands of files, and the IDs would be larger than the result. */
const LONGEST_KEY = 1000;

const keyOf = (directories: readonly string[]): string => {
  const key = `source:${directories.toSorted().join('\n')}`;
  return key.length > LONGEST_KEY ? `source:${sha256(key)}` : key;
};

/**
 * Files that may belong to the named apps, because they don't say whose they are, and that may turn their flow on. Where
 * every app is evaluated, each of these files has a finding of its own.
 */
const filesOfAnyApp = (inventory: Inventory, request: SourceAuditRequest, key: string): string[] => {
  const { subjects, ecaSettings = [] } = inventory;
  const isSelected = selector(request.apps);
  const others = {
    ...inventory,
    subjects: subjects.filter((one) => 'isPolicyAlone' in one && !isSelected(one.app)),
    ecaSettings: ecaSettings.filter(({ app, isFileAlone }) => isFileAlone && !isSelected(app)),
  };
  return judge(others, { ...request, apps: null }, key)
    .filter(({ reason }) => reason !== OFF_OF_ANY_APP)
    .flatMap(({ app }) => app.file ?? []);
};

/** Of a policy whose flag is off, but whose app is unknown. It turns on no app's flow. */
const OFF_OF_ANY_APP: Reason = 'policy-not-readable';

/** An app in several files has a finding for each. Only then is the file part of its ID. */
const withOwnIds = (findings: readonly Finding[]): Finding[] => {
  const sharing = Map.groupBy(findings, ({ id }) => id);
  return findings.map((finding) => {
    const { id, app } = finding;
    const isShared = (sharing.get(id) ?? []).length > 1;
    return isShared ? { ...finding, id: `${id}/${encodeURIComponent(app.file ?? '')}` } : finding;
  });
};
