import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SetUp } from '../../src/access/set-up/set-up.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { browserOf, givePassword, PASSWORD } from './browser-client.js';

const ADA = { name: 'Ada', email: 'ada@example.org', password: PASSWORD, timeZone: 'Europe/Berlin' };

describe('setting up', () => {
  let rouse: RunningRouse;

  const newCode = async (): Promise<string> => {
    const code = await rouse.app.get(SetUp, { strict: false }).newCode();
    if (code === null) throw new Error('nothing is to be set up');
    return code;
  };
  const setUp = (body: object) => rouse.api('POST', '/api/v1/set-up', body, { token: null });
  const needed = async () => (await rouse.api('GET', '/api/v1/set-up', undefined, { token: null })).body;

  beforeAll(async () => {
    rouse = await startRouse();
  });
  afterAll(() => rouse.stop());
  beforeEach(() => rouse.dataSource.query('DELETE FROM passwords'));

  it('is offered to whoever holds the code, once, and signs them in', async () => {
    expect(await needed()).toEqual({ needed: true });
    const [code, ofAnotherProcess] = [await newCode(), await newCode()];
    for (const wrong of ['', 'ABCD-EFGH-JKMN-PQRS-TVWX', `${code}0`]) {
      const refused = await setUp({ ...ADA, code: wrong });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'code' }] } });
    }
    expect((await setUp({ ...ADA, code, password: 'short' })).status).toBe(422);
    expect((await setUp({ ...ADA, code, password: 'I am ada@example' })).status).toBe(201);
    expect(await needed()).toEqual({ needed: false });
    for (const spent of [code, ofAnotherProcess, 'ABCD-EFGH-JKMN-PQRS-TVWX'])
      expect((await setUp({ ...ADA, email: 'eve@example.org', code: spent })).status).toBe(409);
    expect(await rouse.app.get(SetUp, { strict: false }).newCode()).toBeNull();
    const kept: unknown = await rouse.dataSource.query('SELECT 1 FROM set_up_codes');
    expect(kept).toEqual([]);
  });

  it('has one winner of two at once', async () => {
    const codes = [await newCode(), await newCode()];
    const answers = await Promise.all(
      codes.map((code, place) => setUp({ ...ADA, email: `at.once.${String(place)}@example.org`, code })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('gives the password to a person who has the address already', async () => {
    const bo = await rouse.person({ name: 'Bo', role: 'responder', email: 'bo.here@example.org' });
    const answer = await setUp({ ...ADA, email: 'BO.here@example.org', code: await newCode() });
    expect(answer).toMatchObject({ status: 201, body: { user: { id: bo.id, name: 'Bo', role: 'admin' } } });
  });

  it('does not count who is no admin, and ends when an admin can sign in by other means', async () => {
    const cy = await rouse.person({ name: 'Cy', role: 'responder' });
    await givePassword(rouse, cy.id);
    expect(await needed()).toEqual({ needed: true });
    const code = await newCode();
    await rouse.api('PATCH', `/api/v1/users/${cy.id}`, { role: 'admin' });
    expect(await needed()).toEqual({ needed: false });
    expect((await setUp({ ...ADA, code })).status).toBe(409);
  });

  it('takes no code that was forgotten for a week', async () => {
    const code = await newCode();
    await rouse.advance({ days: 8 });
    expect((await setUp({ ...ADA, code })).status).toBe(422);
  });

  it('has a page of its own', async () => {
    const browser = browserOf(rouse);
    const fields = { ...ADA, email: 'page@example.org', code: await newCode() };
    expect((await browser.ask('GET', '/set-up')).body).toContain('<h1>Set up Rouse</h1>');
    const again = await browser.submit('/set-up', { ...fields, password: 'short' });
    expect([again.status, again.body]).toEqual([
      422,
      expect.stringContaining('The password must have at least 12 characters'),
    ]);
    expect(again.body).toContain('value="page@example.org"');
    expect((await browser.submit('/set-up', fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const done = await browser.submit('/set-up', fields);
    expect([done.status, done.body]).toEqual([303, expect.stringContaining('<div id="root">')]);
    expect(await browser.ask('GET', '/api/v1/me')).toMatchObject({ status: 200 });
    const late = await browser.submit('/set-up', fields);
    expect([late.status, late.body]).toEqual([409, expect.stringContaining('Rouse is set up')]);
  });
});
