import { z } from 'zod';
import type { Answer } from '../support/rouse-client.js';
import type { RunningRouse } from '../support/rouse.js';
import type { Person, Schedule } from '../support/story.js';

const HOUR = 3_600_000;

export const swapBody = z.looseObject({
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  acceptedBy: z.string().nullable(),
  declinedBy: z.array(z.string()),
  overrideIds: z.array(z.string()),
});
export type Swap = z.output<typeof swapBody>;

const problem = z.looseObject({ detail: z.string() });
const noticeRows = z.array(z.object({ userId: z.string(), kind: z.string(), text: z.string() }));

/** What somebody was told, newest last. */
export type Told = z.output<typeof noticeRows>[number];

export interface Request {
  give: [number, number];
  take?: [number, number];
  with?: Person;
  message?: string;
}

/** The words to trade shifts with. Hours are counted from the schedule's midnight in some days. */
export function trading(rouse: RunningRouse) {
  let origin = 0;
  const time = (hour: number): string => new Date(origin + hour * HOUR).toISOString();
  const stretch = ([start, end]: [number, number]) => ({ start: time(start), end: time(end) });
  return {
    time,

    /** Each of these people has a day, by turns, from midnight (UTC) on; hour 0 is a midnight four days ahead, the first one's. */
    async daily(people: readonly Person[], options: { team?: { id: string } } = {}): Promise<Schedule> {
      const rows: unknown = await rouse.dataSource.query('SELECT rouse_now() AS now');
      const [{ now }] = z.tuple([z.object({ now: z.date() })]).parse(rows);
      origin = Math.ceil(now.getTime() / (24 * HOUR)) * 24 * HOUR + 4 * 24 * HOUR;
      const startsAt = new Date(origin - people.length * 8 * 24 * HOUR).toISOString().slice(0, 16);
      const schedule = await rouse.schedule(people, { startsAt, handoff: 'FREQ=DAILY' });
      if (options.team) {
        const body = z.looseObject({ layers: z.array(z.unknown()) });
        const { name, layers } = body
          .extend({ name: z.string() })
          .parse(await rouse.get(`/api/v1/schedules/${schedule.id}`));
        await rouse.put(`/api/v1/schedules/${schedule.id}`, {
          name,
          timeZone: 'UTC',
          teamId: options.team.id,
          layers: layers.map((layer) => z.looseObject({}).parse(layer)),
        });
      }
      return schedule;
    },

    ask(giver: Person, schedule: Schedule, request: Request): Promise<Answer> {
      return rouse.api(
        'POST',
        `/api/v1/schedules/${schedule.id}/swaps`,
        {
          give: stretch(request.give),
          ...(request.take ? { take: stretch(request.take) } : {}),
          ...(request.with ? { withUserId: request.with.id } : {}),
          ...(request.message === undefined ? {} : { message: request.message }),
        },
        { token: giver.token },
      );
    },

    /** A request that is made. */
    async asked(giver: Person, schedule: Schedule, request: Request): Promise<Swap> {
      const answer = await this.ask(giver, schedule, request);
      if (answer.status !== 201) throw new Error(`asking answered ${JSON.stringify(answer.body)}`);
      return swapBody.parse(answer.body);
    },

    answer(person: Person, swap: { id: string }, action: 'accept' | 'decline' | 'cancel'): Promise<Answer> {
      return rouse.api('POST', `/api/v1/swaps/${swap.id}/${action}`, undefined, { token: person.token });
    },

    /** The status and the reason of an answer. */
    told({ status, body }: Answer): string {
      const refused = problem.safeParse(body);
      return refused.success ? `${String(status)} ${refused.data.detail}` : String(status);
    },

    async swap(id: string): Promise<Swap> {
      return swapBody.parse(await rouse.get(`/api/v1/swaps/${id}`));
    },

    /** Who is on call through some hours, as "0-24 Ana". */
    async shifts(schedule: Schedule, from: number, to: number, people: readonly Person[]): Promise<string[]> {
      const answer = await rouse.get(
        `/api/v1/schedules/${schedule.id}/shifts?from=${time(from)}&to=${time(to)}`,
      );
      const { items } = z
        .object({ items: z.array(z.looseObject({ start: z.string(), end: z.string(), userId: z.string() })) })
        .parse(answer);
      const hour = (text: string): string => String((Date.parse(text) - origin) / HOUR);
      return items.map(
        ({ start, end, userId }) =>
          `${hour(start)}-${hour(end)} ${people.find(({ id }) => id === userId)?.name ?? 'somebody'}`,
      );
    },

    /** What people were told of a request, in order. */
    async notices(swap: { id: string }, people: readonly Person[]): Promise<string[]> {
      return (await this.noticeTexts(swap)).map(
        ({ userId, kind }) => `${kind} ${people.find(({ id }) => id === userId)?.name ?? 'somebody'}`,
      );
    },

    async noticeTexts(swap: { id: string }): Promise<Told[]> {
      const rows: unknown = await rouse.dataSource.query(
        `SELECT user_id AS "userId", kind, text FROM notices WHERE once_key LIKE $1 ORDER BY id`,
        [`swap:${swap.id}:%`],
      );
      return noticeRows.parse(rows);
    },
  };
}
