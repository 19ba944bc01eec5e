import type { DataSource } from 'typeorm';
import type { Channel, LookUpOutcome, OutgoingPage, SendOutcome } from '../channel.js';
import { isForAnother, mayPassElsewhere } from './circuit-breaker.js';
import type { ProviderBreaker } from './provider-breaker.js';

/**
 * After this time the next provider is not asked in the same breath, but with the next attempt: an attempt that takes
 * longer than its lease is taken for lost.
 */
const SAME_BREATH_MS = 1_000;
const NEXT_BREATH_MS = 1_000;

/**
 * One way to reach a person that several providers offer. A page goes to the first that works; where that one
 * certainly did not take it, to the next at once. With nobody left the answer comes at once too, so that the page
 * moves to the next channel. See docs/providers.md.
 */
export class ProvidersInOrder implements Channel {
  constructor(
    private readonly breakers: readonly [ProviderBreaker, ...ProviderBreaker[]],
    private readonly dataSource: DataSource,
  ) {}

  get provider(): string {
    const next = this.breakers.find((breaker) => breaker.admits) ?? this.breakers[0];
    return next.channel.provider;
  }

  async send(page: OutgoingPage): Promise<SendOutcome> {
    const order = await this.orderFor(page);
    return this.firstToTake(order, async (channel) => {
      await this.noteProvider(page, channel.provider);
      return channel.send(page);
    });
  }

  /** Asks the provider that the attempt was made with: no other knows of it. */
  async lookUp(page: OutgoingPage, since: Date): Promise<LookUpOutcome> {
    const [first] = this.breakers;
    if (this.breakers.length === 1) return first.channel.lookUp(page, since);
    const [attempt] = await this.dataSource.query<{ provider: string }[]>(
      'SELECT provider FROM attempts WHERE id = $1',
      [page.attemptId],
    );
    return (this.called(attempt?.provider) ?? first.channel).lookUp(page, since);
  }

  say(address: string, text: string): Promise<SendOutcome> {
    return this.firstToTake(this.breakers, (channel) => channel.say(address, text));
  }

  mayPassElsewhere(errorCode: string, attempts: number): boolean {
    return attempts < this.breakers.length && mayPassElsewhere(errorCode);
  }

  async hangUp(providerId: string): Promise<void> {
    const attempts = await this.dataSource.query<{ provider: string }[]>(
      'SELECT DISTINCT provider FROM attempts WHERE provider_id = $1',
      [providerId],
    );
    for (const { provider } of attempts) await this.called(provider)?.hangUp?.(providerId);
  }

  private called(provider: string | undefined): Channel | undefined {
    return this.breakers.find(({ channel }) => channel.provider === provider)?.channel;
  }

  private async firstToTake(
    order: readonly ProviderBreaker[],
    work: (channel: Channel) => Promise<SendOutcome>,
  ): Promise<SendOutcome> {
    const started = performance.now();
    let last: Exclude<SendOutcome, { kind: 'accepted' | 'unknown' }> | null = null;
    for (const breaker of order) {
      if (last !== null && breaker.admits && performance.now() - started > SAME_BREATH_MS)
        return { kind: 'busy', code: last.code, retryAfterMs: NEXT_BREATH_MS, elsewhere: true };
      const outcome = await breaker.call(work);
      if (outcome === null) continue;
      if (outcome.kind === 'accepted' || outcome.kind === 'unknown' || !isForAnother(outcome)) return outcome;
      // One that is busy will take it later; one that refuses will not.
      if (last?.kind !== 'busy') last = outcome;
    }
    if (last === null) return this.nobody();
    return last.kind === 'busy' && this.breakers.length > 1 ? { ...last, elsewhere: true } : last;
  }

  /** Everyone is left alone just now. Nothing was sent, and the next channel does not wait. */
  private nobody(): SendOutcome {
    const retryAfterMs = Math.max(1_000, Math.min(...this.breakers.map((breaker) => breaker.admitsInMs)));
    return { kind: 'busy', code: 'circuit-open', retryAfterMs, elsewhere: true };
  }

  /** A page that a provider did not bring through goes to the others first. */
  private async orderFor(page: OutgoingPage): Promise<readonly ProviderBreaker[]> {
    if (this.breakers.length === 1) return this.breakers;
    const rows = await this.dataSource.query<{ provider: string; times: number }[]>(
      `SELECT earlier.provider, count(*)::int AS times FROM attempts mine
       JOIN attempts earlier ON earlier.page_id = mine.page_id AND earlier.number < mine.number
       WHERE mine.id = $1 GROUP BY earlier.provider`,
      [page.attemptId],
    );
    const times = new Map(rows.map((row) => [row.provider, row.times]));
    const triedWith = ({ channel }: ProviderBreaker): number => times.get(channel.provider) ?? 0;
    return [...this.breakers].sort((one, other) => triedWith(one) - triedWith(other));
  }

  /** Written before the call, so that a look-up and the receipts find the attempt where it is (promise 4). */
  private async noteProvider({ attemptId }: OutgoingPage, provider: string): Promise<void> {
    if (this.breakers.length === 1) return;
    await this.dataSource.query(
      'UPDATE attempts SET provider = $2 WHERE (id = $1 OR lead_attempt_id = $1) AND provider <> $2 AND provider_id IS NULL',
      [attemptId, provider],
    );
  }
}
