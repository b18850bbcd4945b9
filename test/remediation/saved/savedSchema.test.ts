import { expect } from 'chai';
import { changedAt, savedPlan, sealed, startSavedSnapshot } from '../support/savedFiles.js';

for (const { name, whole, read } of [savedPlan, await startSavedSnapshot()]) {
  describe(`${name} in a form of another version`, () => {
    const next = (whole['schemaVersion'] as number) + 1;
    const newer = { kind: whole['kind'] ?? '', schemaVersion: next, tool: { version: '9.8.7' }, elsewhere: [{}] };

    it('tells which version wrote it, and nothing else in it is looked at', async () => {
      const { answer, alsoRead } = await read(sealed(newer));
      expect(answer).to.deep.include({ ok: false, problem: 'other-schema', writtenBy: '9.8.7' });
      expect(alsoRead).to.deep.equal([]);
    });

    it('is not called edited, since that form may have another seal', async () => {
      const { answer } = await read(JSON.stringify({ ...newer, seal: 'of wax' }));
      expect(answer).to.include({ ok: false, problem: 'other-schema' });
    });

    for (const schemaVersion of [0, next - 2, next, -1, 99])
      it(`is refused as one: ${schemaVersion}`, async () => {
        const { answer } = await read(sealed(changedAt(whole, ['schemaVersion'], schemaVersion)));
        expect(answer).to.include({ ok: false, problem: 'other-schema', writtenBy: '1.2.3' });
      });

    for (const schemaVersion of [undefined, null, '1', '2', true, 1.5, [1], { version: 1 }])
      it(`is damaged where that is no version: ${JSON.stringify(schemaVersion)}`, async () => {
        const { answer } = await read(sealed(changedAt(whole, ['schemaVersion'], schemaVersion)));
        expect(answer).to.include({ ok: false, problem: 'damaged' });
      });

    for (const tool of [undefined, null, '2.0.0', {}, { version: 2 }])
      it(`is damaged where nobody says that they wrote it: ${JSON.stringify(tool)}`, async () => {
        const { answer } = await read(sealed(changedAt(newer, ['tool'], tool)));
        expect(answer).to.include({ ok: false, problem: 'damaged' });
      });
  });
}
