import { createHash } from 'node:crypto';
import { html, verbatim, type Html, type Part } from './markup.js';
import { SCRIPT } from './script.js';
import { styleOf, type Labels } from './style.js';

/**
 * One file that asks nobody for anything. Its own style and script are let through by their hashes, so that nothing that
 * came in with an app's name could run or load, should an escape ever be missed.
 */

type Document = { language: string; title: string; labels: Labels; body: Part };

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const policyOf = (style: string): string =>
  [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(SCRIPT)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

export const documentOf = ({ language, title, labels, body }: Document): Html => {
  const style = styleOf(labels);
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policyOf(style)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${verbatim(style)}
        </style>
      </head>
      <body>
        ${body}
        <script>
          ${verbatim(SCRIPT)};
        </script>
      </body>
    </html> `;
};
