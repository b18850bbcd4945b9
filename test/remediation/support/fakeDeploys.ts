import type { Answer, DeployFile, DeployMessage, DeployResult, OrgDoor } from '../../../src/org/door.js';
import type { ProblemCode } from '../../../src/org/problem.js';

/** An org of which only its way with deploys matters. Paths of what each deploy held are kept. */
export type FakeDeploys = { door: OrgDoor; sent: string[][]; canceled: string[]; accepted: string[] };

export type Reply = Partial<DeployResult> | ProblemCode;

export type FakeOrg = {
  start?: (paths: readonly string[]) => ProblemCode | undefined;
  end?: (paths: readonly string[]) => Reply;
  status?: () => Reply;
};

export const fakeDeploys = ({
  start = () => undefined,
  end = () => ({}),
  status = () => ({}),
}: FakeOrg): FakeDeploys => {
  const sent: string[][] = [];
  const canceled: string[] = [];
  const accepted: string[] = [];
  let checkOnly = true;
  const reply = (id: string, given: Reply): Answer<DeployResult> =>
    typeof given === 'string'
      ? { ok: false, problem: { code: given, detail: '' } }
      : { ok: true, value: { ...SUCCEEDED, id, checkOnly, ...given } };
  const door = {
    identity: { id: '00D', username: 'admin@example.com', instanceUrl: '', apiVersion: '67.0' },
    startDeploy: (files: readonly DeployFile[], options: { checkOnly: boolean }): Promise<Answer<string>> => {
      ({ checkOnly } = options);
      const paths = files.slice(1).map(({ path }) => path);
      const problem = start(paths);
      if (problem) return Promise.resolve({ ok: false, problem: { code: problem, detail: 'said so' } });
      sent.push(paths);
      return Promise.resolve({ ok: true, value: `0Af${sent.length}` });
    },
    awaitDeploy: (id: string) => Promise.resolve(reply(id, end(sent.at(-1) ?? []))),
    deployStatus: (id: string) => Promise.resolve(reply(id, status())),
    cancelDeploy: (id: string) => {
      canceled.push(id);
      return Promise.resolve({ ok: true, value: undefined });
    },
  };
  return { door: door as unknown as OrgDoor, sent, canceled, accepted };
};

const SUCCEEDED: DeployResult = {
  id: '',
  status: 'Succeeded',
  done: true,
  success: true,
  checkOnly: true,
  failures: [],
  successes: [],
};

export const FAILED: Partial<DeployResult> = { status: 'Failed', success: false };

export const message = (path: string, fields: Partial<DeployMessage> = {}): DeployMessage => ({
  fullName: '',
  componentType: '',
  fileName: path,
  success: fields.problem === undefined,
  created: false,
  changed: false,
  deleted: false,
  ...fields,
});
