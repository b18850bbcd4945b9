import type { Notice } from '../../posture/model.js';
import type { Coverage } from '../coverage.js';
import { type SourceComponent, type SourceFacts, readFacts } from './sourceFacts.js';
import { type ReadBytes, type SourceFile, type SourceText, type SourceType, readSourceText } from './sourceFiles.js';
import type { ReplacementsOf } from './sourceReplacements.js';

/** Reads the files of a tree one by one, so that only one text is in memory. */
export class SourceReader {
  readonly notices: Notice[] = [];

  constructor(
    private readonly files: readonly SourceFile[],
    private readonly readBytes: ReadBytes,
    private readonly replacementsOf: ReplacementsOf,
    private readonly coverage: Coverage,
  ) {}

  async components<T extends keyof SourceFacts>(type: T): Promise<SourceComponent<SourceFacts[T]>[]> {
    const components: SourceComponent<SourceFacts[T]>[] = [];
    for (const file of this.files.filter((one) => one.type === type)) {
      const { component, notices } = readFacts(
        type,
        file,
        await this.#read(file),
        await this.replacementsOf(file.path),
      );
      if (isNoMetadata(component.facts) && !JUDGED.includes(type))
        this.coverage.failed('read-files', `not-metadata: ${file.file}`);
      components.push(component);
      this.notices.push(...notices);
    }
    return components;
  }

  async #read({ path, file }: SourceFile): Promise<SourceText> {
    const read = await readSourceText(path, this.readBytes);
    if (read.ok || 'facts' in read) {
      this.coverage.ok('read-files', 1);
      return read;
    }
    this.coverage.failed('read-files', notReadable(file, read.code));
    this.notices.push({ code: 'source-not-read', file, data: { error: read.code } });
    return read;
  }
}

/**
 * A file of these types that can't be used has a finding, as not evaluated. A file of another type leaves no finding.
 */
const JUDGED: readonly SourceType[] = ['ConnectedApp', 'ExtlClntAppOauthConfigurablePolicies'];

const isNoMetadata = (facts: { kind: string } | 'not-returned'): boolean =>
  facts !== 'not-returned' && facts.kind === 'unparsable';

export const notReadable = (file: string, code: string): string => `not-readable: ${file} (${code})`;
