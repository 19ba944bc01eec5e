import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startRouse, type RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';
import { NOBODY, refusalOf } from './refusal.js';

const previewSchema = z.object({
  items: z.array(z.looseObject({ start: z.string(), userId: z.string() })),
  gaps: z.array(z.unknown()),
  warnings: z.array(z.object({ path: z.string(), message: z.string() })),
  diff: z
    .object({
      users: z.array(
        z.object({
          userId: z.string().nullable(),
          beforeSeconds: z.number(),
          afterSeconds: z.number(),
          deltaSeconds: z.number(),
        }),
      ),
      changes: z.array(
        z.object({
          start: z.string(),
          end: z.string(),
          before: z.string().nullable(),
          after: z.string().nullable(),
        }),
      ),
    })
    .nullable(),
});

describe('a preview with the schedule that it would replace', () => {
  let rouse: RunningRouse;
  let ana: Person;
  let bo: Person;
  let cy: Person;
  let web: Schedule;
  beforeAll(async () => {
    rouse = await startRouse();
    ana = await rouse.person({ name: 'Ana' });
    bo = await rouse.person({ name: 'Bo' });
    cy = await rouse.person({ name: 'Cy' });
    web = await rouse.schedule([ana, bo], { handoff: 'FREQ=DAILY', startsAt: '2026-01-05T00:00' });
  });
  afterAll(() => rouse.stop());

  const draft = (people: readonly string[], more: Record<string, unknown> = {}) => ({
    timeZone: 'UTC',
    layers: [{ participants: people, startsAt: '2026-01-05T00:00', handoff: 'FREQ=DAILY' }],
    ...more,
  });
  const ask = (schedule: unknown, more: Record<string, unknown> = {}) =>
    rouse.api('POST', '/api/v1/schedules/preview', {
      schedule,
      scheduleId: web.id,
      from: '2030-01-07T00:00:00Z',
      to: '2030-01-13T00:00:00Z',
      ...more,
    });
  const diffOf = async (schedule: unknown, more: Record<string, unknown> = {}) => {
    const { diff } = previewSchema.parse((await ask(schedule, more)).body);
    const name = (id: string | null) => [ana, bo, cy].find((person) => person.id === id)?.name ?? '-';
    return {
      users: diff?.users.map(
        ({ userId, beforeSeconds, afterSeconds, deltaSeconds }) =>
          `${name(userId)} ${beforeSeconds / 3600} ${afterSeconds / 3600} ${deltaSeconds / 3600}`,
      ),
      changes: diff?.changes.map(
        ({ start, end, before, after }) =>
          `${start.slice(8, 13)} ${end.slice(8, 13)} ${name(before)}>${name(after)}`,
      ),
    };
  };

  it('tells who gains and who loses which hours', async () => {
    expect(await diffOf(draft([ana.id, cy.id]))).toEqual({
      users: ['Cy 0 72 72', 'Ana 72 72 0', 'Bo 72 0 -72'],
      changes: ['07T00 08T00 Bo>Cy', '09T00 10T00 Bo>Cy', '11T00 12T00 Bo>Cy'],
    });
  });

  it('tells of no change where there is none', async () => {
    expect(await diffOf(draft([ana.id, bo.id]))).toEqual({
      users: ['Bo 72 72 0', 'Ana 72 72 0'],
      changes: [],
    });
  });

  it('tells of gaps', async () => {
    const layers = [{ participants: [ana.id], startsAt: '2030-01-08T00:00', handoff: 'FREQ=DAILY' }];
    expect(await diffOf({ timeZone: 'UTC', layers }, { to: '2030-01-09T00:00:00Z' })).toEqual({
      users: ['Ana 24 24 0', 'Bo 24 0 -24', '- 0 24 24'],
      changes: ['07T00 08T00 Bo>-'],
    });
  });

  it('keeps the overrides and absences that are stored on both sides', async () => {
    const window = { from: '2031-01-06T00:00:00Z', to: '2031-01-12T00:00:00Z' };
    const day = (date: number) => `2031-01-${String(date).padStart(2, '0')}T00:00:00Z`;
    await rouse.post(`/api/v1/schedules/${web.id}/overrides`, { start: day(6), end: day(8), userId: cy.id });
    await rouse.post(`/api/v1/users/${ana.id}/absences`, { start: day(8), end: day(10) });
    const { changes } = await diffOf(draft([ana.id, cy.id]), window);
    expect(changes).toEqual(['08T00 11T00 Bo>Cy']);
  });

  it('changes nothing, and shows the draft itself by the rules alone', async () => {
    const before = await rouse.get(`/api/v1/schedules/${web.id}`);
    const preview = previewSchema.parse((await ask(draft([cy.id]))).body);
    expect(new Set(preview.items.map(({ userId }) => userId))).toEqual(new Set([cy.id]));
    expect(await rouse.get(`/api/v1/schedules/${web.id}`)).toEqual(before);
  });

  it('warns of participants who are gone, without a phone, and of layers that never show', async () => {
    const quiet = await rouse.person({ name: 'Quiet', phone: null });
    const { warnings } = previewSchema.parse((await ask(draft([ana.id, NOBODY, 'somebody', quiet.id]))).body);
    expect(warnings.map(({ path }) => path)).toEqual([
      'schedule.layers.0.participants.1',
      'schedule.layers.0.participants.3',
    ]);
    expect(warnings[1]?.message).toContain('Quiet has no verified phone');
    const layers = [
      {
        participants: [ana.id],
        startsAt: '2026-01-05T00:00',
        endsAt: '2026-01-01T00:00',
        handoff: 'FREQ=DAILY',
      },
    ];
    expect(await ask({ timeZone: 'UTC', layers })).toMatchObject({
      body: {
        warnings: [{ path: 'schedule.layers.0.endsAt', message: expect.stringContaining('never shows') }],
      },
    });
  });

  it.each([
    ['a schedule that there is not', { scheduleId: NOBODY }, ['scheduleId']],
    ['a schedule that is no id', { scheduleId: 'web' }, ['scheduleId']],
    ['null', { scheduleId: null }, ['scheduleId']],
  ])('is 422 with %s', async (_title, more, paths) => {
    expect(refusalOf(await ask(draft([ana.id]), more))).toEqual([422, ...paths]);
  });

  it('is 422 with a schedule that is archived', async () => {
    const gone = await rouse.schedule([ana]);
    await rouse.delete(`/api/v1/schedules/${gone.id}`);
    expect(refusalOf(await ask(draft([ana.id]), { scheduleId: gone.id }))).toEqual([422, 'scheduleId']);
  });
});
