/** The text that a terminal is sent, as a page that looks like one. */

const ESC = String.fromCharCode(0x1b);
const SEQUENCE = new RegExp(`${ESC}\\[(\\d+)m`, 'g');

const STYLES: Readonly<Record<string, string>> = {
  1: 'font-weight:700;color:#fff',
  2: 'color:#8b95a3',
  31: 'color:#ff7b72',
  32: 'color:#7ee2a0',
  33: 'color:#f2c66d',
  36: 'color:#7cd6e6',
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export const terminalPage = (command: string, text: string): string => {
  const body = escaped(text).replace(SEQUENCE, (_, code: string) =>
    code === '0' ? '</span>' : `<span style="${STYLES[code] ?? ''}">`,
  );
  return `<!doctype html><meta charset="utf-8"><style>
body{margin:0;background:#12151a}
pre{margin:0;padding:26px 30px;width:max-content;color:#d5dae1;font:14px/1.45 "DejaVu Sans Mono",Menlo,Consolas,monospace}
i{font-style:normal;color:#7ee2a0}
</style><pre><i>$</i> ${escaped(command)}\n\n${body}</pre>`;
};
