import { describe, expect, it } from '@jest/globals';
import { inBatches } from './in-batches.js';

describe('inBatches', () => {
  it.each([
    { rows: 0, calls: 1, removed: 0 },
    { rows: 9, calls: 1, removed: 9 },
    { rows: 10, calls: 2, removed: 10 },
    { rows: 25, calls: 3, removed: 25 },
    { rows: 30, calls: 3, removed: 30 },
    { rows: 1_000, calls: 3, removed: 30 },
  ])('of $rows rows, ten at a time and three times at most, removes $removed', async (expected) => {
    let left = expected.rows;
    let calls = 0;
    const removed = await inBatches({ batch: 10, mostBatches: 3 }, (batch) => {
      const gone = Math.min(batch, left);
      left -= gone;
      calls += 1;
      return Promise.resolve(gone);
    });
    expect({ rows: expected.rows, calls, removed }).toEqual(expected);
  });

  it('stops at an error and passes it on', async () => {
    await expect(
      inBatches({ batch: 10, mostBatches: 3 }, () => Promise.reject(new Error('no table'))),
    ).rejects.toThrow('no table');
  });
});
