/**
 * Removes rows, or whatever else is done a batch at a time, until a batch is not full or there have been enough: what is
 * left then waits for the next time, so that a table that was never cleaned holds nobody up for hours.
 * @param batch how many rows at most one call of `removeBatch` removes
 * @param mostBatches how many calls there are at most
 * @param removeBatch removes as many rows as it is told, and says how many there were
 * @returns how many were removed together
 */
export async function inBatches(
  { batch, mostBatches }: { readonly batch: number; readonly mostBatches: number },
  removeBatch: (batch: number) => Promise<number>,
): Promise<number> {
  let total = 0;
  for (let done = 0; done < mostBatches; done += 1) {
    const removed = await removeBatch(batch);
    total += removed;
    if (removed < batch) break;
  }
  return total;
}
