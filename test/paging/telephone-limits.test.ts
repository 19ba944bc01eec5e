import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person } from '../support/story.js';
import { startTwilioDouble, type TwilioDouble } from '../support/twilio-double.js';

let double: TwilioDouble;
let rouse: RunningRouse;

beforeAll(async () => {
  double = await startTwilioDouble();
  rouse = await startRouse({ settings: double.settings });
  double.connect(rouse);
}, 60_000);
afterAll(async () => {
  await rouse.stop();
  await double.stop();
});

const phoneOf = (person: Person) => double.phone(String(person.phone));

async function paged(people: readonly Person[], summary = 'card errors') {
  const service = await rouse.service(await rouse.policy([{ page: people, waitSeconds: 3600 }]));
  await rouse.trigger(await rouse.integration(service), { summary });
  return rouse.incidentOf(service);
}

const statusOf = async (incident: { id: string }) => (await rouse.incident(incident.id)).status;

describe('somebody who guesses codes', () => {
  it('is told once after ten, finds nothing out, and is in the audit log', async () => {
    const ana = await rouse.person({ name: 'Ana' });
    const incident = await paged([ana]);
    const { code } = await phoneOf(ana).expectSms();
    const guesses = Array.from({ length: 10 }, (_each, place) => String(900_000 + place));
    for (const guess of guesses.slice(0, 9))
      expect(await phoneOf(ana).reply(`${guess} ack`)).toEqual([
        `No page on this phone has the code ${guess}.`,
      ]);
    expect(await phoneOf(ana).reply('yes 900009')).toEqual([expect.stringMatching(/^Too many wrong codes/)]);
    expect(await phoneOf(ana).reply(`${code} ack`)).toEqual([]);
    expect(await statusOf(incident)).toBe('triggered');

    const log = z.object({ items: z.array(z.looseObject({ action: z.string(), objectId: z.string() })) });
    const { items } = log.parse(await rouse.get('/api/v1/audit-log?limit=50'));
    const entry = items.find(({ action }) => action === 'phone.codes-off');
    expect(entry?.objectId).not.toBe(ana.phone);
    expect(JSON.stringify(entry)).toContain(ana.id);

    // Without a code nothing can be guessed, so that works on.
    expect(await phoneOf(ana).reply('ack')).toEqual([expect.stringMatching(/^Acknowledged/)]);
    await rouse.advance({ minutes: 61 });
    expect(await phoneOf(ana).reply(`${code} resolve`)).toEqual([expect.stringMatching(/^Resolved/)]);
  });
});

describe('machines that answer each other', () => {
  it('get no answers for a while; a command is obeyed all the same', async () => {
    const bo = await rouse.person({ name: 'Bo' });
    const incident = await paged([bo]);
    await phoneOf(bo).expectSms();
    for (let time = 0; time < 9; time += 1) expect(await phoneOf(bo).reply('who')).toHaveLength(1);
    expect(await phoneOf(bo).reply('who')).toEqual([]);
    expect(await phoneOf(bo).reply('help')).toEqual([]);
    expect(await phoneOf(bo).reply('ack')).toEqual([]);
    expect(await statusOf(incident)).toBe('acknowledged');
    await rouse.advance({ minutes: 16 });
    expect(await phoneOf(bo).reply('help')).toHaveLength(1);
  });
});

describe('what is known to reach its owner', () => {
  const methodsSchema = z.object({
    items: z.array(z.looseObject({ type: z.string(), provenBy: z.string().nullable() })),
  });
  const proofsOf = async (person: Person) => {
    const { items } = methodsSchema.parse(await rouse.get(`/api/v1/users/${person.id}/contact-methods`));
    return Object.fromEntries(items.map(({ type, provenBy }) => [type, provenBy]));
  };

  it('a phone whose page was answered, and a call in which a key was pressed', async () => {
    const [cy, di] = [
      await rouse.person({ name: 'Cy' }),
      await rouse.person({ name: 'Di', phone: null, voice: '+15557770201' }),
    ];
    await paged([cy, di]);
    await phoneOf(cy).expectSms();
    const call = await double.phone('+15557770201').expectCall();
    expect([await proofsOf(cy), await proofsOf(di)]).toEqual([{ sms: null }, { voice: null }]);
    await call.answer();
    await call.press('4');
    await phoneOf(cy).reply('resolve');
    expect([await proofsOf(cy), await proofsOf(di)]).toEqual([{ sms: 'page-reply' }, { voice: 'call-key' }]);
  });

  it('ok answers a test page, with its code or without', async () => {
    const ed = await rouse.person({ name: 'Ed' });
    const test = async (): Promise<string> => {
      await rouse.api('POST', `/api/v1/contact-methods/${String(ed.methods.sms)}/test`);
      const { body } = await phoneOf(ed).expectSms(/test page/);
      return /ok (\d+)/.exec(body)?.[1] ?? '';
    };
    expect(await phoneOf(ed).reply('ok')).toEqual([expect.stringMatching(/^That was not understood/)]);
    const code = await test();
    expect(await phoneOf(ed).reply('ok 111')).toEqual(['No page on this phone has the code 111.']);
    expect(await phoneOf(ed).reply(`OK ${code}`)).toEqual([expect.stringMatching(/^Thank you/)]);
    await test();
    expect(await phoneOf(ed).reply('ok')).toEqual([expect.stringMatching(/^Thank you/)]);
    expect(await proofsOf(ed)).toEqual({ sms: 'test' });
  });
});

describe('somebody who is asked to help', () => {
  const asked = async () => {
    const [fay, gil] = [
      await rouse.person({ name: 'Fay' }),
      await rouse.person({ name: 'Gil', voice: true }),
    ];
    const incident = await paged([fay]);
    await phoneOf(fay).expectSms();
    await phoneOf(fay).reply('ack');
    await rouse.post(
      `/api/v1/incidents/${incident.id}/responder-requests`,
      { userId: gil.id, message: 'the index is gone' },
      { token: fay.token },
    );
    const { code } = await phoneOf(gil).expectSms(/\nFay asks for your help: the index is gone\n/, {
      within: 15_000,
    });
    return { incident, gil, code };
  };
  const statuses = async ({ id }: { id: string }) =>
    z
      .object({ items: z.array(z.object({ status: z.string() })) })
      .parse(await rouse.get(`/api/v1/incidents/${id}/responder-requests`))
      .items.map(({ status }) => status);

  it.each([
    ['ack', 'accepted', /^You help with/],
    ['4', 'accepted', /^You help with/],
    ['yes CODE', 'accepted', /^You help with/],
    ['CODE ack', 'accepted', /^You help with/],
    ['no CODE', 'declined', /^You do not help with/],
  ])('%s: %s', async (words, status, said) => {
    const { incident, gil, code } = await asked();
    expect(await phoneOf(gil).reply(words.replace('CODE', code))).toEqual([expect.stringMatching(said)]);
    expect(await statuses(incident)).toEqual([status]);
    expect(await statusOf(incident)).toBe('acknowledged');
  });
});
