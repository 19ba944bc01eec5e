import { describe, expect, it } from '@jest/globals';
import { connectionsOf, missingConnections } from './connection-budget.js';

describe('the budget of connections', () => {
  it.each([
    ['one process on a server as it comes', { most: 97, processes: 1, others: 0 }, null],
    ['four of them, that just fit', { most: 97, processes: 4, others: 1 }, null],
    ['one too many', { most: 97, processes: 5, others: 0 }, 23],
    ['others, that leave no room', { most: 97, processes: 4, others: 20 }, 19],
  ])('%s', (_case, server, missing) => {
    expect(missingConnections(server, connectionsOf(20, 'redis'))).toBe(missing);
  });
});
