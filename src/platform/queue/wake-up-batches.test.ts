import { describe, expect, it } from '@jest/globals';
import { eventually } from '../../../test/support/eventually.js';
import { createLogger, currentLogContext, withLogContext } from '../logging/logger.js';
import { WakeUpBatches } from './wake-up-batches.js';
import { WakeUpHandlers } from './wake-up-handlers.js';
import type { WakeUpHandler, Woken } from './wake-up.js';

const woken = (...ids: readonly string[]): Woken[] => ids.map((id) => ({ id, fence: 1 }));
const idsOf = (batches: readonly (readonly Woken[])[]) => batches.map((batch) => batch.map(({ id }) => id));

/** A handler that works until it is let go, and notes what it got. */
class HeldHandler implements WakeUpHandler {
  readonly kind = 'held';
  readonly got: Woken[][] = [];
  readonly contexts: unknown[] = [];
  private readonly held: (() => void)[] = [];
  private isHolding = true;

  handle(): Promise<void> {
    return Promise.reject(new Error('they come in batches'));
  }

  async handleMany(wakeUps: readonly Woken[]): Promise<void> {
    this.got.push([...wakeUps]);
    this.contexts.push(currentLogContext());
    if (this.isHolding) await new Promise<void>((resolve) => this.held.push(resolve));
    if (wakeUps.some(({ id }) => id === 'poisoned')) throw new Error('cannot be worked on');
  }

  letGo(): void {
    this.isHolding = false;
    for (const go of this.held) go();
  }
}

function batchesFor(handler: WakeUpHandler): WakeUpBatches {
  const handlers = new WakeUpHandlers();
  handlers.register(handler);
  return new WakeUpBatches(handlers, createLogger('silent'));
}

describe('wake-ups in batches', () => {
  it('the first goes at once, what comes right after it is one batch, and what comes while both are worked on another', async () => {
    const handler = new HeldHandler();
    const batches = batchesFor(handler);
    const all = [batches.work('held', woken('a'))];
    await Promise.resolve();
    expect(idsOf(handler.got)).toEqual([['a']]);
    all.push(...['b', 'c'].map((id) => batches.work('held', woken(id))));
    await eventually(() => {
      expect(idsOf(handler.got)).toEqual([['a'], ['b', 'c']]);
    });
    all.push(...['d', 'e'].map((id) => batches.work('held', woken(id))));
    handler.letGo();
    await Promise.all(all);
    expect(idsOf(handler.got)).toEqual([['a'], ['b', 'c'], ['d', 'e']]);
  });

  it('a full batch waits for nothing', async () => {
    const handler = new HeldHandler();
    const batches = batchesFor(handler);
    const first = batches.work('held', woken('a'));
    await Promise.resolve();
    const many = batches.work('held', woken(...Array.from({ length: 100 }, (_each, place) => String(place))));
    await Promise.resolve();
    expect(handler.got.map((batch) => batch.length)).toEqual([1, 100]);
    handler.letGo();
    await Promise.all([first, many]);
  });

  it('a batch is a hundred at most, and of one thing only the newest wake-up counts', async () => {
    const handler = new HeldHandler();
    const batches = batchesFor(handler);
    const many = batches.work('held', woken(...Array.from({ length: 250 }, (_each, place) => String(place))));
    handler.letGo();
    await many;
    expect(handler.got.map((batch) => batch.length)).toEqual([100, 100, 50]);
    await batches.work('held', [
      { id: 'a', fence: 2 },
      { id: 'a', fence: 3 },
      { id: 'a', fence: 1 },
    ]);
    expect(handler.got.at(-1)).toEqual([{ id: 'a', fence: 3 }]);
  });

  it('a batch that fails is the end of neither its lane nor who waits for it', async () => {
    const handler = new HeldHandler();
    handler.letGo();
    const batches = batchesFor(handler);
    for (const id of ['poisoned', 'poisoned', 'poisoned', 'a']) await batches.work('held', woken(id));
    expect(handler.got).toHaveLength(4);
  });

  it('a kind without batches is worked on one by one, some at a time', async () => {
    const running = { now: 0, most: 0, all: 0 };
    const batches = batchesFor({
      kind: 'single',
      handle: async ({ id }) => {
        running.all += 1;
        running.now += 1;
        running.most = Math.max(running.most, running.now);
        await Promise.resolve();
        running.now -= 1;
        if (id === '7') throw new Error('cannot be worked on');
      },
    });
    await batches.work('single', woken(...Array.from({ length: 50 }, (_each, place) => String(place))));
    expect(running.all).toBe(50);
    expect(running.most).toBeLessThanOrEqual(12);
  });

  it('carries nobody’s log context, and refuses what nobody handles', async () => {
    const handler = new HeldHandler();
    handler.letGo();
    const batches = batchesFor(handler);
    await withLogContext({ requestId: 'one of many' }, () => batches.work('held', woken('a')));
    expect(handler.contexts).toEqual([{}]);
    await expect(batches.work('unheard of', woken('a'))).rejects.toThrow(/Nobody handles/);
    expect(batches.roomFor('held')).toBe(0);
    batches.open();
    expect(batches.roomFor('held')).toBeGreaterThan(0);
    expect(batches.roomFor('unheard of')).toBe(0);
  });

  it('at the end finishes what is under way', async () => {
    const handler = new HeldHandler();
    const batches = batchesFor(handler);
    batches.open();
    const worked: string[] = [];
    void batches.work('held', woken('a')).then(() => worked.push('a'));
    const finished = batches.finish().then(() => worked.push('finished'));
    expect(batches.roomFor('held')).toBe(0);
    handler.letGo();
    await finished;
    expect(worked).toEqual(['a', 'finished']);
  });
});
