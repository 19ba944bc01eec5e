import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';

const FIRST = 'first-environment-token-0123456789';
const SECOND = 'second environment token, gr\u00f6\u00dfer 0123456789';

describe('ROUSE_ADMIN_TOKEN', () => {
  let database: TestDatabase;
  const running: RunningRouse[] = [];
  const start = async (token: string): Promise<RunningRouse> => {
    const rouse = await startRouse({ database, settings: { ROUSE_ADMIN_TOKEN: token } });
    running.push(rouse);
    return rouse;
  };

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    for (const rouse of running) await rouse.stop();
    await database.drop();
  });

  /** As a client sends it: the bytes of UTF-8. */
  const statusWith = async (rouse: RunningRouse, token: string): Promise<number> => {
    const authorization = `Bearer ${Buffer.from(token, 'utf8').toString('latin1')}`;
    return (await rouse.api('GET', '/api/v1/users', undefined, { token: null, headers: { authorization } }))
      .status;
  };
  const audited = async (rouse: RunningRouse): Promise<string[]> => {
    const log = z.array(z.object({ action: z.string() }));
    const rows = log.parse(await rouse.dataSource.query('SELECT action FROM audit_log ORDER BY id'));
    return rows.map(({ action }) => action);
  };

  it('makes one admin with one token, also when two processes start at once', async () => {
    const [first] = await Promise.all([start(FIRST), start(FIRST)]);
    expect(await statusWith(first, FIRST)).toBe(200);
    expect(await first.get('/api/v1/users', { token: FIRST })).toMatchObject({
      items: [{ name: 'Administrator', email: 'administrator@localhost', role: 'admin' }],
    });
    expect(await audited(first)).toEqual(['user.create', 'api-token.create']);
  });

  it('changes nothing when it starts again with the same', async () => {
    const again = await start(FIRST);
    expect(await statusWith(again, FIRST)).toBe(200);
    expect(await audited(again)).toHaveLength(2);
  });

  it('revokes the former token when the variable changes, and takes it back when it changes back', async () => {
    const second = await start(SECOND);
    expect([await statusWith(second, FIRST), await statusWith(second, SECOND)]).toEqual([401, 200]);
    const first = await start(FIRST);
    expect([await statusWith(first, FIRST), await statusWith(first, SECOND)]).toEqual([200, 401]);
  });

  it('leaves no trace of the token itself', async () => {
    const rouse = await start(SECOND);
    const stored: unknown = await rouse.dataSource.query(
      'SELECT (SELECT json_agg(api_tokens)::text FROM api_tokens) AS tokens, (SELECT json_agg(audit_log)::text FROM audit_log) AS log',
    );
    expect(JSON.stringify(stored)).not.toContain('environment-token');
    expect(JSON.stringify(stored)).not.toContain('environment token');
  });
});
