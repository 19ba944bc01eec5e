import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { NoticeSender } from '../../src/paging/notices/notice-sender.js';
import { SwapScan } from '../../src/schedules/swaps/swap-scan.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';
import { trading, type Swap } from './trading.js';

const answersSchema = z.object({ replies: z.array(z.string()) });

describe('a request to trade shifts', () => {
  let rouse: RunningRouse;
  let trade: ReturnType<typeof trading>;
  let ana: Person;
  let bo: Person;
  let cy: Person;
  let people: Person[];
  beforeAll(async () => {
    rouse = await startRouse();
    trade = trading(rouse);
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo', timeZone: 'Asia/Kolkata' });
    cy = await rouse.person({ name: 'Cy' });
    people = [ana, bo, cy];
  });
  afterAll(() => rouse.stop());

  const daily = () => trade.daily([ana, bo, cy]);
  const textTo = async (person: Person, swap: Swap): Promise<string> =>
    (await trade.noticeTexts(swap)).findLast(({ userId }) => userId === person.id)?.text ?? '';
  const codeOf = async (person: Person, swap: Swap): Promise<string> =>
    /Reply yes (\d+) or no \1 by SMS/.exec(await textTo(person, swap))?.[1] ?? 'no code';
  const linkOf = async (person: Person, swap: Swap): Promise<string> =>
    /answer at (http\S+)$/.exec(await textTo(person, swap))?.[1] ?? 'no link';
  const sms = async (phone: string | null, body: string): Promise<string[]> =>
    answersSchema.parse(await rouse.post('/api/v1/simulator/sms', { from: phone, body })).replies;

  describe('by SMS', () => {
    it('is accepted with yes and its code, once', async () => {
      const web = await daily();
      const swap = await trade.asked(ana, web, { give: [0, 24], with: bo });
      const code = await codeOf(bo, swap);
      expect(await sms(bo.phone, `Yes ${code}`)).toEqual([
        expect.stringMatching(/^You cover for Ana: .* 05:30 to .* 05:30 \(Asia\/Kolkata\)\.$/),
      ]);
      expect(await trade.shifts(web, 0, 24, people)).toEqual(['0-24 Bo']);
      expect(await sms(bo.phone, `yes${code}`)).toEqual([expect.stringMatching(/^You cover for Ana/)]);
      expect(await sms(bo.phone, `no ${code}`)).toEqual([
        'You have accepted it already. Nothing was changed.',
      ]);
      expect(await rouse.get(`/api/v1/schedules/${web.id}/overrides`)).toMatchObject({
        items: [{ userId: bo.id, createdBy: bo.id }],
      });
    });

    it('is declined with no and its code', async () => {
      const web = await daily();
      const swap = await trade.asked(ana, web, { give: [0, 24], take: [24, 48], with: bo });
      expect(await sms(bo.phone, `no ${await codeOf(bo, swap)}`)).toEqual([
        expect.stringMatching(/^You said no to Ana: /),
      ]);
      expect((await trade.swap(swap.id)).status).toBe('declined');
      expect(await textTo(ana, swap)).toMatch(/^Bo declined, so nobody covers for you/);
    });

    it('is nobody else’s to answer, and an unknown code is said to be', async () => {
      const web = await daily();
      const swap = await trade.asked(ana, web, { give: [0, 24], with: bo });
      const code = await codeOf(bo, swap);
      expect(await sms(cy.phone, `yes ${code}`)).toEqual([`There is no request with the code ${code}.`]);
      expect(await sms(ana.phone, `yes ${code}`)).toEqual([`There is no request with the code ${code}.`]);
      expect(await sms('+15559999999', `yes ${code}`)).toEqual([]);
      expect((await trade.swap(swap.id)).status).toBe('open');
    });

    it('tells who was quicker, and what moved', async () => {
      const web = await daily();
      const swap = await trade.asked(ana, web, { give: [0, 24] });
      const code = await codeOf(bo, swap);
      await sms(cy.phone, `yes ${await codeOf(cy, swap)}`);
      expect(await sms(bo.phone, `yes ${code}`)).toEqual([
        'Cy has accepted it already. Nothing was changed.',
      ]);
      const second = await trade.asked(bo, web, { give: [24, 48], with: cy });
      const busy = { start: trade.time(24), end: trade.time(30), userId: ana.id };
      await rouse.post(`/api/v1/schedules/${web.id}/overrides`, busy);
      expect(await sms(cy.phone, `yes ${await codeOf(cy, second)}`)).toEqual([
        expect.stringMatching(/^The shift has moved: .* Ana is on call there\. Nothing was changed\.$/),
      ]);
    });

    it('has a code of its own among the requests and pages of every phone, shared phones too', async () => {
      const shared = await rouse.person({ name: 'Dee', phone: cy.phone });
      const service = await rouse.service(await rouse.policy([{ page: [cy] }]));
      await rouse.trigger(await rouse.integration(service));
      await rouse.advance({ seconds: 1 });
      const codes = await rouse.eventually(async () => {
        const pages: unknown = await rouse.dataSource.query('SELECT reply_code AS code FROM pages');
        const rows = z.array(z.object({ code: z.string() })).parse(pages);
        expect(rows).toHaveLength(1);
        return rows.map(({ code }) => code);
      });
      const team = await rouse.team('Shared', [ana, bo, cy, shared]);
      const web = await trade.daily([ana, bo, cy], { team });
      for (let start = 0; start < 12; start += 1) {
        const swap = await trade.asked(ana, web, { give: [start, start + 1] });
        codes.push(await codeOf(cy, swap), await codeOf(shared, swap));
      }
      expect(new Set(codes).size).toBe(25);
      expect(codes.every((code) => /^\d{3}$/.test(code))).toBe(true);
    });

    it('is sent to the phones of those who are asked', async () => {
      const web = await daily();
      const swap = await trade.asked(ana, web, { give: [0, 24], with: bo, message: 'please\nsee you' });
      await rouse.app.get(NoticeSender, { strict: false }).sendDue();
      const sent = z
        .object({ items: z.array(z.looseObject({ body: z.string() })) })
        .parse(
          await rouse.get(`/api/v1/simulator/messages?to=${encodeURIComponent(bo.phone ?? '')}&limit=200`),
        );
      const code = await codeOf(bo, swap);
      expect(sent.items.map(({ body }) => body).filter((body) => body.includes(`yes ${code}`))).toEqual([
        expect.stringMatching(
          /^Ana asks you to cover .*\nThey say: please see you\nReply yes \d+ or no \d+ by SMS, or answer at http/,
        ),
      ]);
    });
  });

  describe('by the link of its message', () => {
    const open = (link: string, method = 'GET') =>
      fetch(link, { method, redirect: 'manual', signal: AbortSignal.timeout(10_000) });
    const words = async (response: Response): Promise<string> =>
      (await response.text()).replaceAll(/\s+/g, ' ');

    it('is shown, and not answered, by looking', async () => {
      const web = await daily();
      const swap = await trade.asked(ana, web, {
        give: [0, 24],
        with: bo,
        message: '<script>alert("1")</script>',
      });
      const link = await linkOf(bo, swap);
      expect(link).toMatch(new RegExp(`^${rouse.url}/swaps/answer/[\\w-]{22}$`));
      for (let times = 0; times < 3; times += 1) {
        const response = await open(link);
        expect(response.status).toBe(200);
        expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
        expect(response.headers.get('content-security-policy')).toMatch(
          /^default-src 'none'; style-src 'sha256-/,
        );
        expect(response.headers.get('cache-control')).toBe('no-store');
        expect(response.headers.get('referrer-policy')).toBe('no-referrer');
        const html = await words(response);
        expect(html).toContain('Ana asks you to cover');
        expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
        expect(html).not.toContain('<script');
        expect(html.match(/<form method="post"/g)).toHaveLength(2);
      }
      expect((await open(link, 'HEAD')).status).toBe(200);
      expect((await trade.swap(swap.id)).status).toBe('open');
    });

    it('is accepted by its button, in the name of whose link it is', async () => {
      const web = await daily();
      const swap = await trade.asked(ana, web, { give: [0, 24] });
      const [link, other] = [await linkOf(bo, swap), await linkOf(cy, swap)];
      const action = /action="([^"]+\/accept)"/.exec(await (await open(link)).text())?.[1] ?? '';
      const response = await open(new URL(action, link).toString(), 'POST');
      expect(response.status).toBe(200);
      expect(await words(response)).toContain('You cover for Ana');
      expect(await trade.swap(swap.id)).toMatchObject({ status: 'accepted', acceptedBy: bo.id });
      expect((await open(`${link}/accept`, 'POST')).status).toBe(200);
      const late = await open(`${other}/accept`, 'POST');
      expect(late.status).toBe(409);
      expect(await words(late)).toContain('Bo has accepted it already. Nothing was changed.');
      const looked = await words(await open(other));
      expect(looked).toContain('Bo has accepted it already.');
      expect(looked).not.toContain('<form');
      const rows: unknown = await rouse.dataSource.query(
        `SELECT actor, source_address AS "from" FROM audit_log WHERE object_id = $1 AND action = 'swap.accept'`,
        [swap.id],
      );
      expect(rows).toEqual([{ actor: 'Bo', from: '127.0.0.1' }]);
    });

    it('is declined by the other', async () => {
      const web = await daily();
      const swap = await trade.asked(ana, web, { give: [0, 24], with: bo });
      const response = await open(`${await linkOf(bo, swap)}/decline`, 'POST');
      expect([response.status, await words(response)]).toEqual([
        200,
        expect.stringContaining('You said no to Ana'),
      ]);
      expect((await trade.swap(swap.id)).status).toBe('declined');
    });

    it('is not found by any other address', async () => {
      const web = await daily();
      const swap = await trade.asked(ana, web, { give: [0, 24], with: bo });
      const link = await linkOf(bo, swap);
      for (const wrong of [
        link.slice(0, -1),
        `${link}x`,
        link.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')),
        `${rouse.url}/swaps/answer/${swap.id}`,
        `${rouse.url}/swaps/answer/%00`,
        `${rouse.url}/swaps/answer/'%20OR%201=1`,
      ]) {
        expect([wrong, (await open(wrong)).status]).toEqual([wrong, 404]);
        expect((await open(`${wrong}/accept`, 'POST')).status).toBe(404);
        expect((await open(`${wrong}/decline`, 'POST')).status).toBe(404);
      }
      expect((await open(`${link}/cancel`, 'POST')).status).toBe(404);
      expect((await open(link, 'DELETE')).status).toBe(404);
      expect((await trade.swap(swap.id)).status).toBe('open');
    });

    it('does not say who somebody is who may not carry the pager any more', async () => {
      const web = await daily();
      const eve = await rouse.person({ name: 'Eve' });
      const swap = await trade.asked(ana, web, { give: [0, 24], with: eve });
      const link = await linkOf(eve, swap);
      await rouse.api('PATCH', `/api/v1/users/${eve.id}`, { role: 'observer' });
      const response = await open(`${link}/accept`, 'POST');
      expect(response.status).toBe(409);
      expect(await words(response)).toContain('Observers do not carry the pager');
      expect(await trade.shifts(web, 0, 24, people)).toEqual(['0-24 Ana']);
    });
  });

  describe('as time passes', () => {
    let web: Schedule;
    beforeAll(async () => {
      web = await daily();
    });
    const scan = () => rouse.app.get(SwapScan, { strict: false }).scan();
    /** Lets time pass to some hours of the schedule, and what is due then be done by two workers at once. */
    const goTo = async (hour: number): Promise<void> => {
      const rows: unknown = await rouse.dataSource.query('SELECT rouse_now() AS now');
      const [{ now }] = z.tuple([z.object({ now: z.date() })]).parse(rows);
      await rouse.advance({ seconds: (Date.parse(trade.time(hour)) - now.getTime()) / 1000 });
      await Promise.all([scan(), scan(), scan()]);
    };

    it('is reminded of 24 and 2 hours before, and ends when the shift begins; each is told once', async () => {
      await goTo(-30);
      const swap = await trade.asked(ana, web, { give: [0, 24] });
      await trade.answer(cy, swap, 'decline');
      const answered = await trade.asked(ana, web, { give: [1, 2], with: bo });
      const boCode = await codeOf(bo, swap);
      await trade.answer(bo, answered, 'decline');
      await goTo(-25);
      const soFar = ['swap.requested Bo', 'swap.requested Cy', 'swap.answered Ana'];
      expect(await trade.notices(swap, people)).toEqual(soFar);
      await goTo(-24);
      const reminded = ['swap.reminder Bo', 'swap.reminder Ana'];
      expect(await trade.notices(swap, people)).toEqual([...soFar, ...reminded]);
      expect(await textTo(bo, swap)).toMatch(/^Not answered yet, and it ends in 24 hours: Ana asks the team/);
      expect(await textTo(ana, swap)).toMatch(
        /^Nobody has accepted your request yet, and it ends in 24 hours/,
      );
      expect(await codeOf(bo, swap)).toBe(boCode);
      await goTo(-2.01);
      expect(await trade.notices(swap, people)).toEqual([...soFar, ...reminded]);
      await goTo(-2);
      expect(await trade.notices(swap, people)).toEqual([...soFar, ...reminded, ...reminded]);
      const link = await linkOf(bo, swap);
      await goTo(0);
      expect(await trade.notices(swap, people)).toEqual([
        ...soFar,
        ...reminded,
        ...reminded,
        'swap.answered Ana',
        'swap.answered Bo',
      ]);
      expect((await trade.swap(swap.id)).status).toBe('expired');
      expect(trade.told(await trade.answer(bo, swap, 'accept'))).toBe(
        '409 The request has expired: the shift has begun.',
      );
      expect(trade.told(await trade.answer(ana, swap, 'cancel'))).toMatch(/^409 The request has expired/);
      expect(await sms(bo.phone, `yes ${boCode}`)).toEqual([
        expect.stringMatching(/^The request has expired/),
      ]);
      expect((await fetch(link)).status).toBe(410);
      expect((await fetch(`${link}/accept`, { method: 'POST' })).status).toBe(409);
      // The one that was answered reminded nobody.
      expect(await trade.notices(answered, people)).toEqual(['swap.requested Bo', 'swap.answered Ana']);
      expect(await scan()).toBe(0);
    });

    it('has ended by the clock, whether or not a worker has come by', async () => {
      const swap = await trade.asked(bo, web, { give: [30, 36], take: [49, 50], with: cy });
      await rouse.advance({ hours: 30 });
      expect((await trade.swap(swap.id)).status).toBe('expired');
      expect(await rouse.get(`/api/v1/schedules/${web.id}/swaps?status=open`)).toMatchObject({ items: [] });
      expect(trade.told(await trade.answer(cy, swap, 'accept'))).toMatch(/^409 The request has expired/);
      const rows: unknown = await rouse.dataSource.query('SELECT status, due_at FROM swaps WHERE id = $1', [
        swap.id,
      ]);
      expect(rows).toEqual([{ status: 'expired', due_at: null }]);
      await scan();
      const ended = (await trade.noticeTexts(swap)).filter(({ text }) =>
        /in time|without an answer/.test(text),
      );
      expect(ended.map(({ userId }) => userId).sort()).toEqual([bo.id, cy.id].sort());
    });

    it('reminds nobody of a shift that the giver does not have any more', async () => {
      const swap = await trade.asked(cy, web, { give: [120, 130], with: bo });
      const away = { start: trade.time(119), end: trade.time(131), userId: ana.id };
      await rouse.post(`/api/v1/schedules/${web.id}/overrides`, away);
      await goTo(100);
      expect(await trade.notices(swap, people)).toEqual(['swap.requested Bo']);
    });

    it('goes on with others where one can no longer be looked at, and that one is refused', async () => {
      const years = { startsAt: '2020-01-01T00:00', handoff: 'FREQ=YEARLY' };
      const calm = await rouse.schedule([ana], years);
      const long = await trade.asked(ana, calm, { give: [126, 126 + 100 * 24], with: bo });
      const layers = [{ ...years, participants: [ana.id, bo.id], handoff: 'FREQ=MINUTELY' }];
      await rouse.put(`/api/v1/schedules/${calm.id}`, { name: calm.name, timeZone: 'UTC', layers });
      const other = await trade.asked(ana, web, { give: [144, 150], with: bo });
      const longCode = await codeOf(bo, long);
      await goTo(121);
      expect(await trade.notices(long, people)).toEqual(['swap.requested Bo']);
      const reminded = ['swap.requested Bo', 'swap.reminder Bo', 'swap.reminder Ana'];
      expect(await trade.notices(other, people)).toEqual(reminded);
      const refusal = 'So many hand-offs lie in this time that it cannot be traded at once.';
      expect(trade.told(await trade.answer(bo, long, 'accept'))).toBe(`409 ${refusal}`);
      expect(await sms(bo.phone, `yes ${longCode}`)).toEqual([`${refusal} Nothing was changed.`]);
      const again = await trade.ask(ana, calm, { give: [144, 144 + 100 * 24], with: bo });
      expect(again).toMatchObject({ status: 422, body: { errors: [{ path: 'give', message: refusal }] } });
    });
  });
});
