import type { IntakeRequest } from './intake-request.js';

/** What a service's requests wait for. */
type Turn =
  /** The next batch. */
  | 'ready'
  /** The end of the batch that some of them are in. */
  | 'under-way'
  /** A batch of their own, which waits for whoever holds something of the service. */
  | 'held-up';

interface Line<Request> {
  readonly requests: Request[];
  turn: Turn;
}

/** So many events at the most are in one batch, and of one service; a request that has more is not cut. */
const MOST_EVENTS = 500;
const MOST_EVENTS_OF_ONE = 250;

/**
 * Requests that wait to be stored, in a line a service. The requests of one service are in one batch at a time, so what
 * is said of a key stays in its order; services take turns, so that a storm at one of them does not hold up the others.
 */
export class WaitingRequests<Request extends IntakeRequest> {
  /** Who came first, or has waited longest since its last turn, stands first. */
  private readonly lines = new Map<string, Line<Request>>();
  private waiting = 0;

  /** How many requests wait, whatever for. */
  get count(): number {
    return this.waiting;
  }

  add(request: Request): void {
    this.waiting += 1;
    const { serviceId } = request.integration;
    const line = this.lines.get(serviceId);
    if (line) line.requests.push(request);
    else this.lines.set(serviceId, { requests: [request], turn: 'ready' });
  }

  /** A batch over all services that are ready; empty where none is. To be given back with `done`. */
  takeTogether(): Request[] {
    const batch: Request[] = [];
    let room = MOST_EVENTS;
    for (const line of [...this.lines.values()]) {
      if (line.turn !== 'ready') continue;
      const taken = take(line, Math.min(room, MOST_EVENTS_OF_ONE), batch.length === 0);
      batch.push(...taken);
      room -= eventsOf(taken);
      if (room <= 0) break;
    }
    this.waiting -= batch.length;
    return batch;
  }

  /** A batch of one service that is held up; empty where none is. To be given back with `done`. */
  takeHeldUp(): Request[] {
    const line = [...this.lines.values()].find(({ turn }) => turn === 'held-up');
    const batch = line === undefined ? [] : take(line, MOST_EVENTS_OF_ONE, true);
    this.waiting -= batch.length;
    return batch;
  }

  /** A batch is over. @param leftOut those of it that nothing was done for: their services are held up */
  done(batch: readonly Request[], leftOut: readonly Request[]): void {
    this.waiting += leftOut.length;
    for (const serviceId of new Set(batch.map(({ integration }) => integration.serviceId))) {
      const line = this.lines.get(serviceId);
      if (line === undefined) continue;
      const back = leftOut.filter(({ integration }) => integration.serviceId === serviceId);
      line.requests.unshift(...back);
      line.turn = back.length > 0 ? 'held-up' : 'ready';
      this.lines.delete(serviceId);
      if (line.requests.length > 0) this.lines.set(serviceId, line);
    }
  }
}

/** At least one where `isFirst`, however large it is. */
function take<Request extends IntakeRequest>(
  line: Line<Request>,
  mostEvents: number,
  isFirst: boolean,
): Request[] {
  let count = 0;
  let events = 0;
  for (const { events: each } of line.requests) {
    if (events + each.length > mostEvents && !(isFirst && count === 0)) break;
    count += 1;
    events += each.length;
  }
  if (count > 0) line.turn = 'under-way';
  return line.requests.splice(0, count);
}

const eventsOf = (requests: readonly IntakeRequest[]): number =>
  requests.reduce((sum, { events }) => sum + events.length, 0);
