/** Works off the items in their order, so many at a time. The results are in the order of the items. */
export const inLanes = async <Item, Result>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const waiting = items.entries();
  const results: Result[] = [];
  const drive = async (): Promise<void> => {
    for (const [at, item] of waiting) results[at] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.max(1, lanes) }, drive));
  return results;
};
