import type { FlagState } from '../../../src/metadata/facts.js';
import type { EditProblem } from '../../../src/metadata/edit/proven.js';
import { type EditableType, SWITCHES } from '../../../src/metadata/switches.js';
import { refusalOf, shapesOf, stateOf } from './hostileOutcome.js';
import { FLAG_FORMS, type FlagForm, NOISE, type TAILS, USER_FORMS, type UserForm } from './hostileForms.js';

/**
 * Renders metadata of every shape that breaks a careless reader, and says beforehand what must come of it. A file is
 * a list of pieces, each with what it becomes once the flow is switched off, so the expected result is known without
 * any of the code under test.
 */
type Piece = { text: string; off: string };

export type Item = { tail: (typeof TAILS)[number] } & (
  | { kind: 'flag'; form: keyof typeof FLAG_FORMS }
  | { kind: 'user'; form: keyof typeof USER_FORMS }
  | { kind: 'noise'; form: keyof typeof NOISE }
);

export type Layout = {
  prefix: '' | 'md:';
  lineEnd: '\n' | '\r\n' | '\r';
  indentation: '' | '    ' | '\t';
  head: 'plain-head' | 'byte-order-mark' | 'spaced-declaration' | 'no-declaration' | 'comment-before-root';
  rootTag: 'one-line' | 'newline-in-root';
  foot: 'line-end' | 'no-final-newline' | 'comment-after-root';
  copies: 1 | 2;
};

export type Hostile = {
  type: EditableType;
  text: string;
  /** The file once the flow is off and the user gone, or why it must be refused. */
  off: { text: string } | { refused: EditProblem };
  state: FlagState;
  user: string | undefined;
  /** How often each shape occurs in it. */
  shapes: string[];
  items: readonly Item[];
};

const METADATA = 'http://soap.sforce.com/2006/04/metadata';

export function render(type: EditableType, items: readonly Item[], layout: Layout): Hostile {
  const pieces = [...head(layout), ...body(type, items, layout), ...foot(type, layout)];
  const refusal = refusalOf(items);
  const text = pieces.map((piece) => piece.text).join('');
  return {
    type,
    text,
    off: refusal === undefined ? { text: pieces.map((piece) => piece.off).join('') } : { refused: refusal },
    state: stateOf(type, items),
    user: items.flatMap((item) => (item.kind === 'user' ? (USER_FORMS[item.form].user ?? []) : []))[0],
    shapes: shapesOf(type, items, layout),
    items,
  };
}

function body(type: EditableType, items: readonly Item[], layout: Layout): Piece[] {
  const { prefix, lineEnd, rootTag, copies } = layout;
  const binding = prefix === '' ? 'xmlns' : 'xmlns:md';
  const gap = rootTag === 'newline-in-root' ? `${lineEnd}   ` : ' ';
  const root = `<${prefix}${type}${gap}${binding}="${METADATA}"${gap}xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"${gap}>`;
  if (type !== 'ConnectedApp') return [kept(root + lineEnd), ...lines(type, items, layout)];

  const blocks = copies === 1 ? [items] : [items.slice(0, 1), items.slice(1)];
  return [
    kept(root + lineEnd),
    ...blocks.flatMap((block) => [
      kept(`<${prefix}oauthConfig>${lineEnd}`),
      ...lines(type, block, layout),
      kept(`</${prefix}oauthConfig>${lineEnd}`),
    ]),
  ];
}

function lines(type: EditableType, items: readonly Item[], layout: Layout): Piece[] {
  const pieces: Piece[] = [];
  let startsLine = true;
  for (const item of items) {
    const lead = startsLine ? layout.indentation : '';
    const tail = { line: '', blanks: ' \t', comment: ' <!-- a note -->', nothing: '' }[item.tail];
    const end = item.tail === 'nothing' ? '' : layout.lineEnd;
    const { text, off } = elementOf(type, item, layout.prefix);
    const isWholeLine = startsLine && (item.tail === 'line' || item.tail === 'blanks');
    const whole = lead + text + tail + end;
    pieces.push({ text: whole, off: off === '' && isWholeLine ? '' : lead + off + tail + end });
    startsLine = end !== '';
  }
  return pieces;
}

function elementOf(type: EditableType, item: Item, prefix: string): Piece {
  if (item.kind === 'noise') return kept(NOISE[item.form].replaceAll('$', prefix));
  const tag = prefix + (SWITCHES[type][item.kind].at(-1) ?? '');
  if (item.kind === 'user') return { text: written(tag, USER_FORMS[item.form]), off: '' };
  const form: FlagForm = FLAG_FORMS[item.form];
  const text = written(tag, form);
  return form.state === 'on' ? { text, off: written(tag, { ...form, inside: form.off ?? 'false' }) } : kept(text);
}

const written = (tag: string, { inside, attributes = '' }: FlagForm | UserForm): string =>
  inside === null ? `<${tag}${attributes}/>` : `<${tag}${attributes}>${inside}</${tag}>`;

function head({ head: form, lineEnd }: Layout): Piece[] {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
  const heads = {
    'plain-head': declaration + lineEnd,
    'byte-order-mark': `\uFEFF${declaration}${lineEnd}`,
    'spaced-declaration': `<?xml version='1.0' encoding="UTF-8" ?>${lineEnd}`,
    'no-declaration': '',
    'comment-before-root': `${declaration}${lineEnd}<!-- <isClientCredentialEnabled>true</...> -->${lineEnd}`,
  };
  return [kept(heads[form])];
}

function foot(type: EditableType, { foot: form, prefix, lineEnd }: Layout): Piece[] {
  const after = { 'line-end': lineEnd, 'no-final-newline': '', 'comment-after-root': `${lineEnd}<!-- end -->` };
  return [kept(`</${prefix}${type}>${after[form]}`)];
}

const kept = (text: string): Piece => ({ text, off: text });
