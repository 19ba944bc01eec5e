import { z } from 'zod';
import type { RunningRouse } from '../support/rouse.js';

const nowRows = z.tuple([z.object({ now: z.date() })]);

/** The database's time. */
export async function timeOf(rouse: RunningRouse): Promise<Date> {
  const [{ now }] = nowRows.parse(await rouse.dataSource.query('SELECT rouse_now() AS now'));
  return now;
}

/** Lets time pass until a moment to come, and does what became due. */
export async function waitUntil(rouse: RunningRouse, moment: Date): Promise<void> {
  const now = await timeOf(rouse);
  await rouse.advance({ seconds: (moment.getTime() - now.getTime()) / 1000 });
}

/** The last Sunday of the next March: Berlin's clock goes from 02:00 to 03:00 at 01:00 UTC. */
export async function nextChangeToSummer(rouse: RunningRouse): Promise<Date> {
  const now = await timeOf(rouse);
  const lastSunday = (year: number): Date => {
    const end = new Date(Date.UTC(year, 2, 31, 1));
    return new Date(end.getTime() - end.getUTCDay() * 86_400_000);
  };
  const year = now.getUTCFullYear();
  // Some days of it are wanted before.
  const thisYear = lastSunday(year);
  return thisYear.getTime() - now.getTime() > 7 * 86_400_000 ? thisYear : lastSunday(year + 1);
}

/** How many pages there are about incidents of a service, in whatever state. */
export async function pagesOf(rouse: RunningRouse, service: { id: string }): Promise<number> {
  const rows: unknown = await rouse.dataSource.query(
    `SELECT count(*)::int AS pages FROM pages JOIN incidents ON incidents.id = pages.incident_id
     WHERE incidents.service_id = $1`,
    [service.id],
  );
  const [{ pages }] = z.tuple([z.object({ pages: z.int() })]).parse(rows);
  return pages;
}
