import { Sweeper } from '../../src/paging/engine/sweeper.js';
import type { RunningRouse } from '../support/rouse.js';
import type { TwilioDouble } from '../support/twilio-double.js';

/** A message or call at the double, by the seconds that had passed on the clock of the database. */
export interface HeardPage {
  readonly afterSeconds: number;
  readonly type: 'sms' | 'voice';
  readonly to: string;
}

/**
 * A clock of the database that stands still and hops from deadline to deadline, so that what happens when does not
 * depend on how quick the machine is.
 */
export class FrozenClock {
  private constructor(
    private readonly rouse: RunningRouse,
    readonly startedAt: Date,
    private now: Date,
  ) {}

  static async at(rouse: RunningRouse, time: Date): Promise<FrozenClock> {
    const clock = new FrozenClock(rouse, time, time);
    await clock.set(time);
    return clock;
  }

  /** Works off every deadline up to `seconds` after the start, and tells what was heard at the double meanwhile. */
  async run(double: TwilioDouble, seconds: number): Promise<HeardPage[]> {
    const heard: HeardPage[] = [];
    const seen = { messages: double.messages.length, calls: double.calls.length };
    for (;;) {
      await this.rouse.app.get(Sweeper, { strict: false }).sweep();
      await double.settle();
      const afterSeconds = (this.now.getTime() - this.startedAt.getTime()) / 1000;
      const messages = double.messages.slice(seen.messages);
      const calls = double.calls.slice(seen.calls);
      heard.push(...messages.map(({ to }) => ({ afterSeconds, type: 'sms' as const, to })));
      heard.push(...calls.map(({ to }) => ({ afterSeconds, type: 'voice' as const, to })));
      seen.messages += messages.length;
      seen.calls += calls.length;
      const next = await this.nextDeadline();
      if (next === null || next.getTime() > this.startedAt.getTime() + seconds * 1000) return heard;
      if (next > this.now) await this.set(next);
    }
  }

  private async nextDeadline(): Promise<Date | null> {
    const [row] = await this.rouse.dataSource.query<{ at: Date | null }[]>(
      `SELECT least((SELECT min(due_at) FROM escalations WHERE status = 'running'), (SELECT min(due_at) FROM pages)) AS at`,
    );
    return row?.at ?? null;
  }

  private async set(time: Date): Promise<void> {
    this.now = time;
    await this.rouse.dataSource.query(
      `CREATE OR REPLACE FUNCTION rouse_now() RETURNS timestamptz LANGUAGE sql STABLE AS
       $$ SELECT timestamptz '${time.toISOString()}' $$`,
    );
  }
}
