import type { RetrieveResult } from '@jsforce/jsforce-node/lib/api/metadata.js';
import { failed } from './answer.js';
import type { Answer, Member, Retrieved } from './door.js';
import { OrgFault, problemOf } from './errors.js';
import { filesOf } from './retrieved.js';
import type { Session } from './session.js';

/** The org deletes a zip once it has sent it: when that answer is cut, only a new job brings the files. */
const MOST_JOBS = 2;

export const retrieveMembers = async (session: Session, members: readonly Member[]): Promise<Answer<Retrieved>> => {
  for (let job = 1; ; job += 1) {
    const result = await runJob(session, members);
    if (!result.ok) return result;
    if (!result.value.success) return failed(whyFailed(result.value));
    if (result.value.zipFile !== '') return unpack(result.value, members);
    if (job === MOST_JOBS) return failed(problemOf('cut', '', 'NO_ZIP'));
  }
};

const runJob = async (session: Session, members: readonly Member[]): Promise<Answer<RetrieveResult>> => {
  const { metadata } = session.connection;
  const started = await session.read(async () => {
    const { id } = await metadata.retrieve(requestFor(members, session.connection.getApiVersion()));
    if (!id) throw new OrgFault(problemOf('org-failed', '', 'NO_JOB_ID'));
    return id;
  });
  if (!started.ok) return started;
  return session.poll(
    () => metadata.checkRetrieveStatus(started.value),
    (status) => status.done,
  );
};

type RetrieveRequest = Parameters<Session['connection']['metadata']['retrieve']>[0];

const requestFor = (members: readonly Member[], version: string): RetrieveRequest => {
  const types = Map.groupBy(members, (member) => member.type);
  const unpackaged = {
    types: [...types].map(([name, ofType]) => ({ members: ofType.map((member) => member.fullName), name })),
    version,
  };
  // The library's type names fields of the answer to a package that a request for one does not have.
  return { apiVersion: version, singlePackage: true, unpackaged } as unknown as RetrieveRequest;
};

const whyFailed = ({ errorStatusCode, errorMessage, status }: RetrieveResult): ReturnType<typeof problemOf> =>
  problemOf('retrieve-failed', errorMessage ?? status, errorStatusCode ?? undefined);

const unpack = (result: RetrieveResult, members: readonly Member[]): Answer<Retrieved> => {
  try {
    const files = filesOf(result, members);
    return { ok: true, value: { files, messages: result.messages.map((message) => message.problem) } };
  } catch (error) {
    return failed(error instanceof OrgFault ? error.problem : problemOf('cut', '', 'BROKEN_ZIP'));
  }
};
