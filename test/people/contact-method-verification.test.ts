import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { AuditLog } from '../../src/access/audit-log.js';
import type { Principal } from '../../src/access/principal.js';
import { CodeSender } from '../../src/people/code-sender.js';
import { ContactMethodVerification } from '../../src/people/contact-method-verification.js';
import { Problem } from '../../src/platform/http/problem.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { madeUpPhone, type Person } from '../support/story.js';

/** A phone that shows the last code it got, or is out of reach. */
class Phone extends CodeSender {
  address = '';
  text = '';
  isReachable = true;

  send(method: { address: string }, text: string): Promise<void> {
    if (!this.isReachable) return Promise.reject(new Error('nobody takes the message'));
    this.address = method.address;
    this.text = text;
    return Promise.resolve();
  }

  get code(): string {
    return /\b\d{6}\b/.exec(this.text)?.[0] ?? '';
  }

  get wrongCode(): string {
    return this.code === '000000' ? '000001' : '000000';
  }
}

describe('verification of a contact method', () => {
  let rouse: RunningRouse;
  let phone: Phone;
  let verification: ContactMethodVerification;
  let ana: Person;
  let asAna: Principal;
  let address: string;
  let id: string;

  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana', phone: null });
    asAna = {
      userId: ana.id,
      name: 'Ana',
      role: 'responder',
      teams: new Map(),
      scopes: null,
      credential: { kind: 'session', id: 'none' },
      sourceAddress: '127.0.0.1',
    };
  });
  afterAll(() => rouse.stop());
  beforeEach(async () => {
    phone = new Phone();
    verification = new ContactMethodVerification(
      rouse.dataSource,
      rouse.app.get(AuditLog),
      createLogger('silent'),
      phone,
    );
    address = madeUpPhone();
    const path = `/api/v1/users/${ana.id}/contact-methods`;
    id = idOf(await rouse.post(path, { type: 'sms', address }, { token: ana.token }));
  });

  /** The status that an action is refused with, and the problem's fields beside it. */
  const refusal = async (action: Promise<unknown>) => {
    const error = await action.then(
      () => new Error('was not refused'),
      (reason: unknown) => reason,
    );
    if (!(error instanceof Problem)) throw error;
    return { status: error.getStatus(), paths: error.errors.map(({ path }) => path), ...error.extra };
  };
  const isVerified = async () =>
    JSON.stringify(await rouse.get(`/api/v1/users/${ana.id}/contact-methods?limit=200`)).includes(
      `"address":"${address}","verified":true`,
    );

  it('sends a code, takes it once, and records it without the code', async () => {
    const sent = await verification.sendCode(asAna, id);
    expect(Object.keys(sent)).toEqual(['id', 'expiresAt']);
    expect(phone.address).toBe(address);
    expect(phone.text).toMatch(/^Rouse: your code is \d{6}\. It is good for 10 minutes\.$/);
    expect(await isVerified()).toBe(false);
    expect(await verification.verify(asAna, id, phone.code)).toEqual({ id, verified: true });
    expect(await isVerified()).toBe(true);
    expect(await refusal(verification.verify(asAna, id, phone.code))).toMatchObject({ status: 409 });
    expect(await refusal(verification.sendCode(asAna, id))).toMatchObject({ status: 409 });
    const log = await rouse.get(`/api/v1/audit-log?objectType=contact-method&objectId=${id}`);
    expect(log).toMatchObject({
      items: [{ action: 'contact-method.verify' }, { action: 'contact-method.create' }],
    });
  });

  it('sends at most one code in 30 seconds, and a new one takes the place of the old', async () => {
    await verification.sendCode(asAna, id);
    const old = phone.code;
    await rouse.advance({ seconds: 20 });
    const refused = await refusal(verification.sendCode(asAna, id));
    expect(refused).toMatchObject({ status: 429, retryAfterSeconds: 10 });
    expect(phone.code).toBe(old);
    await rouse.advance({ seconds: 10 });
    await verification.sendCode(asAna, id);
    if (phone.code !== old) {
      expect(await refusal(verification.verify(asAna, id, old))).toMatchObject({
        status: 422,
        paths: ['code'],
      });
    }
    expect(await verification.verify(asAna, id, phone.code)).toEqual({ id, verified: true });
  });

  it('sends no sooner to a number that is removed and added again, nor takes its old code', async () => {
    await verification.sendCode(asAna, id);
    const { code } = phone;
    await rouse.delete(`/api/v1/contact-methods/${id}`);
    await rouse.post(
      `/api/v1/users/${ana.id}/contact-methods`,
      { type: 'sms', address },
      { token: ana.token },
    );
    expect(await refusal(verification.verify(asAna, id, code))).toMatchObject({ status: 409 });
    expect(await refusal(verification.sendCode(asAna, id))).toMatchObject({ status: 429 });
    await rouse.advance({ seconds: 30 });
    await verification.sendCode(asAna, id);
    expect(await verification.verify(asAna, id, phone.code)).toEqual({ id, verified: true });
  });

  it('sends a person twenty codes in an hour, also to different numbers at once', async () => {
    const eve = await rouse.person({ name: 'Eve', phone: null });
    const asEve = { ...asAna, userId: eve.id };
    const ids: string[] = [];
    for (let number = 0; number < 22; number += 1) {
      const body = { type: 'sms', address: madeUpPhone() };
      ids.push(idOf(await rouse.post(`/api/v1/users/${eve.id}/contact-methods`, body)));
    }
    const asked = await Promise.allSettled(ids.map((each) => verification.sendCode(asEve, each)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    const next = ids[asked.findIndex(({ status }) => status === 'rejected')] ?? '';
    await rouse.advance({ minutes: 30 });
    const refused = await refusal(verification.sendCode(asEve, next));
    // Those of half an hour ago, as exactly as this machine is quick.
    expect(z.object({ retryAfterSeconds: z.int().min(1_000).max(1_800) }).safeParse(refused).success).toBe(
      true,
    );
    await rouse.advance({ minutes: 30 });
    await verification.sendCode(asEve, next);
  });

  it('sends one code when asked twice at the same moment', async () => {
    const answers = await Promise.allSettled([
      verification.sendCode(asAna, id),
      verification.sendCode(asAna, id),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await verification.verify(asAna, id, phone.code)).toEqual({ id, verified: true });
  });

  it('takes a code until ten minutes are over', async () => {
    await verification.sendCode(asAna, id);
    await rouse.advance({ minutes: 10 });
    expect(await refusal(verification.verify(asAna, id, phone.code))).toMatchObject({ status: 409 });
  });

  it('takes five tries, then not even the right one', async () => {
    await verification.sendCode(asAna, id);
    for (let tries = 0; tries < 5; tries += 1) {
      expect(await refusal(verification.verify(asAna, id, phone.wrongCode))).toMatchObject({
        status: 422,
        paths: ['code'],
      });
    }
    expect(await refusal(verification.verify(asAna, id, phone.code))).toMatchObject({ status: 409 });
    expect(await isVerified()).toBe(false);
  });

  it('counts every try of many at the same moment', async () => {
    await verification.sendCode(asAna, id);
    const tries = Array.from({ length: 12 }, () => refusal(verification.verify(asAna, id, phone.wrongCode)));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 422)).toHaveLength(5);
    expect(statuses.filter((status) => status === 409)).toHaveLength(7);
  });

  it('says 409 when no code was sent', async () => {
    expect(await refusal(verification.verify(asAna, id, '123456'))).toMatchObject({ status: 409 });
  });

  it('says 503 when the code does not go out, and lets one try again at once', async () => {
    phone.isReachable = false;
    expect(await refusal(verification.sendCode(asAna, id))).toMatchObject({ status: 503 });
    phone.isReachable = true;
    await verification.sendCode(asAna, id);
    expect(await verification.verify(asAna, id, phone.code)).toEqual({ id, verified: true });
  });

  it('keeps the code as a hash', async () => {
    await verification.sendCode(asAna, id);
    const stored: unknown = await rouse.dataSource.query(
      'SELECT json_agg(v)::text FROM contact_method_verifications v',
    );
    expect(JSON.stringify(stored)).not.toContain(phone.code);
  });

  it('spells the code when it calls', async () => {
    const path = `/api/v1/users/${ana.id}/contact-methods`;
    const voice = idOf(await rouse.post(path, { type: 'voice', address: madeUpPhone() }));
    await verification.sendCode(asAna, voice);
    const [first, second] = phone.text.match(/\d(, \d){5}/g) ?? [];
    expect(first).toBe(second);
    const code = first?.replaceAll(', ', '') ?? '';
    expect(await verification.verify(asAna, voice, code)).toEqual({ id: voice, verified: true });
  });

  it('goes over HTTP and the phone simulator from end to end', async () => {
    const path = `/api/v1/contact-methods/${id}`;
    const asOwner = { token: ana.token };
    expect((await rouse.api('POST', `${path}/verification`, undefined, asOwner)).status).toBe(200);
    const again = await rouse.api('POST', `${path}/verification`, undefined, asOwner);
    expect(again.status).toBe(429);
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0);
    const messages = JSON.stringify(
      await rouse.get(`/api/v1/simulator/messages?to=${encodeURIComponent(address)}`),
    );
    const code = /your code is (\d{6})/.exec(messages)?.[1] ?? '';
    const wrong = code === '000000' ? '000001' : '000000';
    expect(await rouse.api('POST', `${path}/verify`, { code: wrong }, asOwner)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'code', message: 'is not the code that was sent; 4 tries left' }] },
    });
    const right = await rouse.api('POST', `${path}/verify`, { code }, asOwner);
    expect(right).toMatchObject({ status: 200, body: { id, verified: true } });
    expect((await rouse.api('POST', `${path}/verify`, { code }, asOwner)).status).toBe(409);
  });

  it.each([[{ code: '12345' }], [{ code: 'abcdef' }], [{ code: 123456 }], [{}], [undefined]])(
    'answers 422 to %j over HTTP',
    async (body) => {
      const answer = await rouse.api('POST', `/api/v1/contact-methods/${id}/verify`, body, {
        token: ana.token,
      });
      expect(answer).toMatchObject({
        status: 422,
        body: { errors: [{ path: body === undefined ? '' : 'code' }] },
      });
    },
  );
});
