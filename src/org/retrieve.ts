import type { RetrieveResult } from '@jsforce/jsforce-node/lib/api/metadata.js';
import { failed } from './answer.js';
import type { Answer, Member, Retrieved } from './door.js';
import { OrgFault, problemOf, type OrgProblem } from './errors.js';
import { jobIdIn, ofJob } from './job.js';
import { cleanDetail } from './redact.js';
import { soapCall } from './requestScope.js';
import { filesOf } from './retrieved.js';
import type { Session } from './session.js';

const MOST_JOBS = 2;

/**
 * The org hands a zip over once: when that very answer is lost, asking again brings an error or a result without it,
 * and only a new job brings the files. Starting one changes nothing in the org.
 */
export const retrieveMembers = async (session: Session, members: readonly Member[]): Promise<Answer<Retrieved>> => {
  for (let job = 1; ; job += 1) {
    const started = await start(session, members);
    if (!started.ok) return started;
    const answer = unpacked(await result(session, started.value), members);
    if (answer.ok || !isLost(answer.problem) || job === MOST_JOBS) return answer;
  }
};

const isLost = ({ code }: OrgProblem): boolean =>
  ['cut', 'network', 'org-failed', 'unexpected-answer', 'unknown'].includes(code);

const start = (session: Session, members: readonly Member[]): Promise<Answer<string>> =>
  session.read(async () => {
    const { metadata } = session.connection;
    const request = requestFor(members, session.connection.getApiVersion());
    return jobIdIn(await soapCall('retrieve', async () => metadata.retrieve(request)));
  });

const result = (session: Session, id: string): Promise<Answer<RetrieveResult>> =>
  session.poll(
    async () => {
      const { metadata } = session.connection;
      return ofJob(id, await soapCall('checkRetrieveStatus', () => metadata.checkRetrieveStatus(id)));
    },
    (status) => status.done,
  );

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

const unpacked = (answer: Answer<RetrieveResult>, members: readonly Member[]): Answer<Retrieved> => {
  if (!answer.ok) return answer;
  const { success, zipFile, messages, errorMessage, errorStatusCode, status } = answer.value;
  if (!success) return failed(problemOf('retrieve-failed', errorMessage ?? status, errorStatusCode ?? undefined));
  if (zipFile === '') return failed(problemOf('cut', '', 'NO_ZIP'));
  try {
    const unpacked = filesOf(answer.value, members);
    return { ok: true, value: { ...unpacked, messages: messages.map((message) => cleanDetail(message.problem)) } };
  } catch (error) {
    return failed(error instanceof OrgFault ? error.problem : problemOf('cut', '', 'BROKEN_ZIP'));
  }
};
