import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import type { AuditReport } from '../../../src/posture/model.js';
import { rendered } from '../support/render.js';
import { SAMPLES } from '../support/samples.js';

type Event = {
  activity_id: number;
  class_uid: number;
  type_uid: number;
  severity_id: number;
  status: string;
  time: number;
  finding_info: { uid: string; title: string };
  compliance: { status: string; status_id: number; status_code: string };
  unmapped: { waiver?: object };
};

const ocsf = async (report: AuditReport): Promise<Event[]> => JSON.parse(await rendered('ocsf', report)) as Event[];

const of = async (report: AuditReport, code: string): Promise<Event> => {
  const found = (await ocsf(report)).find(({ compliance }) => compliance.status_code === code);
  if (!found) throw new Error(`no event ${code}`);
  return found;
};

describe('OCSF', () => {
  it('has what the class requires, and nothing that it does not know', async () => {
    const schema = await readFile(join(import.meta.dirname, '../support/ocsf.schema.json'), 'utf8');
    const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(schema) as object);
    for (const report of Object.values(SAMPLES)) {
      validate(await ocsf(report));
      expect(validate.errors).to.equal(null);
    }
    expect(validate([{ class_uid: 2003 }])).to.equal(false);
  });

  it('makes its type from class and activity', async () => {
    for (const { class_uid: uid, activity_id: activity, type_uid: type } of await ocsf(SAMPLES.busy))
      expect(type).to.equal(uid * 100 + activity);
  });

  it('is one event an app and control, and one a part that failed', async () => {
    expect(await ocsf(SAMPLES.busy)).to.have.length((SAMPLES.busy.targets[0]?.findings.length ?? 0) + 1);
    expect(await ocsf(SAMPLES.empty)).to.deep.equal([]);
  });

  it('is one event a line, each with a uid of its own', async () => {
    const lines = (await rendered('ocsf', SAMPLES.busy)).trimEnd().split('\n').slice(1, -1);
    const uids = lines.map((line) => (JSON.parse(line.replace(/,$/, '')) as Event).finding_info.uid);
    expect(new Set(uids).size).to.equal(lines.length);
  });

  it('happened when its target was audited, also beside a newer result', async () => {
    const { busy } = SAMPLES;
    const [target] = busy.targets;
    if (!target) throw new Error('no target');
    const old = { ...target, startedAt: '2026-10-01T08:00:00.000Z' };
    const error = { name: 'NetworkError', message: 'Gone.', actions: [] };
    const merged = { ...busy, targets: [old, { ...old, findings: [], coverage: [], error }] };
    expect(new Set((await ocsf(merged)).map(({ time }) => time))).to.deep.equal(new Set([Date.parse(old.startedAt)]));
    expect(new Set((await ocsf(busy)).map(({ time }) => time))).to.deep.equal(new Set([Date.parse(busy.finishedAt)]));
  });

  it('fails as severely as the control, and a waived failure still fails', async () => {
    expect(await of(SAMPLES.busy, 'flow-enabled')).to.deep.include({ severity_id: 5, status: 'New' });
    expect((await of(SAMPLES.busy, 'flow-enabled')).compliance).to.include({ status: 'Fail', status_id: 3 });
    const waived = (await ocsf(SAMPLES.busy)).find(({ unmapped }) => unmapped.waiver);
    expect(waived).to.deep.include({ status: 'Suppressed', severity_id: 4 });
    expect(waived?.compliance).to.include({ status: 'Fail', status_id: 3 });
  });

  it('passes nothing that nobody could judge', async () => {
    for (const report of [SAMPLES['nothing-evaluated'], SAMPLES['list-refused']]) {
      const events = await ocsf(report);
      expect(events.map(({ compliance }) => compliance.status)).to.deep.equal(['Warning']);
      expect(events[0]?.severity_id).to.be.at.least(3);
    }
  });
});
