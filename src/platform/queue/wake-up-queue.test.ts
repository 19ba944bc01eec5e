import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createLogger } from '../logging/logger.js';
import { RedisReconnection } from './redis-reconnection.js';
import { WakeUpBatches } from './wake-up-batches.js';
import { WakeUpHandlers } from './wake-up-handlers.js';
import { WakeUpQueue, type WakeUpJob } from './wake-up-queue.js';
import type { WakeUp, Woken } from './wake-up.js';

const wakeUp = { kind: 'deliver-page', id: 'p1', fence: 1, delayMs: 10 };

const wakeUpsAfter = (...delays: readonly number[]): WakeUp[] =>
  delays.map((delayMs, place) => ({ kind: 'deliver-page', id: `p${String(place)}`, fence: 1, delayMs }));

describe('setting wake-ups', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** A queue that answers as it is told to; `calls` counts how often it was asked. */
  function queueThat(answers: { now: 'at once' | 'never' | 'error' }) {
    const asked: { calls: number; jobs: { delay: number; ids: string[] }[] } = { calls: 0, jobs: [] };
    const note = (data: WakeUpJob, { delay }: { delay: number }) =>
      asked.jobs.push({ delay, ids: data.wakeUps.map(({ id }) => id) });
    const answer = () => {
      asked.calls += 1;
      if (answers.now === 'error') return Promise.reject(new Error('gone'));
      return answers.now === 'never' ? new Promise<never>(() => undefined) : Promise.resolve();
    };
    const handlers = new WakeUpHandlers();
    const worked: Woken[][] = [];
    handlers.register({
      kind: 'deliver-page',
      handle: () => Promise.reject(new Error('they come in batches')),
      handleMany: (wakeUps) => {
        worked.push([...wakeUps]);
        return Promise.resolve();
      },
    });
    const batches = new WakeUpBatches(handlers, createLogger('silent'));
    const queue = new WakeUpQueue(
      {
        add: (_name, data, opts) => {
          note(data, opts);
          return answer();
        },
        addBulk: (jobs) => {
          for (const { data, opts } of jobs) note(data, opts);
          return answer();
        },
        getJobCounts: () => Promise.resolve({}),
        disconnect: () => Promise.resolve(),
        on: () => {
          throw new Error('nobody listens here');
        },
      },
      new RedisReconnection(),
      batches,
      createLogger('silent'),
    );
    return { queue, asked, batches, worked };
  }

  it('puts those for the same moment into one job, a hundred at most', async () => {
    const { queue, asked } = queueThat({ now: 'at once' });
    await queue.schedule(wakeUpsAfter(7, 500, 6.2, 500, 500));
    expect(asked.jobs).toEqual([
      { delay: 7, ids: ['p0', 'p2'] },
      { delay: 500, ids: ['p1', 'p3', 'p4'] },
    ]);
    asked.jobs.length = 0;
    await queue.schedule(wakeUpsAfter(...Array.from({ length: 250 }, () => 0)));
    expect(asked.jobs.map(({ ids }) => ids.length)).toEqual([100, 100, 50]);
  });

  it('a worker keeps what is due at once, as long as it has not enough', async () => {
    const { queue, asked, batches, worked } = queueThat({ now: 'at once' });
    batches.open();
    await queue.schedule(wakeUpsAfter(0, 20, 0));
    expect(asked.jobs).toEqual([{ delay: 20, ids: ['p1'] }]);
    expect(worked.map((batch) => batch.map(({ id }) => id))).toEqual([['p0', 'p2']]);
    await queue.schedule(wakeUpsAfter(...Array.from({ length: 1_000 }, () => 0)));
    await batches.finish();
    const kept = worked.flat().length - 2;
    expect(kept).toBeGreaterThan(100);
    expect(kept).toBeLessThan(900);
    expect(asked.jobs.slice(1).flatMap(({ ids }) => ids)).toHaveLength(1_000 - kept);
    await queue.schedule(wakeUpsAfter(0));
    expect(asked.jobs.at(-1)).toEqual({ delay: 0, ids: ['p0'] });
  });

  it('what is due much later is gathered: one job for what falls due at about the same time, late by a little at most', async () => {
    const { queue, asked } = queueThat({ now: 'at once' });
    await queue.schedule(wakeUpsAfter(60_000, 20, 3_600_000));
    expect(asked.jobs).toEqual([{ delay: 20, ids: ['p1'] }]);
    await jest.advanceTimersByTimeAsync(40);
    await queue.schedule(wakeUpsAfter(59_960, 3_599_960));
    await jest.advanceTimersByTimeAsync(460);
    const [minute, hour] = asked.jobs.slice(1);
    expect(asked.jobs).toHaveLength(3);
    expect(minute?.ids).toEqual(['p0', 'p0']);
    expect(hour?.ids).toEqual(['p2', 'p1']);
    expect(minute?.delay).toBeGreaterThanOrEqual(59_500);
    expect(minute?.delay).toBeLessThanOrEqual(59_751);
  });

  it('what was gathered is set at the end', async () => {
    const { queue, asked } = queueThat({ now: 'at once' });
    await queue.schedule(wakeUpsAfter(60_000));
    await queue.leave();
    expect(asked.jobs).toHaveLength(1);
    await queue.schedule(wakeUpsAfter(60_000));
    expect(asked.jobs).toHaveLength(2);
  });

  it('asks the queue once for a batch, once each for a few, and not at all for nothing', async () => {
    const { queue, asked } = queueThat({ now: 'at once' });
    await queue.schedule(wakeUpsAfter(...Array.from({ length: 100 }, (_each, place) => place)));
    expect(asked.calls).toBe(1);
    await queue.schedule(wakeUpsAfter(1, 2));
    expect(asked.calls).toBe(3);
    await queue.schedule([]);
    expect(asked.calls).toBe(3);
    expect(queue.isAway).toBe(false);
  });

  it('gives a queue that does not answer two seconds, and after that costs callers nothing', async () => {
    const answers: { now: 'at once' | 'never' } = { now: 'never' };
    const { queue, asked } = queueThat(answers);
    const first = queue.schedule([wakeUp]);
    await jest.advanceTimersByTimeAsync(2_000);
    await first;
    expect(queue.isAway).toBe(true);
    for (let second = 0; second < 60; second += 1) {
      // Each of these would hang here if it waited for the queue.
      await Promise.all(Array.from({ length: 20 }, () => queue.schedule([wakeUp])));
      await jest.advanceTimersByTimeAsync(1_000);
    }
    expect(asked.calls).toBeLessThanOrEqual(14);

    answers.now = 'at once';
    await jest.advanceTimersByTimeAsync(5_000);
    await queue.schedule([wakeUp]);
    await jest.advanceTimersByTimeAsync(0);
    expect(queue.isAway).toBe(false);
  });

  it('never throws', async () => {
    const { queue } = queueThat({ now: 'error' });
    await expect(queue.schedule([wakeUp])).resolves.toBeUndefined();
    expect(queue.isAway).toBe(true);
  });
});
