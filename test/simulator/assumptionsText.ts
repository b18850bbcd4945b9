import type { Assumption } from './assumptions.js';

/** The list of assumptions, for the documentation and the simulator's README. */

export const BEGIN = '<!-- assumptions: generated from test/simulator/assumptions.ts by scripts/assumptions.ts -->';
export const END = '<!-- /assumptions -->';

const list = (assumptions: readonly Assumption[]): string =>
  assumptions.map(({ id, sentence, basis }) => `- **${id}**: ${sentence} *${basis}*`).join('\n');

export const page = (assumptions: readonly Assumption[]): string =>
  `# Not verified on a live org

Nothing here was tried on a live org. Tests and demo run against a simulated org, which follows the documentation, the
published WSDL, and reports from the field. Where these don't answer a question or contradict each other, the simulated
org behaves as follows. If a real org behaves differently, please open an issue and name the assumption.

${BEGIN}

${list(assumptions)}

${END}
`;

/** Puts the list between its two markers. */
export function withSection(text: string, assumptions: readonly Assumption[]): string {
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error('The text has no section for the assumptions.');
  return `${before}${BEGIN}\n\n${list(assumptions)}\n\n${END}${after}`;
}
