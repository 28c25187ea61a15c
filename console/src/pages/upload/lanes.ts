/** Calls at one time: the API lets 50 requests a second through, and others work as well. */
const lanes = 4;

/** Does something for each of many, a few at a time. @returns how each ended, in the order given */
export async function inLanes<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
): Promise<readonly PromiseSettledResult<void>[]> {
  const ended: PromiseSettledResult<void>[] = [];
  const queue = items.entries();
  const lane = async () => {
    // All lanes draw from the one iterator: each is taken once.
    for (const [index, item] of queue) {
      [ended[index] = { status: 'fulfilled', value: undefined }] = await Promise.allSettled([act(item)]);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return ended;
}
