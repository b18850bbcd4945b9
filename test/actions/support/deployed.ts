import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { connect } from '../../simulator/connect.js';
import type { MovingOrg } from './movingOrg.js';

/** Deploys a folder as it stands, by the real client library. The status, or what kept it from succeeding. */
export const deployPackage = async ({ simulator }: Pick<MovingOrg, 'simulator'>, folder: string): Promise<string> => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const zip = zipSync(
    Object.fromEntries(
      files.map(({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [relative(folder, path), strToU8(readFileSync(path, 'utf8'))];
      }),
    ),
  );
  const connection = await connect(simulator, '68.0');
  const options = { singlePackage: true, rollbackOnError: true };
  const { id } = await connection.metadata.deploy(Buffer.from(zip), options);
  const result = await connection.metadata.checkDeployStatus(id ?? '', true);
  const failures = JSON.stringify(result.details?.componentFailures ?? []);
  return result.success ? result.status : `${result.status}: ${result.errorMessage ?? ''} ${failures}`;
};
