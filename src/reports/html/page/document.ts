import { createHash } from 'node:crypto';
import { html, joinHtml, verbatim, type Html, type Part } from './markup.js';
import { SCRIPT } from './script.js';
import { styleOf, type Labels } from './style.js';

/**
 * One file that loads nothing. A policy allows only its own style and script, by their hashes, so that nothing in an
 * app's name could run or load even if it weren't escaped.
 */

type Document = { language: 'en'; title: string; labels: Labels; body: Part };

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
  const head = [
    html`<meta charset="utf-8" />`,
    html`<meta http-equiv="Content-Security-Policy" content="${policyOf(style)}" />`,
    html`<meta name="viewport" content="width=device-width, initial-scale=1" />`,
    html`<meta name="color-scheme" content="light dark" />`,
    html`<meta name="referrer" content="no-referrer" />`,
    html`<title>${title}</title>`,
    // Must be exactly the text that was hashed.
    verbatim(`<style>${style}</style>`),
  ];
  return joinHtml(
    [
      verbatim(`<!doctype html>\n<html lang="${language}">\n<head>`),
      ...head,
      verbatim('</head>\n<body>'),
      body,
      verbatim(`<script>${SCRIPT}</script>\n</body>\n</html>\n`),
    ],
    '\n',
  );
};
