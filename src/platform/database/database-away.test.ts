import { describe, expect, it } from '@jest/globals';
import {
  QueryFailedError,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
} from 'typeorm';
import { isDatabaseAway } from './database-away.js';

const coded = (message: string, code: string): Error => Object.assign(new Error(message), { code });

describe('isDatabaseAway', () => {
  it.each([
    ['refused', coded('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED'), true],
    ['shutting down', coded('terminating connection due to administrator command', '57P01'), true],
    [
      'idle in a transaction',
      coded('terminating connection due to idle-in-transaction timeout', '25P03'),
      true,
    ],
    ['too many connections', coded('sorry, too many clients already', '53300'), true],
    ['full', coded('could not extend file: No space left on device', '53100'), true],
    ['only reading', coded('cannot execute INSERT in a read-only transaction', '25006'), true],
    ['lost', new Error('Connection terminated unexpectedly'), true],
    ['lost before', new Error('Client has encountered a connection error and is not queryable'), true],
    ['lost between two statements', new QueryRunnerAlreadyReleasedError(), true],
    ['lost before the manager asks', new QueryRunnerProviderAlreadyReleasedError(), true],
    ['no connection in time', new Error('timeout exceeded when trying to connect'), true],
    ['inside a failed query', new QueryFailedError('SELECT 1', [], coded('reset', 'ECONNRESET')), true],
    ['as a cause', new Error('no luck', { cause: coded('x', '08006') }), true],
    ['a unique index', new QueryFailedError('INSERT', [], coded('duplicate key', '23505')), false],
    ['a mistake of Rouse', new TypeError('undefined is not a function'), false],
    ['no error at all', 'away', false],
  ])('%s', (_title, error, expected) => {
    expect(isDatabaseAway(error)).toBe(expected);
  });
});
