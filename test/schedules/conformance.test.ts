import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startRouseProcess, type RouseProcess } from '../support/rouse-process.js';

const time = z.string().transform((text) => Date.parse(text));
const gapSchema = z.object({ start: time, end: time });
const casesSchema = z.array(
  z.object({
    name: z.string(),
    schedule: z.record(z.string(), z.unknown()),
    from: z.string(),
    to: z.string(),
    expected: z.object({
      items: z.array(
        gapSchema.extend({
          userId: z.string(),
          kind: z.string(),
          id: z.unknown(),
          handoff: z.number().nullish(),
        }),
      ),
      gaps: z.array(gapSchema),
    }),
  }),
);
const renderingSchema = z.object({
  items: z.array(
    gapSchema.extend({
      userId: z.string(),
      source: z.object({ kind: z.string(), id: z.string(), handoff: z.number().optional() }),
    }),
  ),
  gaps: z.array(gapSchema),
});

/** The cases do not name their overrides, so only a layer's id is compared. */
const sourceOf = (kind: string, id: unknown, handoff: number | null | undefined) =>
  kind === 'layer' ? { kind, id, handoff } : { kind };

const CASES = casesSchema.parse(
  JSON.parse(readFileSync(new URL('../fixtures/conformance/shifts.json', import.meta.url), 'utf8')),
);

describe.each(['America/Los_Angeles', 'Asia/Kolkata'])(
  'the conformance cases, told by a process in %s',
  (TZ) => {
    let database: TestDatabase;
    let rouse: RouseProcess;
    beforeAll(async () => {
      database = await createTestDatabase();
      rouse = await startRouseProcess({ DATABASE_URL: database.url, TZ });
    }, 120_000);
    afterAll(async () => {
      await rouse.stop();
      await database.drop();
    });

    it.each(CASES.map((each) => [each.name, each] as const))('%s', async (_name, each) => {
      const { schedule, from, to, expected } = each;
      const { items, gaps } = renderingSchema.parse(
        await rouse.post('/api/v1/schedules/preview', { schedule, from, to }),
      );
      expect(
        items.map(({ start, end, userId, source }) => ({
          start,
          end,
          userId,
          source: sourceOf(source.kind, source.id, source.handoff),
        })),
      ).toEqual(
        expected.items.map(({ start, end, userId, kind, id, handoff }) => ({
          start,
          end,
          userId,
          source: sourceOf(kind, id, handoff),
        })),
      );
      expect(gaps).toEqual(expected.gaps);
    });
  },
);
