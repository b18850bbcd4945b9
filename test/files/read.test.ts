import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, openSync, closeSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readText, readBytes } from '../../src/files/read.js';
import { removeTemporaryTrees, temporaryTree } from './support/temporaryTree.js';

describe('a text that somebody named', () => {
  afterEach(removeTemporaryTrees);
  const inFolder = (work: (root: string) => Promise<void>) => (): Promise<void> => work(temporaryTree());

  const encodings: [name: string, bytes: Buffer, text: string][] = [
    ['UTF-8', Buffer.from('Caf\u00e9'), 'Caf\u00e9'],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeffCaf\u00e9'), '\ufeffCaf\u00e9'],
    ['UTF-16 with a byte order mark', Buffer.from('\ufeffCaf\u00e9', 'utf16le'), '\ufeffCaf\u00e9'],
    ['nothing', Buffer.alloc(0), ''],
  ];
  for (const [name, bytes, text] of encodings)
    it(
      `is read as ${name}`,
      inFolder(async (root) => {
        writeFileSync(join(root, 'x'), bytes);
        expect(await readText(join(root, 'x'))).to.deep.equal({ ok: true, value: text });
      }),
    );

  it(
    'is refused where its bytes are no text, and never read with other letters in their place',
    inFolder(async (root) => {
      writeFileSync(join(root, 'x'), Buffer.from('Caf\u00e9', 'latin1'));
      expect(await readText(join(root, 'x'))).to.deep.equal({ ok: false, code: 'not-text' });
    }),
  );

  for (const device of ['/dev/zero', '/dev/random', '/dev/tty', '/dev/null'])
    it(`is none in ${device}, which is not read`, async () => {
      const answer = await readText(device);
      expect(answer.ok ? 'read' : answer.code).to.match(/^(not-a-file|ENXIO|ENOENT)$/);
    });

  it(
    'is none behind a link to a device, in a pipe that nobody writes to, or in a folder',
    inFolder(async (root) => {
      symlinkSync('/dev/zero', join(root, 'link'));
      execFileSync('mkfifo', [join(root, 'pipe')]);
      const answers = await Promise.all([join(root, 'link'), join(root, 'pipe'), root].map((path) => readText(path)));
      expect(answers.map((answer) => (answer.ok ? 'read' : answer.code))).to.deep.equal([
        'not-a-file',
        'not-a-file',
        'EISDIR',
      ]);
    }),
  );

  it('is none in a pipe that never ends, such as a shell makes of a program', async () => {
    const endless = spawn('cat', ['/dev/zero'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const path = `/proc/${endless.pid}/fd/1`;
      const answer = await readText(path);
      expect(answer).to.deep.equal({ ok: false, code: 'not-a-file' });
    } finally {
      endless.kill('SIGKILL');
    }
  });

  it(
    'is not read any further than its limit, also where it grows while it is read',
    inFolder(async (root) => {
      const path = join(root, 'x');
      closeSync(openSync(path, 'w'));
      appendFileSync(path, Buffer.alloc(100_000));
      expect(await readBytes(path, 99_999)).to.deep.equal({ ok: false, code: 'too-large' });
      // It calls itself empty.
      expect(await readBytes('/proc/self/smaps', 10)).to.deep.equal({ ok: false, code: 'too-large' });
      expect(await readText('/proc/self/cmdline')).to.include({ ok: true });
    }),
  );
});
