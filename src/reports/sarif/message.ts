/** In a SARIF message, brackets make links and braces are places for values: as letters, both are written otherwise. */
export const escaped = (text: string): string =>
  text.replaceAll(/[\\[\]]/g, (letter) => `\\${letter}`).replaceAll(/[{}]/g, (brace) => brace + brace);
