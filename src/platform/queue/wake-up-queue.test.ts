import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createLogger } from '../logging/logger.js';
import { RedisReconnection } from './redis-reconnection.js';
import { WakeUpQueue } from './wake-up-queue.js';

const wakeUp = { kind: 'deliver-page', id: 'p1', fence: 1, delayMs: 0 };

describe('setting wake-ups', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** A queue that answers as it is told to; `calls` counts how often it was asked. */
  function queueThat(answers: { now: 'at once' | 'never' | 'error' }) {
    const asked = { calls: 0 };
    const answer = () => {
      asked.calls += 1;
      if (answers.now === 'error') return Promise.reject(new Error('gone'));
      return answers.now === 'never' ? new Promise<never>(() => undefined) : Promise.resolve();
    };
    const queue = new WakeUpQueue(
      {
        add: answer,
        addBulk: answer,
        getJobCounts: () => Promise.resolve({}),
        disconnect: () => Promise.resolve(),
        on: () => {
          throw new Error('nobody listens here');
        },
      },
      new RedisReconnection(),
      createLogger('silent'),
    );
    return { queue, asked };
  }

  it('asks the queue once for a batch, once each for a few, and not at all for nothing', async () => {
    const { queue, asked } = queueThat({ now: 'at once' });
    await queue.schedule(Array.from({ length: 100 }, () => wakeUp));
    expect(asked.calls).toBe(1);
    await queue.schedule([wakeUp, wakeUp]);
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
