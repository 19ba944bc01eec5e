import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../../platform/config/settings.js';
import { createLogger } from '../../platform/logging/logger.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { OverdueWork, type ClaimedDeadline, type SweptDeadlines } from '../../platform/queue/overdue-work.js';
import { RedisReconnection } from '../../platform/queue/redis-reconnection.js';
import { WakeUpBatches } from '../../platform/queue/wake-up-batches.js';
import { WakeUpHandlers } from '../../platform/queue/wake-up-handlers.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { ProviderCalls } from './provider-calls.js';
import { Sweeper } from './sweeper.js';

const AWAY = new Error('Connection terminated unexpectedly');
const POISONED = new TypeError('cannot be worked on');

/** Two deadlines that can be claimed once; working on them goes as `outcomes` say, one after the other, and then well. */
function deadlinesThat(together: boolean, outcomes: (Error | null)[]) {
  const claims: ClaimedDeadline[][] = [
    [
      { id: 'a', fence: 2 },
      { id: 'b', fence: 5 },
    ],
  ];
  const worked: string[] = [];
  const work = (what: string): Promise<void> => {
    const outcome = outcomes.shift() ?? null;
    if (outcome !== null) return Promise.reject(outcome);
    worked.push(what);
    return Promise.resolve();
  };
  const deadlines: SweptDeadlines = {
    kind: 'escalation',
    claimOverdue: () => Promise.resolve(claims.shift() ?? []),
    takeUp: (id, fence) => work(`${id}${String(fence)}`),
    ...(together
      ? { takeUpMany: (all) => work(all.map(({ id, fence }) => `${id}${String(fence)}`).join(' ')) }
      : {}),
  };
  return { deadlines, worked };
}

function sweeperOf(deadlines: SweptDeadlines): Sweeper {
  const logger = createLogger('silent');
  const overdue = new OverdueWork();
  overdue.register(deadlines);
  const nothing = () => Promise.resolve();
  const queue = {
    add: nothing,
    addBulk: nothing,
    getJobCounts: () => Promise.resolve({}),
    disconnect: nothing,
    on: () => {
      throw new Error('nobody listens here');
    },
  };
  const batches = new WakeUpBatches(new WakeUpHandlers(), logger);
  const wakeUps = new WakeUpQueue(queue, new RedisReconnection(), batches, logger);
  return new Sweeper(overdue, new ProviderCalls(logger), wakeUps, new Metrics(), readSettings({}), logger);
}

describe('the sweeper', () => {
  it.each([
    ['together', true, [AWAY], ['a2 b5']],
    ['one by one', false, [AWAY, null], ['b5', 'a2']],
  ])(
    'what it claimed while the database went away is done as soon as it is back: %s',
    async (_how, together, outcomes, done) => {
      const { deadlines, worked } = deadlinesThat(together, outcomes);
      await sweeperOf(deadlines).sweep();
      expect(worked).toEqual(done);
    },
  );

  it.each([
    ['together', true, [POISONED], []],
    ['one by one', false, [POISONED, null], ['b5']],
  ])('what cannot be worked on waits for its lease: %s', async (_how, together, outcomes, done) => {
    const { deadlines, worked } = deadlinesThat(together, outcomes);
    const sweeper = sweeperOf(deadlines);
    await sweeper.sweep();
    await sweeper.sweep();
    expect(worked).toEqual(done);
  });
});
