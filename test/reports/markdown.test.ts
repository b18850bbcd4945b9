import { expect } from 'chai';
import * as fc from 'fast-check';
import type { AuditReport } from '../../src/posture/model.js';
import { code, escaped } from '../../src/reports/markdown/escape.js';
import { row, withinBytes } from '../../src/reports/markdown/table.js';
import { finding, orgTarget, reportOf } from './support/builders.js';
import { rendered } from './support/render.js';
import { SAMPLES } from './support/samples.js';

const markdown = (report: AuditReport): Promise<string> => rendered('markdown', report);
const lineWith = (text: string, part: string): string => text.split('\n').find((line) => line.includes(part)) ?? '';

/** What GitHub accepts as the summary of a step. */
const MOST = 1024 * 1024;

const INCLUDES_NOT = /don(?:'|&#39;)t include what/;

describe('Markdown', () => {
  it('begins with what could not be read, and takes nothing for read that was not', async () => {
    const text = await markdown(SAMPLES['several-targets']);
    expect(text.split('\n').slice(2, 6).join('\n')).to.match(/^> \[!CAUTION\]\n> \*\*Parts of this audit failed/);
    expect(lineWith(text, "**training couldn't")).to.match(/^> - \*\*training couldn't be audited\.\*\*/);
    expect(text).to.include('| `training` | ? | ? | ? | ? | ? |');
    expect(await markdown(SAMPLES['list-refused'])).to.include('| `production` (incomplete) | 0 |');
    expect(await markdown(SAMPLES.clean)).not.to.match(/CAUTION|incomplete/);
  });

  it('adds nothing up where no target could be audited', async () => {
    const { targets } = SAMPLES['several-targets'];
    const text = await markdown(
      reportOf(
        targets.filter(({ error }) => error),
        { gate: { exitCode: 1 } },
      ),
    );
    expect(text).not.to.include('0 fail');
  });

  it('has a row of as many cells as its table for each failure, unknown and waived app', async () => {
    for (const report of Object.values(SAMPLES)) {
      const text = await markdown(report);
      for (const table of text
        .trimEnd()
        .split('\n\n')
        .filter((part) => part.startsWith('|'))) {
        const cells = table.split('\n').map((line) => line.replaceAll('\\|', '').split('|').length);
        expect(new Set(cells).size).to.equal(1, table);
      }
    }
    const text = await markdown(SAMPLES.busy);
    for (const name of ['Legacy', 'vend__VendorTool', 'DevOps_Center', 'Archive'])
      expect(lineWith(text, `\`${name}\``)).to.match(/^\| /);
  });

  it('fits a step summary, cuts the rows that come last, and counts them', async () => {
    const findings = Array.from({ length: 20_000 }, (_, at) =>
      finding({ name: `App_${String(at).padStart(5, '0')}_漢字漢字漢字漢字`, reason: 'flow-enabled' }),
    );
    const unknown = finding({ name: 'Unknown', reason: 'not-returned' });
    const text = await markdown(reportOf([orgTarget([...findings, unknown])]));
    expect(Buffer.byteLength(text)).to.be.below(MOST);
    const shown = text.match(/`App_\d+_/g)?.length ?? 0;
    expect(shown).to.be.above(5000);
    expect(text).to.include(`**${20_000 - shown} more rows aren't shown`);
    expect(text).to.include("**1 more row isn't shown").and.to.include('| `production` | 20000 | 1 | 0 | 0 | 0 |');
  });

  it('counts the targets that its table of targets has no room for', async () => {
    const fleet = (size: number): AuditReport =>
      reportOf(
        Array.from({ length: size }, (_, at) =>
          orgTarget([finding({ name: `App_${at}`, reason: 'flow-enabled' })], { name: `o${at}` }),
        ),
      );
    expect(await markdown(fleet(502))).to.include("**2 more targets aren't in this table.");
    expect(await markdown(fleet(501))).to.include("**1 more target isn't in this table.");
    expect(await markdown(fleet(500))).not.to.include('in this table');
  });

  it('says of a failed step without effect that the counts do not depend on it, as the terminal does', async () => {
    const about = { markdown: "This doesn't affect the numbers below.", html: 'This doesn&#39;t affect the counts.' };
    for (const format of ['markdown', 'html'] as const) {
      expect(await rendered(format, SAMPLES.excused))
        .to.include(about[format])
        .and.not.to.match(INCLUDES_NOT);
      expect(await rendered(format, SAMPLES['list-refused'])).to.match(INCLUDES_NOT);
      expect(await rendered(format, SAMPLES['several-targets'])).to.match(INCLUDES_NOT);
    }
  });

  it('says of a control alone that nobody asked for that it was not part of the run', async () => {
    const { controls } = SAMPLES.clean.scope;
    const asked = reportOf(SAMPLES.clean.targets, { scope: { controls: [...controls, 'eca-flow-enablement'] } });
    for (const format of ['markdown', 'html'] as const) {
      expect(await rendered(format, SAMPLES.clean)).to.include('Not part of this run');
      expect(await rendered(format, asked)).not.to.include('Not part of this run');
    }
  });

  it('cuts no row in two, and counts each that is left out', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { maxLength: 20 })), (tables) => {
        const blocks = tables.map((cells, at) => ({
          table: { heading: `# ${at}`, titles: ['x'], rows: cells.map((text) => row([code(text.replace(/\s/g, ''))])) },
        }));
        const text = withinBytes(blocks, 3000, (count) => `left: ${count}`);
        const all = blocks.flatMap(({ table }) => table.rows);
        const left = [...text.matchAll(/^left: (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
        const kept = text.split('\n').filter((line) => line.startsWith('| ') && !/^\| (?:x|---) \|$/.test(line));
        const rest = all.filter((line) => /^\| (?:x|---) \|$/.test(line)).length;
        expect(kept.length + left).to.be.within(all.length - rest, all.length);
        for (const line of kept) expect(all).to.include(line);
      }),
    );
  });

  it('lets no text be markup, a link, or a mention of anybody', () => {
    expect(escaped('**bold** [x](https://evil.example) @team <img src=x> a|b `c` www.evil.example')).to.equal(
      '\\*\\*bold\\*\\* \\[x\\](https:/' +
        '/<!-- -->evil.example) @<!-- -->team \\<img src=x\\> a\\|b \\`c\\` www.<!-- -->evil.example',
    );
    expect(['# a', '- a', '+ a', '1. a', '12) a', '=a', 'a-b', '2026-11-20'].map(escaped)).to.deep.equal([
      '\\# a',
      '\\- a',
      '\\+ a',
      '1\\. a',
      '12\\) a',
      '\\=a',
      'a-b',
      '2026-11-20',
    ]);
    const unit = fc.constantFrom('`', '|', '\\', '[', ']', '*', '_', '<', '@', 'a', ' ', '~', '$');
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        expect(escaped(text).replaceAll(/\\[^a\s]|@<!-- -->/g, '')).to.match(/^[a ]*$/);
      }),
    );
  });

  it('shows a name as code that it cannot end', () => {
    expect(code('a``b')).to.equal('```a``b```');
    expect(code('`a')).to.equal('`` `a ``');
    expect(code('a|b')).to.equal('`a\\|b`');
    expect(code('')).to.equal('');
    const unit = fc.constantFrom('`', 'a', ' ');
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1 }), (text) => {
        const [fence = ''] = /^`+/.exec(code(text)) ?? [];
        const inside = code(text).slice(fence.length, fence.length === 0 ? undefined : -fence.length);
        expect(inside === '' ? [] : (inside.match(/`+/g) ?? [])).not.to.include(fence);
        expect(inside.trim()).to.equal(text.trim());
      }),
    );
  });
});
