/** DEL and C1 controls, what turns the reading direction, and the line ends that only Unicode knows. */
const UNSEEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * The same JSON for whoever parses it. JSON itself escapes the oldest control characters alone: the others would reach a
 * terminal, or an editor in which somebody reads a plan before approving it.
 */
export const visibleJson = (json: string): string =>
  json.replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
