import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { instantSchema } from './times.js';

describe('instantSchema', () => {
  it.each([
    ['2026-01-05T09:00:00Z', '2026-01-05T09:00:00.000Z'],
    ['2026-01-05T09:00:00.123456Z', '2026-01-05T09:00:00.123Z'],
    ['2026-01-05T09:00Z', '2026-01-05T09:00:00.000Z'],
    ['2026-01-05T09:00+01:00', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05T09:00:00-0330', '2026-01-05T12:30:00.000Z'],
    ['2026-01-05T09+01', '2026-01-05T08:00:00.000Z'],
    ['20260105T090000Z', '2026-01-05T09:00:00.000Z'],
    ['2026-W02-1T09:00Z', '2026-01-05T09:00:00.000Z'],
    ['2026-01-05T24:00Z', '2026-01-06T00:00:00.000Z'],
    ['0000-01-01T00:00Z', '0000-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ])('reads %s', (text, expected) => {
    expect(instantSchema.parse(text).toISOString()).toBe(expected);
  });

  it.each([
    ['no offset', '2026-01-05T09:00:00'],
    ['a day alone', '2026-01-05'],
    ['a day that does not exist', '2026-02-30T09:00:00Z'],
    ['an hour that does not exist', '2026-01-05T25:00:00Z'],
    ['an offset that does not exist', '2026-01-05T09:00:00+99'],
    ['a named zone', '2026-01-05T09:00:00[Europe/Berlin]'],
    ['two times', '2026-01-05T09:00:00Z 2026-01-05T09:00:00Z'],
    ['words', 'tomorrow'],
    ['nothing', ''],
    ['milliseconds', 1_767_603_600_000],
    ['a year past 9999', '9999-12-31T23:59:59-10:00'],
    ['a year before 0000', '0000-01-01T00:00+10:00'],
    ['a long text', `2026-01-05T09:00:00.${'0'.repeat(1_000)}Z`],
  ])('refuses %s', (_title, text) => {
    expect(instantSchema.safeParse(text).success).toBe(false);
  });

  it('keeps what is no time from the checks of the object around it', () => {
    const period = z
      .object({ start: instantSchema, end: instantSchema })
      .superRefine(({ start, end }, context) => {
        if (end.getTime() <= start.getTime()) context.addIssue('must end after it starts');
      });
    for (const start of ['2026-01-05T09:00:00', 'x'.repeat(5_000), 5, null]) {
      const result = period.safeParse({ start, end: '2026-01-05T09:00:00Z' });
      expect(result.error?.issues.map(({ path }) => path.join('.'))).toEqual(['start']);
    }
  });

  it('is a date-time to OpenAPI', () => {
    expect(z.toJSONSchema(instantSchema, { io: 'input' })).toMatchObject({
      type: 'string',
      format: 'date-time',
    });
  });
});
