import { strToU8, zipSync } from 'fflate';
import { craftedZip } from '../craftedZip.js';
import type { FaultRule } from '../faults.js';
import type { OrgState, StoredComponent } from '../state.js';
import { soapRefusal } from '../refusals.js';
import type { Context, OperationFamily, SoapRequest } from '../wire.js';
import { childOf, elements, escapeXml, textOf } from '../xml.js';
import { fileProperties } from './list.js';
import { showsSecrets } from './secretAccess.js';
import { find, packageXml, wantedIn, type Wanted } from './manifest.js';
import { visibleText } from './visible.js';

/** Asynchronous: started, asked after until it is done, its zip handed over once. */

type Outcome =
  { failure: { code: string; message: string } } | { components: StoredComponent[]; messages: string[]; zip: string };
type Job = { id: string; polls: number; root: string; neverDone: boolean; outcome: Outcome; handedOver: boolean };

export const retrieveFamily: OperationFamily = (state) => {
  const jobs = new Map<string, Job>();
  return {
    retrieve: (request, context) => {
      const job = start(request, context);
      jobs.set(job.id, job);
      return `<result>${elements({ done: false, id: job.id, state: 'Queued' })}</result>`;
    },
    checkRetrieveStatus: ({ body }) => {
      const id = textOf(body, 'asyncProcessId') ?? textOf(body, 'id') ?? '';
      const job = jobs.get(id);
      if (!job) throw soapRefusal('no-such-job', { id });
      return `<result>${report(job, textOf(body, 'includeZip') !== 'false', state)}</result>`;
    },
  };
};

function start({ body }: SoapRequest, context: Context): Job {
  const request = childOf(body, 'request');
  if (!request) throw soapRefusal('no-request');
  const wanted = wantedIn(request);
  const version = Number(
    textOf(childOf(request, 'unpackaged'), 'version') ?? textOf(request, 'apiVersion') ?? context.apiVersion,
  );
  const root = textOf(request, 'singlePackage') === 'true' ? '' : 'unpackaged/';
  return {
    id: context.state.nextId('retrieve'),
    polls: 0,
    root,
    neverDone: context.fault?.kind === 'never-done',
    outcome: poisoned(context.fault) ?? gather(wanted, version, root, context),
    handedOver: false,
  };
}

function poisoned(fault: FaultRule | undefined): Outcome | undefined {
  if (fault?.kind !== 'retrieve-failed') return undefined;
  const usual = soapRefusal('retrieve-failed');
  return { failure: { code: fault.code ?? usual.code, message: fault.message ?? usual.message } };
}

function gather(wanted: readonly Wanted[], version: number, root: string, context: Context): Outcome {
  const { components, messages } = find(wanted, version, context);
  const limit = context.state.settings.maxRetrieveFiles;
  if (components.length > limit) {
    return { failure: soapRefusal('too-many-files', { limit: String(limit) }) };
  }
  const secrets = showsSecrets(context);
  const files = components.map(
    (component) =>
      [
        `${root}${component.fileName}`,
        strToU8(visibleText(component, version, context.state.settings, secrets)),
      ] as const,
  );
  const manifest = [`${root}package.xml`, strToU8(packageXml(components, version))] as const;
  const zip = zipped([...files, manifest], context.fault);
  const { maxZipBytes } = context.state.settings;
  if (zip.length > maxZipBytes) return { failure: soapRefusal('zip-too-large', { limit: String(maxZipBytes) }) };
  return { components, messages, zip: Buffer.from(zip).toString('base64') };
}

function zipped(files: readonly (readonly [string, Uint8Array])[], fault: FaultRule | undefined): Uint8Array {
  if (fault?.kind === 'other-zip' && fault.entries) {
    return craftedZip(fault.entries(files.map(([path, bytes]) => ({ path, bytes }))));
  }
  return zipSync(Object.fromEntries(files), { level: 1 });
}

function report(job: Job, includeZip: boolean, state: OrgState): string {
  job.polls += 1;
  if (job.neverDone || job.polls <= state.settings.pollsUntilDone) {
    return elements({ done: false, id: job.id, status: job.polls === 1 ? 'Pending' : 'InProgress', success: false });
  }
  const { id, outcome } = job;
  if ('failure' in outcome) {
    const { code, message } = outcome.failure;
    return elements({
      done: true,
      errorMessage: `${code}: ${message}`,
      errorStatusCode: code,
      id,
      status: 'Failed',
      success: false,
    });
  }
  if (job.handedOver) throw soapRefusal('zip-handed-over');
  job.handedOver = includeZip;
  return (
    elements({ done: true }) +
    outcome.components.map((one) => `<fileProperties>${fileProperties(one, job.root)}</fileProperties>`).join('') +
    elements({ id }) +
    outcome.messages.map(messageXml).join('') +
    elements({ status: 'Succeeded', success: true, zipFile: includeZip ? outcome.zip : undefined })
  );
}

const messageXml = (problem: string): string =>
  `<messages><fileName>unpackaged/package.xml</fileName><problem>${escapeXml(problem)}</problem></messages>`;
