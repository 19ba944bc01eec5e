import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idOf } from '../support/rouse-client.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';
import { trading } from './trading.js';

describe('answers that race', () => {
  let rouse: RunningRouse;
  let trade: ReturnType<typeof trading>;
  let ana: Person;
  let bo: Person;
  let cy: Person;
  let team: { id: string };
  let takers: Person[];
  let people: Person[];
  beforeAll(async () => {
    rouse = await startRouse();
    trade = trading(rouse);
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
    cy = await rouse.person({ name: 'Cy' });
    takers = [];
    for (const letter of 'ABCDEFGHIJ') takers.push(await rouse.person({ name: `Taker ${letter}` }));
    people = [ana, bo, cy, ...takers];
    team = await rouse.team('Takers', [ana, ...takers]);
  });
  afterAll(() => rouse.stop());

  const daily = () => trade.daily([ana, bo, cy]);
  const overridesOf = async (schedule: Schedule): Promise<unknown> =>
    (await rouse.api('GET', `/api/v1/schedules/${schedule.id}/overrides`)).body;

  it('have one winner among ten, and tell the nine who it is', async () => {
    const web = await trade.daily([ana, bo, cy], { team });
    const swap = await trade.asked(ana, web, { give: [0, 24] });
    const answers = await Promise.all(takers.map((taker) => trade.answer(taker, swap, 'accept')));
    const winner = takers[answers.findIndex(({ status }) => status === 200)];
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...new Array<number>(9).fill(409)]);
    expect(new Set(answers.map((answer) => trade.told(answer)))).toEqual(
      new Set(['200', `409 ${winner?.name ?? ''} has accepted it already.`]),
    );
    expect(await trade.shifts(web, 0, 24, people)).toEqual([`0-24 ${winner?.name ?? ''}`]);
    expect(await overridesOf(web)).toMatchObject({ items: [{ userId: winner?.id }] });
    // Everybody of the team is told once.
    const told = (await trade.noticeTexts(swap)).filter(({ kind }) => kind === 'swap.answered');
    expect(told.map(({ userId }) => userId).sort()).toEqual([ana, ...takers].map(({ id }) => id).sort());
  });

  it('give a shift away once, however many requests offer it', async () => {
    const web = await daily();
    const requests = [];
    for (const taker of takers) requests.push(await trade.asked(ana, web, { give: [0, 24], with: taker }));
    const answers = await Promise.all(
      requests.map((request, place) => trade.answer(takers[place] ?? ana, request, 'accept')),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const winner = takers[answers.findIndex(({ status }) => status === 200)]?.name ?? '';
    for (const answer of answers.filter(({ status }) => status !== 200))
      expect(trade.told(answer)).toMatch(
        new RegExp(`^409 The shift has moved: .* ${winner} is on call there\\.$`),
      );
    expect(await trade.shifts(web, 0, 24, people)).toEqual([`0-24 ${winner}`]);
  });

  /** Two changes at once: whichever comes second sees the first, and the result is one of the two orders. */
  const rounds = [1, 2, 3, 4, 5, 6];
  const race = async <First, Second>(
    round: number,
    first: () => Promise<First>,
    second: () => Promise<Second>,
  ): Promise<[First, Second]> => {
    if (round % 2 === 1) return Promise.all([first(), second()]);
    const [late, early] = await Promise.all([second(), first()]);
    return [early, late];
  };

  it.each(rounds)('with an override: nobody is put where somebody else is (%i)', async (round) => {
    const web = await daily();
    const swap = await trade.asked(ana, web, { give: [0, 24], take: [24, 48], with: bo });
    const override = { start: trade.time(30), end: trade.time(36), userId: cy.id };
    const [accepted, made] = await race(
      round,
      () => trade.answer(bo, swap, 'accept'),
      () => rouse.api('POST', `/api/v1/schedules/${web.id}/overrides`, override),
    );
    expect(made.status).toBe(201);
    const shifts = await trade.shifts(web, 0, 48, people);
    if (accepted.status === 200) expect(shifts).toEqual(['0-24 Bo', '24-30 Ana', '30-36 Cy', '36-48 Ana']);
    else {
      expect(trade.told(accepted)).toMatch(/^409 The shift has moved: .* Cy is on call there\.$/);
      expect(shifts).toEqual(['0-24 Ana', '24-30 Bo', '30-36 Cy', '36-48 Bo']);
    }
  });

  it.each(rounds)('with an edit of the schedule (%i)', async (round) => {
    const web = await daily();
    const swap = await trade.asked(ana, web, { give: [0, 24], with: bo });
    const layer = { participants: [cy.id], startsAt: trade.time(-48).slice(0, 16), handoff: 'FREQ=DAILY' };
    const [accepted, edited] = await race(
      round,
      () => trade.answer(bo, swap, 'accept'),
      () =>
        rouse.api('PUT', `/api/v1/schedules/${web.id}`, { name: web.name, timeZone: 'UTC', layers: [layer] }),
    );
    expect(edited.status).toBe(200);
    if (accepted.status !== 200)
      expect(trade.told(accepted)).toMatch(/^409 The shift has moved: .* Cy is on call there/);
    // It takes effect only where the giver is still on call, and after the edit that is nowhere.
    expect(await trade.shifts(web, 0, 24, people)).toEqual(['0-24 Cy']);
  });

  it.each(rounds)(
    'with taking the request back: one of the two is told that it is too late (%i)',
    async (round) => {
      const web = await daily();
      const swap = await trade.asked(ana, web, { give: [0, 24], with: bo });
      const [accepted, cancelled] = await race(
        round,
        () => trade.answer(bo, swap, 'accept'),
        () => trade.answer(ana, swap, 'cancel'),
      );
      const told = [trade.told(accepted), trade.told(cancelled)];
      expect([
        ['200', '409 Bo has accepted it already.'],
        ['409 Ana has taken the request back.', '200'],
      ]).toContainEqual(told);
      expect(await trade.shifts(web, 0, 24, people)).toEqual([
        accepted.status === 200 ? '0-24 Bo' : '0-24 Ana',
      ]);
    },
  );

  it.each(rounds)('with an absence of the giver: the shift is covered by one of them (%i)', async (round) => {
    const giver = await rouse.person({ name: 'Giver' });
    const own = await trade.daily([giver, bo, cy]);
    const swap = await trade.asked(giver, own, { give: [0, 24], with: ana });
    const [accepted, away] = await race(
      round,
      () => trade.answer(ana, swap, 'accept'),
      () =>
        rouse.api('POST', `/api/v1/users/${giver.id}/absences`, {
          start: trade.time(0),
          end: trade.time(24),
        }),
    );
    expect(away.status).toBe(201);
    if (accepted.status !== 200)
      expect(trade.told(accepted)).toMatch(/^409 The shift has moved: .* Bo is on call there/);
    expect(await trade.shifts(own, 0, 24, [...people, giver])).toEqual([
      accepted.status === 200 ? '0-24 Ana' : '0-24 Bo',
    ]);
  });

  it('between two ends of one exchange leave neither in two places', async () => {
    const web = await daily();
    // Ana wants Bo's day for hers, and Bo wants Ana's for his: both say yes at once.
    const [one, two] = [
      await trade.asked(ana, web, { give: [0, 24], take: [24, 48], with: bo }),
      await trade.asked(bo, web, { give: [24, 48], take: [0, 24], with: ana }),
    ];
    const answers = await Promise.all([trade.answer(bo, one, 'accept'), trade.answer(ana, two, 'accept')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await trade.shifts(web, 0, 48, people)).toEqual(['0-24 Bo', '24-48 Ana']);
  });
});

describe('an absence after an agreement', () => {
  let rouse: RunningRouse;
  let trade: ReturnType<typeof trading>;
  beforeAll(async () => {
    rouse = await startRouse();
    trade = trading(rouse);
  });
  afterAll(() => rouse.stop());

  it.each(['cover', 'gap'])('leaves the shift with who agreed to take it (%s)', async (onAbsence) => {
    const people = [];
    for (const name of ['Ana', 'Bo', 'Cy']) people.push(await rouse.person({ name }));
    const [ana, bo, cy] = people;
    if (!ana || !bo || !cy) throw new Error('three people');
    const web = await trade.daily([ana, bo, cy]);
    const participants = people.map(({ id }) => id);
    const startsAt = trade.time(-24 * 9).slice(0, 16);
    const layer = { participants, startsAt, handoff: 'FREQ=DAILY', onAbsence };
    await rouse.put(`/api/v1/schedules/${web.id}`, { name: web.name, timeZone: 'UTC', layers: [layer] });
    const first = await trade.asked(ana, web, { give: [0, 24], with: cy });
    await trade.answer(cy, first, 'accept');
    const second = await trade.asked(cy, web, { give: [6, 12], with: bo });
    await trade.answer(bo, second, 'accept');
    const agreed = ['0-6 Cy', '6-12 Bo', '12-24 Cy'];
    expect(await trade.shifts(web, 0, 24, people)).toEqual(agreed);
    const absence = { start: trade.time(-4), end: trade.time(48) };
    const { body } = await rouse.api('POST', `/api/v1/users/${ana.id}/absences`, absence);
    expect(await trade.shifts(web, 0, 24, people)).toEqual(agreed);
    expect((await trade.swap(first.id)).overrideIds).toHaveLength(3);
    await rouse.delete(`/api/v1/absences/${idOf(body)}`);
    expect(await trade.shifts(web, 0, 24, people)).toEqual(agreed);
  });
});
