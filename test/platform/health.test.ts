import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRouse, type RunningRouse } from '../support/rouse.js';

describe('health', () => {
  let rouse: RunningRouse;
  beforeAll(async () => {
    rouse = await startRouse();
  });
  afterAll(() => rouse.stop());

  it('lives and is ready', async () => {
    expect(await rouse.get('/health/live', { token: null })).toEqual({ status: 'ok' });
    expect(await rouse.get('/health/ready', { token: null })).toEqual({ status: 'ok' });
  });
});
