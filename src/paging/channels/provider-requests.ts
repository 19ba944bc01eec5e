import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Work that has not answered by then was lost with its process; a repeat of the request takes it up. */
const LOST_AFTER_SECONDS = 20;
/** A repeat that comes while the first still works waits for its answer; providers give up after 15 s. */
const WAIT_FOR_ANSWER_MS = 10_000;
const POLL_MS = 100;

/** A repeat came while the first request was still being worked on, and outwaited it. */
export class StillWorkingError extends Error {}

/**
 * What providers have sent, by their own ids. A signed request has no time stamp and verifies for ever, and
 * providers repeat what they think was lost: each is worked on once, and a repeat gets the same answer.
 */
@Injectable()
export class ProviderRequests {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Does `work` for the first request with this (provider, id, event) and keeps its answer for the repeats. Where
   * it throws nothing is kept, so that a repeat may try again.
   */
  async once(
    provider: string,
    providerId: string,
    event: string,
    work: () => Promise<string>,
  ): Promise<string> {
    const key = [provider, providerId, event] as const;
    const deadline = performance.now() + WAIT_FOR_ANSWER_MS;
    while (!(await this.claim(key))) {
      const answer = await this.answerTo(key);
      if (answer !== null) return answer;
      if (performance.now() > deadline)
        throw new StillWorkingError(`${event} of ${providerId} is being worked on`);
      await wait(POLL_MS);
    }
    try {
      const answer = await work();
      await this.dataSource.query(
        'UPDATE provider_requests SET answer = $4 WHERE provider = $1 AND provider_id = $2 AND event = $3',
        [...key, answer],
      );
      return answer;
    } catch (error) {
      await this.dataSource.query(
        'DELETE FROM provider_requests WHERE provider = $1 AND provider_id = $2 AND event = $3 AND answer IS NULL',
        [...key],
      );
      throw error;
    }
  }

  /** What a request was answered with; null where there was none, or none yet. */
  answerOf(provider: string, providerId: string, event: string): Promise<string | null> {
    return this.answerTo([provider, providerId, event]);
  }

  /** Notes that something was seen. */
  async remember(provider: string, providerId: string, event: string): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO provider_requests (provider, provider_id, event, answer) VALUES ($1, $2, $3, '')
       ON CONFLICT DO NOTHING`,
      [provider, providerId, event],
    );
  }

  /** The events seen of this message or call. */
  async eventsOf(provider: string, providerId: string): Promise<string[]> {
    const rows = await this.dataSource.query<{ event: string }[]>(
      'SELECT event FROM provider_requests WHERE provider = $1 AND provider_id = $2',
      [provider, providerId],
    );
    return rows.map((row) => row.event);
  }

  /** Whether this caller is to do the work: the first, or the first after one that was lost. */
  private async claim(key: readonly [string, string, string]): Promise<boolean> {
    const claimed = await this.dataSource.query<unknown[]>(
      `INSERT INTO provider_requests AS request (provider, provider_id, event) VALUES ($1, $2, $3)
       ON CONFLICT (provider, provider_id, event) DO UPDATE SET received_at = rouse_now()
         WHERE request.answer IS NULL AND request.received_at < rouse_now() - make_interval(secs => $4)
       RETURNING 1`,
      [...key, LOST_AFTER_SECONDS],
    );
    return claimed.length > 0;
  }

  private async answerTo(key: readonly [string, string, string]): Promise<string | null> {
    const [row] = await this.dataSource.query<{ answer: string | null }[]>(
      'SELECT answer FROM provider_requests WHERE provider = $1 AND provider_id = $2 AND event = $3',
      [...key],
    );
    return row?.answer ?? null;
  }
}
