import { cleanPath } from '../../words/safe/clean.js';
import { html, when, type Part } from '../page/markup.js';

const LONGEST = 300;

/** Keeps the exact text, because it may be pasted, but limits its length. */
export const shortened = (text: string): string => {
  const cleaned = cleanPath(text.slice(0, LONGEST * 8));
  const letters = Array.from(cleaned);
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join('')}…` : cleaned;
};

export const fact = (label: string, value: Part): Part =>
  when(
    value !== undefined && value !== '',
    () =>
      html`<div>
        <dt>${label}</dt>
        <dd>${value}</dd>
      </div>`,
  );
