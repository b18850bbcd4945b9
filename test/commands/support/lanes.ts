/** Works off all items, as many at a time as there are lanes, each with a lane of its own. */
export const alongLanes = async <Lane, Item, Result>(
  lanes: readonly Lane[],
  items: readonly Item[],
  work: (lane: Lane, item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const waiting = [...items.entries()];
  const results: Result[] = [];
  const drive = async (lane: Lane): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await work(lane, next[1]);
  };
  await Promise.all(lanes.map(drive));
  return results;
};
