import type { Operation } from '../wire.js';
import { elements, textOf } from '../xml.js';
import { metadataTypes } from './types.js';

export const describeMetadata: Operation = ({ body }, { state, apiVersion }) => {
  const version = Number(textOf(body, 'asOfVersion') ?? apiVersion);
  const known = metadataTypes.filter(
    ({ name, since }) => since <= version && !state.settings.missingTypes.includes(name),
  );
  const objects = known.map(({ name, folder, suffix }) =>
    elements({ directoryName: folder, inFolder: false, metaFile: false, suffix, xmlName: name }),
  );
  return (
    `<result>${objects.map((object) => `<metadataObjects>${object}</metadataObjects>`).join('')}` +
    `${elements({ organizationNamespace: state.org.namespace ?? '', partialSaveAllowed: !state.org.isSandbox, testRequired: false })}</result>`
  );
};
