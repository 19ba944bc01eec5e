import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ContactTests } from '../../src/paging/test-pages/contact-tests.js';
import { startMailServer, type TestMailServer } from '../support/mail-server.js';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import { madeUpPhone, type Person } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

const methodsSchema = z.object({
  items: z.array(z.looseObject({ id: z.string(), provenBy: z.string().nullable() })),
});

describe('a test page', () => {
  let rouse: RunningRouse;
  let double: TwilioDouble;
  let mail: TestMailServer;
  let bo: Person;
  beforeAll(async () => {
    double = await startTwilioDouble();
    mail = await startMailServer();
    rouse = await startRouse({
      settings: { ...double.settings, SMTP_URL: mail.url, MAIL_FROM: 'rouse@example.org' },
    });
    double.connect(rouse);
    bo = await rouse.person({ name: 'Bo' });
  });
  afterAll(async () => {
    await rouse.stop();
    await double.stop();
    await mail.stop();
  });

  const test = (id: string | undefined, token: string) =>
    rouse.api('POST', `/api/v1/contact-methods/${id ?? ''}/test`, undefined, { token });
  const state = async (id: string | undefined) => rouse.get(`/api/v1/contact-methods/${id ?? ''}/test`);
  const enter = (id: string | undefined, code: string, token: string) =>
    rouse.api('POST', `/api/v1/contact-methods/${id ?? ''}/test/answer`, { code }, { token });
  const provenBy = async (person: Person, id: string | undefined) => {
    const { items } = methodsSchema.parse(await rouse.get(`/api/v1/users/${person.id}/contact-methods`));
    return items.find((method) => method.id === id)?.provenBy;
  };
  const codeIn = (text: string): string => /\b(\d{4})\b/.exec(text)?.[1] ?? '';
  const wrong = (code: string): string => (code === '1111' ? '2222' : '1111');

  it('goes by SMS, says that nothing is wrong, and is proven by the answer from that phone', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const id = ana.methods.sms;
    const sent = await test(id, ana.token);
    expect(sent.status).toBe(202);
    const { body } = await double.phone(ana.phone ?? '').expectSms(/test page from Rouse, nothing is wrong/);
    expect(await state(id)).toMatchObject({ id: idOf(sent.body), status: 'sent', answeredBy: null });
    expect(JSON.stringify(await state(id))).not.toContain(codeIn(body));
    const tests = rouse.app.get(ContactTests, { strict: false });
    expect(await tests.answer(ana.phone ?? '', wrong(codeIn(body)))).toBe(false);
    expect(await tests.answer(bo.phone ?? '', codeIn(body))).toBe(false);
    expect(await provenBy(ana, id)).toBeNull();
    expect(await tests.answer(ana.phone ?? '', codeIn(body))).toBe(true);
    expect(await tests.answer(ana.phone ?? '', codeIn(body))).toBe(false);
    expect(await state(id)).toMatchObject({ status: 'answered', answeredBy: 'sms', error: null });
    expect(await provenBy(ana, id)).toBe('test');
  });

  it('is answered by an SMS from that phone, with its code or by a bare ok', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const id = ana.methods.sms;
    const phone = double.phone(ana.phone ?? '');
    await test(id, ana.token);
    const { body } = await phone.expectSms(/test page/);
    expect(await phone.reply(`ok ${codeIn(body)}`)).toHaveLength(1);
    expect(await state(id)).toMatchObject({ status: 'answered', answeredBy: 'sms' });
    await test(id, ana.token);
    await phone.expectSms(/test page/);
    expect(await phone.reply('OK')).toHaveLength(1);
    expect(await state(id)).toMatchObject({ status: 'answered', answeredBy: 'sms' });
    expect(await provenBy(ana, id)).toBe('test');
  });

  it('goes by call, and the code that was heard proves it', async () => {
    const ana = await rouse.person({ name: 'Ana', phone: null, voice: madeUpPhone() });
    const id = ana.methods.voice;
    const [method] = z
      .object({ items: z.array(z.object({ address: z.string() })) })
      .parse(await rouse.get(`/api/v1/users/${ana.id}/contact-methods`)).items;
    expect((await test(id, ana.token)).status).toBe(202);
    const call = await double.phone(method?.address ?? '').expectCall();
    const heard = await call.answer();
    expect(heard).toContain('Nothing is wrong');
    const code = (/Your code is ([\d, ]+)/.exec(heard)?.[1] ?? '').replace(/\D/g, '');
    expect(await enter(id, wrong(code), ana.token)).toMatchObject({ status: 422 });
    expect(await enter(id, code, ana.token)).toMatchObject({
      status: 200,
      body: { status: 'answered', answeredBy: 'api' },
    });
    expect(await enter(id, code, ana.token)).toMatchObject({ status: 409 });
    expect(await provenBy(ana, id)).toBe('test');
  });

  it('goes by mail over SMTP', async () => {
    const ana = await rouse.person({ name: 'Ana', phone: null, email: 'ana.test@example.org' });
    const id = ana.methods.email;
    expect((await test(id, ana.token)).status).toBe(202);
    const got = mail.mails.find(({ to }) => to === 'ana.test@example.org');
    expect(got?.data).toContain('This is a test page from Rouse');
    const code = /Enter the code (\d{4})/.exec(got?.data ?? '')?.[1] ?? '';
    expect((await enter(id, code, ana.token)).status).toBe(200);
  });

  it('that the provider refuses says so', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    double.faults.refuse(ana.phone ?? '', 21614);
    const sent = await test(ana.methods.sms, ana.token);
    double.faults.mend();
    expect(sent.status).toBe(202);
    expect(await state(ana.methods.sms)).toMatchObject({ status: 'failed', error: expect.any(String) });
  });

  it('is too old after ten minutes, and tried out after five wrong codes', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const id = ana.methods.sms;
    await test(id, ana.token);
    const { body } = await double.phone(ana.phone ?? '').expectSms(/test page/);
    await rouse.advance({ minutes: 11 });
    expect(await state(id)).toMatchObject({ status: 'expired' });
    expect((await enter(id, codeIn(body), ana.token)).status).toBe(409);
    await test(id, ana.token);
    const { body: second } = await double.phone(ana.phone ?? '').expectSms(/test page/);
    for (let tries = 0; tries < 5; tries += 1)
      expect((await enter(id, wrong(codeIn(second)), ana.token)).status).toBe(422);
    expect((await enter(id, codeIn(second), ana.token)).status).toBe(409);
  });

  it('is for the person and admins, for methods in use, and five times in ten minutes', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const id = ana.methods.sms;
    expect((await rouse.api('GET', `/api/v1/contact-methods/${id ?? ''}/test`)).status).toBe(404);
    expect((await test(id, bo.token)).status).toBe(403);
    expect((await enter(id, '1234', bo.token)).status).toBe(403);
    const unverified = idOf(
      await rouse.post(`/api/v1/users/${ana.id}/contact-methods`, { type: 'sms', address: madeUpPhone() }),
    );
    expect((await test(unverified, ana.token)).status).toBe(409);
    expect((await enter(id, 'abc', ana.token)).status).toBe(422);
    const answers = await Promise.all(Array.from({ length: 7 }, () => test(id, rouse.adminToken)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(5);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(2);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    await rouse.advance({ minutes: 11 });
    expect((await test(id, ana.token)).status).toBe(202);
  });
});
