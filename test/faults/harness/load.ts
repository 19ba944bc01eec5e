import { setTimeout as sleep } from 'node:timers/promises';
import { startAnswering, type Answer } from './answering.js';
import type { Random } from './random.js';
import type { SystemUnderTest } from './system.js';
import { makeWorld, type LoadService, type World, type WorldPlan } from './world.js';

/** What the load is made of. */
export interface LoadPlan extends WorldPlan {
  /** Events a second, while it is on. */
  readonly rate: number;
  /** The share of events that repeat an alert that was sent before. */
  readonly repeats: number;
  /** The share of events that resolve an alert that was sent before. */
  readonly resolves: number;
}

export const DEFAULT_PLAN: LoadPlan = {
  services: 6,
  stepSeconds: 6,
  repeat: 0,
  neverAnswer: 0.4,
  voice: 0.3,
  rate: 1.5,
  repeats: 0.2,
  resolves: 0.1,
};

/** An event, each time that it was sent. */
export interface SentEvent {
  /** In the event's `custom_details.request`: one of a kind, whatever is sent again. */
  readonly request: string;
  readonly serviceId: string;
  readonly action: 'trigger' | 'resolve';
  readonly dedupKey: string;
  readonly body: unknown;
  /** Unix time in milliseconds. */
  readonly at: number;
  readonly answeredAt: number;
  /** 202: Rouse has taken it; null: no answer. */
  readonly status: number | null;
}

/** Monitoring that sends events, and people who answer pages. */
export interface Load {
  readonly world: World;
  /** Begins to send events, at the plan's rate unless another is given. Does nothing while it is on. */
  start(rate?: number): void;
  /** Sends no more events, and waits until what was sent is answered. People go on answering. */
  stop(): Promise<void>;
  /** Sends one event of a service, once: what is not taken is not sent again. */
  send(
    service: LoadService,
    more?: { action?: 'trigger' | 'resolve'; dedupKey?: string },
  ): Promise<SentEvent>;
  /** Every event that was sent, in the order of the answers. */
  readonly sent: readonly SentEvent[];
  /** What people said, and whether it was taken. */
  readonly answers: readonly Answer[];
  /** From now on nobody answers anything. */
  silence(): Promise<void>;
}

/** An event that was not taken is sent again after this time, as senders do, so many times at most. */
const AGAIN_AFTER_MS = 1_000;
const MOST_TRIES = 40;
const ANSWERS_WITHIN_MS = 10_000;
/** So many events wait for their answer, or for their next try, at most; while they do, no new one is made. */
const MOST_UNDER_WAY = 40;

/** Makes the run's people and services; sends nothing yet. */
export async function makeLoad(system: SystemUnderTest, plan: LoadPlan, random: Random): Promise<Load> {
  const world = await makeWorld(system, plan, random.of('world'));
  const answering = startAnswering(system, world);
  const sent: SentEvent[] = [];
  const events = new Events(system.client, random.of('events').seed, sent);
  const choices = random.of('events');
  const open: { service: LoadService; dedupKey: string }[] = [];
  let running: { stop: AbortController; ended: Promise<void> } | null = null;

  const sendNext = (): Promise<unknown> => {
    const chosen = choices.next();
    if (open.length > 0 && chosen < plan.repeats + plan.resolves) {
      const { service, dedupKey } = choices.pick(open);
      return events.until202(service, chosen < plan.repeats ? 'trigger' : 'resolve', dedupKey);
    }
    const service = choices.pick(world.services);
    const dedupKey = events.newKey(service);
    open.push({ service, dedupKey });
    return events.until202(service, 'trigger', dedupKey);
  };
  const sendAtRate = async (rate: number, stop: AbortSignal): Promise<void> => {
    const began = performance.now();
    const underWay = new Set<Promise<unknown>>();
    for (let count = 1; !stop.aborted; count += 1) {
      if (underWay.size < MOST_UNDER_WAY) {
        const sending: Promise<unknown> = sendNext().finally(() => underWay.delete(sending));
        underWay.add(sending);
      }
      const wait = began + (count * 1000) / rate - performance.now();
      // Whoever stops the load ends the wait; the listener of the signal goes with it.
      if (wait > 0) await sleep(wait, undefined, { signal: stop }).catch(() => undefined);
    }
    await Promise.all(underWay);
  };

  return {
    world,
    sent,
    answers: answering.answers,
    start: (rate = plan.rate) => {
      if (running !== null) return;
      const stop = new AbortController();
      running = { stop, ended: sendAtRate(rate, stop.signal) };
    },
    stop: async () => {
      const before = running;
      running = null;
      before?.stop.abort();
      await before?.ended;
    },
    send: (service, { action = 'trigger', dedupKey = events.newKey(service) } = {}) =>
      events.once(service, action, dedupKey),
    silence: () => answering.stop(),
  };
}

/** Sends events, and notes each time what was answered. */
class Events {
  private keys = 0;
  private requests = 0;

  constructor(
    private readonly client: SystemUnderTest['client'],
    private readonly seed: number,
    private readonly sent: SentEvent[],
  ) {}

  newKey(service: LoadService): string {
    this.keys += 1;
    return `${service.name.toLowerCase().replaceAll(' ', '-')}-${String(this.seed)}-${String(this.keys)}`;
  }

  async until202(service: LoadService, action: 'trigger' | 'resolve', dedupKey: string): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const { status } = await this.once(service, action, dedupKey);
      if (status === 202) return;
      await sleep(AGAIN_AFTER_MS);
    }
  }

  async once(service: LoadService, action: 'trigger' | 'resolve', dedupKey: string): Promise<SentEvent> {
    this.requests += 1;
    const request = `request-${String(this.requests)}`;
    const body = {
      routing_key: service.key,
      event_action: action,
      dedup_key: dedupKey,
      payload: { summary: dedupKey, severity: 'critical', source: 'load', custom_details: { request } },
    };
    const at = Date.now();
    const status = await this.post(body);
    const { id: serviceId } = service;
    const event = { request, serviceId, action, dedupKey, body, at, answeredAt: Date.now(), status };
    this.sent.push(event);
    return event;
  }

  private async post(body: unknown): Promise<number | null> {
    try {
      const answer = await Promise.race([
        this.client.api('POST', '/v2/enqueue', body, { token: null }),
        sleep(ANSWERS_WITHIN_MS, null, { ref: false }),
      ]);
      return answer?.status ?? null;
    } catch {
      // Refused, cut, or silent: nobody knows what became of it.
      return null;
    }
  }
}
