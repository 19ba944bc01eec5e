import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { renderSchedule } from './render-schedule.js';
import { WEEKDAYS, type Rendering, type ScheduleDefinition } from './schedule-definition.js';
import { scheduleFaults } from './schedule-faults.js';

const time = z.iso.datetime().transform((text) => new Date(text));
const gap = z.object({ start: time, end: time });
const layer = z.object({
  id: z.string(),
  participants: z.array(z.string()),
  startsAt: z.string(),
  endsAt: z.string().nullable().default(null),
  handoff: z.string(),
  shiftDuration: z.string().nullable().default(null),
  restrictions: z
    .array(
      z.object({ days: z.array(z.enum(WEEKDAYS)).default([...WEEKDAYS]), from: z.string(), to: z.string() }),
    )
    .default([]),
  onAbsence: z.enum(['cover', 'gap']).default('cover'),
});
const override = gap.extend({ userId: z.string(), replaces: z.string().nullable().default(null) });
const cases = z.array(
  z.object({
    name: z.string(),
    schedule: z.object({
      timeZone: z.string(),
      layers: z.array(layer),
      overrides: z.array(override).default([]),
      absences: z.array(gap.extend({ userId: z.string() })).default([]),
    }),
    from: time,
    to: time,
    expected: z.object({
      items: z.array(
        gap.extend({
          userId: z.string(),
          kind: z.string(),
          id: z.coerce.string(),
          handoff: z.number().nullish(),
        }),
      ),
      gaps: z.array(gap),
    }),
  }),
);
type Case = z.infer<typeof cases>[number];

const second = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

function withIds({ schedule }: Case): ScheduleDefinition {
  return {
    ...schedule,
    overrides: schedule.overrides.map((each, index) => ({ ...each, id: String(index) })),
  };
}

function linesOf({ items, gaps }: Rendering): string[] {
  return [
    ...items.map(({ start, end, userId, source }) => {
      const turn = source.kind === 'layer' ? ` #${source.handoff}` : '';
      return `${second(start)} ${second(end)} ${userId} ${source.kind} ${source.id}${turn}`;
    }),
    ...gaps.map(({ start, end }) => `${second(start)} ${second(end)} nobody`),
  ];
}

function expectedLines({ expected }: Case): string[] {
  return [
    ...expected.items.map(({ start, end, userId, kind, id, handoff }) => {
      const turn = kind === 'layer' ? ` #${handoff}` : '';
      return `${second(start)} ${second(end)} ${userId} ${kind} ${id}${turn}`;
    }),
    ...expected.gaps.map(({ start, end }) => `${second(start)} ${second(end)} nobody`),
  ];
}

describe('the conformance cases', () => {
  const fixture = new URL('../../../test/fixtures/conformance/shifts.json', import.meta.url);
  const all = cases.parse(JSON.parse(readFileSync(fixture, 'utf8')));

  it.each(all.map((each): [string, Case] => [each.name, each]))('%s', (_, each) => {
    const schedule = withIds(each);
    expect(scheduleFaults(schedule)).toEqual([]);
    expect(linesOf(renderSchedule(schedule, each))).toEqual(expectedLines(each));
  });
});
