import { html, type Html } from './markup.js';

/** A command or an entry to copy whole. The script gives it a button; the focus is for whoever scrolls by keyboard. */
export const toCopy = (text: string): Html => html`<pre class="copy" tabindex="0"><code>${text}</code></pre>`;
