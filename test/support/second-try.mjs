import { expect, jest } from '@jest/globals';
import { sep } from 'node:path';

/**
 * Tests that run real processes on a busy machine get a second try; `npm test` names those that needed it. Rules that
 * are pure functions have no such excuse.
 */
const { testPath = '' } = expect.getState();
if (!testPath.includes(`${sep}src${sep}`)) jest.retryTimes(1, { logErrorsBeforeRetry: true });
