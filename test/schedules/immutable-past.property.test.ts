import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { RecordingScan } from '../../src/schedules/history/recording-scan.js';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';

const HOUR = 3_600_000;
const STEPS = 60;
const SEEDS = [1, 2, 3, 4];

const pageSchema = z.object({ items: z.array(z.object({ id: z.string(), end: z.string() })) });
const shiftsSchema = z.object({
  items: z.array(z.looseObject({ start: z.string(), end: z.string(), userId: z.string() })),
  gaps: z.array(z.object({ start: z.string(), end: z.string() })),
});
type Shifts = z.output<typeof shiftsSchema>;

/** Numbers that look random and are the same in every run: mulberry32. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const HANDOFFS = [
  'FREQ=HOURLY;INTERVAL=3',
  'FREQ=DAILY',
  'FREQ=DAILY;BYHOUR=2,14',
  'FREQ=WEEKLY;BYDAY=MO,TH',
];
const ZONES = ['UTC', 'America/New_York', 'Australia/Lord_Howe'];

describe('whatever is changed, in any order', () => {
  let rouse: RunningRouse;
  const people: Person[] = [];
  beforeAll(async () => {
    rouse = await startRouse();
    for (const name of ['Ana', 'Bo', 'Cy', 'Dee']) people.push(await rouse.person({ name }));
  });
  afterAll(() => rouse.stop());

  const now = async (): Promise<number> => {
    const rows: unknown = await rouse.dataSource.query('SELECT rouse_now() AS now');
    const [{ now: time }] = z.tuple([z.object({ now: z.date() })]).parse(rows);
    return time.getTime();
  };
  const iso = (time: number) => new Date(time).toISOString();
  const read = async (schedule: Schedule, from: number, to: number, knownAt?: number): Promise<Shifts> => {
    const known = knownAt === undefined ? '' : `&asKnownAt=${iso(knownAt)}`;
    const path = `/api/v1/schedules/${schedule.id}/shifts?from=${iso(from)}&to=${iso(to)}${known}`;
    return shiftsSchema.parse(await rouse.get(path));
  };

  /** One change, made by chance; what is refused is no change, and is not to change anything. */
  async function change(schedule: Schedule, random: (below: number) => number): Promise<void> {
    const moment = await now();
    const person = (): Person => people[random(people.length)] ?? nobodyToChoose();
    // Most of what is told began some hours ago, which is where the past could be hit.
    const start = moment + (random(36) - 24) * HOUR;
    const times = { start: iso(start), end: iso(start + (1 + random(60)) * HOUR) };
    const overrides = async () =>
      pageSchema.parse(await rouse.get(`/api/v1/schedules/${schedule.id}/overrides`)).items;
    switch (random(10)) {
      case 0: {
        const participants = people.filter(() => random(2) === 0).map(({ id }) => id);
        const layer = {
          participants: participants.length > 0 ? participants : [person().id],
          startsAt: '2026-01-05T09:00',
          handoff: HANDOFFS[random(HANDOFFS.length)],
          onAbsence: random(2) === 0 ? 'gap' : 'cover',
          ...(random(3) === 0 ? { restrictions: [{ from: '20:00', to: '08:00' }] } : {}),
        };
        const body = { name: schedule.name, timeZone: ZONES[random(ZONES.length)], layers: [layer] };
        await rouse.api('PUT', `/api/v1/schedules/${schedule.id}`, body);
        return;
      }
      case 1: {
        const replaces = random(2) === 0 ? person().id : null;
        const body = { ...times, userId: person().id, replaces };
        await rouse.api('POST', `/api/v1/schedules/${schedule.id}/overrides`, body);
        return;
      }
      case 2: {
        const [first] = await overrides();
        if (first) await rouse.api('DELETE', `/api/v1/overrides/${first.id}`);
        return;
      }
      case 3: {
        const last = (await overrides()).at(-1);
        const end = last && { end: iso(Math.max(moment + HOUR, Date.parse(last.end) - 5 * HOUR)) };
        if (last) await rouse.api('POST', `/api/v1/overrides/${last.id}/cut`, end);
        return;
      }
      case 4:
      case 7:
        await rouse.api('POST', `/api/v1/users/${person().id}/absences`, times);
        return;
      case 5:
      case 6: {
        const { items } = pageSchema.parse(await rouse.get(`/api/v1/users/${person().id}/absences`));
        const last = items.at(-1);
        if (last) await rouse.api('DELETE', `/api/v1/absences/${last.id}`);
        return;
      }
      default:
        await rouse.app.get(RecordingScan).scan();
    }
  }

  it.each(SEEDS)('nothing that was changes, and what was known can be asked for (seed %s)', async (seed) => {
    const random = randomNumbers(seed);
    const schedule = await rouse.schedule(people, {
      handoff: 'FREQ=DAILY',
      name: `By chance ${String(seed)}`,
    });
    const begin = (await now()) - 48 * HOUR;
    const plans: { knownAt: number; to: number; plan: Shifts }[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      const before = await now();
      const past = await read(schedule, begin, before);
      await change(schedule, random);
      expect(await read(schedule, begin, before)).toEqual(past);
      if (step % 6 === 0) {
        const knownAt = await now();
        const to = knownAt + 96 * HOUR;
        plans.push({ knownAt, to, plan: await read(schedule, begin, to) });
      }
      await rouse.advance({ minutes: random(400) });
    }
    for (const { knownAt, to, plan } of plans) {
      expect(await read(schedule, begin, to, knownAt)).toEqual(plan);
    }
  });
});

function nobodyToChoose(): never {
  throw new Error('there are no people to choose from');
}
