import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { NOBODY, refusalOf } from '../schedules/refusal.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';
import { trading } from './trading.js';

describe('swaps and covers', () => {
  let rouse: RunningRouse;
  let trade: ReturnType<typeof trading>;
  let ana: Person;
  let bo: Person;
  let cy: Person;
  let dee: Person;
  let olga: Person;
  let people: Person[];
  beforeAll(async () => {
    rouse = await startRouse();
    trade = trading(rouse);
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
    cy = await rouse.person({ name: 'Cy' });
    dee = await rouse.person({ name: 'Dee' });
    olga = await rouse.person({ name: 'Olga', role: 'observer' });
    people = [ana, bo, cy, dee, olga];
  });
  afterAll(() => rouse.stop());

  /** Ana has 0 to 24, Bo 24 to 48, Cy 48 to 72, and so on. */
  const daily = () => trade.daily([ana, bo, cy]);

  it('swap my shift for yours', async () => {
    const web = await daily();
    const answer = await trade.ask(ana, web, {
      give: [0, 24],
      take: [24, 48],
      with: bo,
      message: 'a wedding',
    });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        scheduleId: web.id,
        kind: 'swap',
        status: 'open',
        give: { start: trade.time(0), end: trade.time(24) },
        take: { start: trade.time(24), end: trade.time(48) },
        fromUserId: ana.id,
        withUserId: bo.id,
        message: 'a wedding',
        acceptedBy: null,
        declinedBy: [],
        overrideIds: [],
        expiresAt: trade.time(0),
      },
    });
    const { id } = z.looseObject({ id: z.string() }).parse(answer.body);
    expect(await trade.shifts(web, 0, 72, people)).toEqual(['0-24 Ana', '24-48 Bo', '48-72 Cy']);
    const accepted = await trade.answer(bo, { id }, 'accept');
    expect(accepted).toMatchObject({ status: 200, body: { id, status: 'accepted', acceptedBy: bo.id } });
    expect(await trade.shifts(web, 0, 72, people)).toEqual(['0-24 Bo', '24-48 Ana', '48-72 Cy']);
    const { overrideIds } = await trade.swap(id);
    expect(overrideIds).toHaveLength(2);
    expect(await rouse.get(`/api/v1/schedules/${web.id}/overrides`)).toMatchObject({
      items: [
        {
          id: overrideIds[0],
          userId: bo.id,
          replaces: ana.id,
          createdBy: bo.id,
          reason: 'swap of Ana and Bo',
        },
        { id: overrideIds[1], userId: ana.id, replaces: bo.id },
      ],
    });
  });

  it('know whose shift is taken without being told', async () => {
    const web = await daily();
    const swap = await trade.asked(ana, web, { give: [0, 24], take: [30, 40] });
    expect(swap).toMatchObject({ kind: 'swap', withUserId: bo.id });
    expect(trade.told(await trade.answer(cy, swap, 'accept'))).toMatch(/^403 You were not asked/);
  });

  it('cover parts of shifts, and several that touch', async () => {
    const web = await daily();
    const part = await trade.asked(ana, web, { give: [6, 9.5], with: dee });
    expect(part.kind).toBe('cover');
    expect((await trade.answer(dee, part, 'accept')).status).toBe(200);
    expect(await trade.shifts(web, 0, 24, people)).toEqual(['0-6 Ana', '6-9.5 Dee', '9.5-24 Ana']);
    // Cy covers for Bo, so two days that touch are Cy's.
    const first = await trade.asked(bo, web, { give: [24, 48], with: cy });
    await trade.answer(cy, first, 'accept');
    const both = await trade.asked(cy, web, { give: [30, 60], with: ana });
    expect((await trade.answer(ana, both, 'accept')).status).toBe(200);
    expect(await trade.shifts(web, 24, 72, people)).toEqual(['24-30 Cy', '30-60 Ana', '60-72 Cy']);
  });

  it('hand on what was taken over, and take it back', async () => {
    const web = await daily();
    for (const [giver, taker] of [
      [ana, bo],
      [bo, cy],
      [cy, ana],
    ] as const) {
      const swap = await trade.asked(giver, web, { give: [0, 24], with: taker });
      expect((await trade.answer(taker, swap, 'accept')).status).toBe(200);
      expect(await trade.shifts(web, 0, 24, people)).toEqual([`0-24 ${taker.name}`]);
    }
  });

  describe('open to the team', () => {
    it('are for the members of its team, and the first has it', async () => {
      const team = await rouse.team('Payments', [ana, dee, bo, olga]);
      const web = await trade.daily([ana, bo, cy], { team });
      const swap = await trade.asked(ana, web, { give: [0, 24] });
      expect(swap).toMatchObject({ kind: 'open', withUserId: null });
      expect(await trade.notices(swap, people)).toEqual(['swap.requested Bo', 'swap.requested Dee']);
      expect(trade.told(await trade.answer(cy, swap, 'accept'))).toMatch(/^403 You were not asked/);
      expect((await trade.answer(dee, swap, 'accept')).status).toBe(200);
      expect(trade.told(await trade.answer(bo, swap, 'accept'))).toBe('409 Dee has accepted it already.');
      expect(await trade.shifts(web, 0, 24, people)).toEqual(['0-24 Dee']);
    });

    it('are without a team for those who take part', async () => {
      const web = await daily();
      const swap = await trade.asked(ana, web, { give: [0, 24] });
      expect(await trade.notices(swap, people)).toEqual(['swap.requested Bo', 'swap.requested Cy']);
      expect(trade.told(await trade.answer(dee, swap, 'accept'))).toMatch(/^403/);
      expect((await trade.answer(cy, swap, 'accept')).status).toBe(200);
    });

    it('stay open for the others when one declines, who may still change their mind', async () => {
      const web = await daily();
      const swap = await trade.asked(ana, web, { give: [0, 24] });
      expect(await trade.answer(bo, swap, 'decline')).toMatchObject({
        status: 200,
        body: { status: 'open', declinedBy: [bo.id] },
      });
      expect(await trade.answer(bo, swap, 'decline')).toMatchObject({
        status: 200,
        body: { status: 'open' },
      });
      expect((await trade.noticeTexts(swap)).at(-1)).toMatchObject({
        userId: ana.id,
        text: expect.stringMatching(/^Bo cannot cover .* The others are still asked\.$/),
      });
      expect(await trade.answer(bo, swap, 'accept')).toMatchObject({
        status: 200,
        body: { status: 'accepted', acceptedBy: bo.id, declinedBy: [] },
      });
    });

    it('are declined when the last one declines', async () => {
      const web = await daily();
      const swap = await trade.asked(ana, web, { give: [0, 24] });
      await trade.answer(bo, swap, 'decline');
      expect(await trade.answer(cy, swap, 'decline')).toMatchObject({
        status: 200,
        body: { status: 'declined' },
      });
      expect(trade.told(await trade.answer(bo, swap, 'accept'))).toBe(
        '409 Everybody who was asked has declined it.',
      );
      expect((await trade.noticeTexts(swap)).at(-1)?.text).toMatch(/so nobody covers for you/);
    });
  });

  it('are answered by the one asked, and taken back by the one who asks', async () => {
    const web = await daily();
    const swap = await trade.asked(ana, web, { give: [0, 24], with: bo });
    expect(trade.told(await trade.answer(ana, swap, 'accept'))).toMatch(/^403 This is your own request/);
    expect(trade.told(await trade.answer(ana, swap, 'decline'))).toMatch(/^403 This is your own request/);
    expect(trade.told(await trade.answer(cy, swap, 'decline'))).toMatch(/^403 You were not asked/);
    expect(trade.told(await trade.answer(bo, swap, 'cancel'))).toMatch(/^403 Only the one who made/);
    expect(await trade.answer(ana, swap, 'cancel')).toMatchObject({
      status: 200,
      body: { status: 'cancelled' },
    });
    expect(await trade.answer(ana, swap, 'cancel')).toMatchObject({
      status: 200,
      body: { status: 'cancelled' },
    });
    expect(trade.told(await trade.answer(bo, swap, 'accept'))).toBe('409 Ana has taken the request back.');
    expect(await trade.shifts(web, 0, 24, people)).toEqual(['0-24 Ana']);

    const other = await trade.asked(ana, web, { give: [0, 24], with: bo });
    expect(await trade.answer(bo, other, 'decline')).toMatchObject({
      status: 200,
      body: { status: 'declined' },
    });
    expect(trade.told(await trade.answer(bo, other, 'accept'))).toBe('409 Bo has declined it already.');
    expect(trade.told(await trade.answer(ana, other, 'cancel'))).toBe('409 Bo has declined it already.');

    const third = await trade.asked(ana, web, { give: [0, 24], with: bo });
    expect((await trade.answer(bo, third, 'accept')).status).toBe(200);
    expect(await trade.answer(bo, third, 'accept')).toMatchObject({
      status: 200,
      body: { status: 'accepted' },
    });
    expect(trade.told(await trade.answer(bo, third, 'decline'))).toBe('409 You have accepted it already.');
    expect(trade.told(await trade.answer(ana, third, 'cancel'))).toBe('409 Bo has accepted it already.');
    expect((await trade.swap(third.id)).overrideIds).toHaveLength(1);
  });

  describe('are refused with what moved', () => {
    it('where the shift was given away by another request', async () => {
      const web = await daily();
      const toBo = await trade.asked(ana, web, { give: [0, 24], with: bo });
      const toCy = await trade.asked(ana, web, { give: [12, 24], with: cy });
      await trade.answer(bo, toBo, 'accept');
      expect(await trade.answer(cy, toCy, 'accept')).toMatchObject({
        status: 409,
        body: {
          detail: `The shift has moved: from ${trade.time(12)} to ${trade.time(24)} it does not belong to Ana any more, Bo is on call there.`,
          moved: { start: trade.time(12), end: trade.time(24), userId: bo.id },
        },
      });
      expect((await trade.swap(toCy.id)).status).toBe('open');
      expect(await trade.shifts(web, 0, 24, people)).toEqual(['0-24 Bo']);
    });

    it('where an override lies in the middle of it', async () => {
      const web = await daily();
      const swap = await trade.asked(ana, web, { give: [0, 24], take: [24, 48], with: bo });
      const middle = { start: trade.time(30), end: trade.time(31), userId: dee.id };
      await rouse.post(`/api/v1/schedules/${web.id}/overrides`, middle);
      expect(trade.told(await trade.answer(bo, swap, 'accept'))).toBe(
        `409 The shift has moved: from ${trade.time(30)} to ${trade.time(31)} it does not belong to Bo any more, Dee is on call there.`,
      );
      expect(await trade.shifts(web, 0, 24, people)).toEqual(['0-24 Ana']);
    });

    it('where the schedule was changed so that nobody is there', async () => {
      const web = await daily();
      const swap = await trade.asked(ana, web, { give: [0, 24], with: bo });
      const layer = {
        participants: [ana.id],
        startsAt: trade.time(12).slice(0, 16),
        handoff: 'FREQ=DAILY',
      };
      await rouse.put(`/api/v1/schedules/${web.id}`, { name: web.name, timeZone: 'UTC', layers: [layer] });
      expect(trade.told(await trade.answer(bo, swap, 'accept'))).toBe(
        `409 The shift has moved: from ${trade.time(0)} to ${trade.time(12)} it does not belong to Ana any more, nobody is on call there.`,
      );
    });
  });

  it('are listed by status, schedule and whom they concern, page by page', async () => {
    const web = await daily();
    const first = await trade.asked(ana, web, { give: [0, 24], with: bo });
    const second = await trade.asked(bo, web, { give: [24, 48] });
    const third = await trade.asked(cy, web, { give: [48, 50], with: dee });
    await trade.answer(dee, third, 'decline');
    const list = async (path: string, person = ana) =>
      z
        .looseObject({ items: z.array(z.looseObject({ id: z.string() })), nextCursor: z.string().nullable() })
        .parse(await rouse.get(path, { token: person.token }));
    const ids = async (path: string, person = ana) => (await list(path, person)).items.map(({ id }) => id);
    const path = `/api/v1/schedules/${web.id}/swaps`;
    expect(await ids(path, olga)).toEqual([first.id, second.id, third.id]);
    expect(await ids(`${path}?status=open`)).toEqual([first.id, second.id]);
    expect(await ids(`${path}?status=declined`)).toEqual([third.id]);
    const page = await list(`${path}?limit=2`);
    expect(page.nextCursor).toBe(second.id);
    expect(await ids(`${path}?limit=2&cursor=${second.id}`)).toEqual([third.id]);
    const mine = (await ids('/api/v1/swaps?mine=true&limit=200', dee)).filter((id) =>
      [first.id, second.id, third.id].includes(id),
    );
    expect(mine).toEqual([third.id]);
    const anas = await ids('/api/v1/swaps?mine=true&status=open&limit=200');
    expect(anas).toEqual(expect.arrayContaining([first.id, second.id]));
    expect(anas).not.toContain(third.id);
    expect(await rouse.get(`/api/v1/swaps/${third.id}`, { token: olga.token })).toMatchObject({
      declinedBy: [dee.id],
    });
    for (const query of ['status=done', 'mine=maybe', 'limit=0', 'colour=red'])
      expect((await rouse.api('GET', `/api/v1/swaps?${query}`)).status).toBe(422);
    expect((await rouse.api('GET', `${path}?mine=true`)).status).toBe(422);
    expect((await rouse.api('GET', `/api/v1/schedules/${NOBODY}/swaps`)).status).toBe(404);
    expect((await rouse.api('GET', `/api/v1/swaps/${NOBODY}`)).status).toBe(404);
  });

  it('are recorded', async () => {
    const web = await daily();
    const swap = await trade.asked(ana, web, { give: [0, 24] });
    await trade.answer(cy, swap, 'decline');
    await trade.answer(bo, swap, 'accept');
    const rows: unknown = await rouse.dataSource.query(
      'SELECT action, actor FROM audit_log WHERE object_id = $1 ORDER BY id',
      [swap.id],
    );
    expect(rows).toEqual([
      { action: 'swap.create', actor: 'Ana' },
      { action: 'swap.decline', actor: 'Cy' },
      { action: 'swap.accept', actor: 'Bo' },
    ]);
  });

  describe('that are impossible', () => {
    let web: Schedule;
    beforeAll(async () => {
      web = await daily();
    });
    const give = () => ({ start: trade.time(0), end: trade.time(24) });
    const cases: [string, () => Record<string, unknown>, string[]][] = [
      ['nothing', () => ({ give: undefined }), ['give']],
      ['a give without times', () => ({ give: {} }), ['give.end', 'give.start']],
      ['a give that is a text', () => ({ give: 'Saturday' }), ['give']],
      [
        'a time without an offset',
        () => ({ give: { ...give(), start: '2030-01-01T00:00:00' } }),
        ['give.start'],
      ],
      [
        'a day that does not exist',
        () => ({ give: { ...give(), end: '2030-02-30T00:00:00Z' } }),
        ['give.end'],
      ],
      [
        'an end before the start',
        () => ({ give: { start: trade.time(5), end: trade.time(4) } }),
        ['give.end'],
      ],
      ['no length', () => ({ give: { start: trade.time(5), end: trade.time(5) } }), ['give.end']],
      [
        'more than 366 days',
        () => ({ give: { start: trade.time(5), end: trade.time(5 + 367 * 24) } }),
        ['give.end'],
      ],
      [
        'a start that is over',
        () => ({ give: { start: trade.time(-24 * 8), end: trade.time(1) } }),
        ['give.start'],
      ],
      [
        'a take that is over',
        () => ({ take: { start: trade.time(-24 * 8), end: trade.time(-24 * 7) } }),
        ['take.start'],
      ],
      ['a take without an end', () => ({ take: { start: trade.time(30) } }), ['take.end']],
      ['somebody else’s shift', () => ({ give: { start: trade.time(24), end: trade.time(48) } }), ['give']],
      [
        'a shift that is only partly theirs',
        () => ({ give: { start: trade.time(23), end: trade.time(25) } }),
        ['give'],
      ],
      ['a take that overlaps', () => ({ take: { start: trade.time(23), end: trade.time(30) } }), ['take']],
      ['a take of their own', () => ({ take: { start: trade.time(72), end: trade.time(80) } }), ['take']],
      ['a take of two people', () => ({ take: { start: trade.time(47), end: trade.time(49) } }), ['take']],
      [
        'a take that is not the one asked’s',
        () => ({ withUserId: cy.id, take: { start: trade.time(24), end: trade.time(48) } }),
        ['take'],
      ],
      ['themselves', () => ({ withUserId: ana.id }), ['withUserId']],
      ['somebody who does not exist', () => ({ withUserId: NOBODY }), ['withUserId']],
      ['somebody by name', () => ({ withUserId: 'bo' }), ['withUserId']],
      ['an observer', () => ({ withUserId: olga.id }), ['withUserId']],
      ['a message that is a number', () => ({ message: 5 }), ['message']],
      ['a message of 501 characters', () => ({ message: 'x'.repeat(501) }), ['message']],
      ['a message that cannot be stored', () => ({ message: '\ud800' }), ['message']],
      ['an unknown field', () => ({ colour: 'red' }), ['colour']],
      ['an unknown field within', () => ({ give: { ...give(), userId: ana.id } }), ['give.userId']],
    ];
    it.each(cases)('with %s are 422', async (_title, more, paths) => {
      const answer = await rouse.api(
        'POST',
        `/api/v1/schedules/${web.id}/swaps`,
        { give: give(), ...more() },
        { token: ana.token },
      );
      const [status, ...found] = refusalOf(answer);
      expect([status, ...found.sort()]).toEqual([422, ...paths]);
      expect(await rouse.get(`/api/v1/schedules/${web.id}/swaps`)).toMatchObject({ items: [] });
    });

    it('say in words what is wrong', async () => {
      expect(trade.told(await trade.ask(ana, web, { give: [23, 30] }))).toBe(
        `422 give: must lie wholly in time that you are on call: from ${trade.time(24)} to ${trade.time(30)} it is Bo`,
      );
    });

    it('where nobody could be asked are 422', async () => {
      const alone = await trade.daily([ana]);
      expect(refusalOf(await trade.ask(ana, alone, { give: [0, 24] }))).toEqual([422, 'withUserId']);
    });

    it('for a body that is none, a thing that is none or a role that may not', async () => {
      const path = `/api/v1/schedules/${web.id}/swaps`;
      expect((await rouse.api('POST', path, '[', { token: ana.token })).status).toBe(400);
      expect((await rouse.api('POST', path, [], { token: ana.token })).status).toBe(422);
      expect((await rouse.api('POST', path, { give: give() }, { token: olga.token })).status).toBe(403);
      expect((await rouse.api('POST', path, { give: give() }, { token: null })).status).toBe(401);
      const gone = `/api/v1/schedules/${NOBODY}/swaps`;
      expect((await rouse.api('POST', gone, { give: give() }, { token: ana.token })).status).toBe(404);
      for (const action of ['accept', 'decline', 'cancel'] as const) {
        expect((await trade.answer(ana, { id: NOBODY }, action)).status).toBe(404);
        expect((await trade.answer(ana, { id: 'none' }, action)).status).toBe(404);
        expect((await trade.answer(olga, { id: NOBODY }, action)).status).toBe(403);
      }
    });
  });
});
