/** `removed` lines from line `at` of the one text stand where `added` lines from `to` of the other stand. Counts from 0. */
export type LineChange = { at: number; to: number; removed: number; added: number };

/** Every line with its line feed; the last one may lack it. */
export const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** The fewest lines that differ, by Myers' greedy algorithm: quick where little changed, however long the texts are. */
export const lineChanges = (before: readonly string[], after: readonly string[]): LineChange[] => {
  const trail: Map<number, number>[] = [];
  let reach = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= before.length + after.length; edits += 1) {
    trail.push(reach);
    reach = new Map(reach);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = nextX(reach, diagonal, edits);
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      reach.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length)
        return joined(backtrack(trail, before.length, after.length));
    }
  }
  throw new Error('Two texts always meet at their ends.');
};

const goesDown = (reach: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean =>
  diagonal === -edits || (diagonal !== edits && (reach.get(diagonal - 1) ?? 0) < (reach.get(diagonal + 1) ?? 0));

const nextX = (reach: ReadonlyMap<number, number>, diagonal: number, edits: number): number =>
  goesDown(reach, diagonal, edits) ? (reach.get(diagonal + 1) ?? 0) : (reach.get(diagonal - 1) ?? 0) + 1;

/** Single lines, from the end to the start. */
const backtrack = (trail: readonly ReadonlyMap<number, number>[], endX: number, endY: number): LineChange[] => {
  const steps: LineChange[] = [];
  let [x, y] = [endX, endY];
  for (let edits = trail.length - 1; edits > 0; edits -= 1) {
    const reach = trail[edits] ?? new Map<number, number>();
    const isAddition = goesDown(reach, x - y, edits);
    const diagonal = isAddition ? x - y + 1 : x - y - 1;
    x = reach.get(diagonal) ?? 0;
    y = x - diagonal;
    steps.push({ at: x, to: y, removed: isAddition ? 0 : 1, added: isAddition ? 1 : 0 });
  }
  return steps.reverse();
};

const joined = (steps: readonly LineChange[]): LineChange[] =>
  steps.reduce<LineChange[]>((changes, step) => {
    const last = changes.at(-1);
    if (last && last.at + last.removed === step.at && last.to + last.added === step.to) {
      last.removed += step.removed;
      last.added += step.added;
    } else changes.push({ ...step });
    return changes;
  }, []);
