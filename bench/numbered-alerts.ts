import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadReport, LoadRequest } from './load-generator.js';
import type { StampedRequest } from './stamping-provider.js';

/** What a numbered alert says; the load generator puts the number in, and the receiver's request still holds it. */
export const NUMBERED_TEXT = 'alert-{number}-end';
const NUMBER_IN_TEXT = /alert-(\d+)-end/g;

const SETTLES_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 250;

/** An Events v2 trigger of a key that is new with each number. */
export function numberedEvent(url: string, integrationKey: string): LoadRequest {
  const event = {
    routing_key: integrationKey,
    event_action: 'trigger',
    dedup_key: NUMBERED_TEXT,
    payload: { summary: NUMBERED_TEXT, severity: 'critical', source: 'bench' },
  };
  return { url: `${url}/v2/enqueue`, body: JSON.stringify(event) };
}

const LABELS = { alertname: 'HighLatency', severity: 'critical', instance: 'db-1:9100', job: 'node' };

/** What each of several alerts in one request says; only the first is looked for afterwards. */
const textOf = (place: number): string =>
  place === 0 ? NUMBERED_TEXT : `companion-{number}-${String(place)}-end`;

/** `POST /api/v2/alerts` of Alertmanager with `count` firing alerts, whose labels are new with each number. */
export function numberedAlerts(url: string, count: number): LoadRequest {
  const alerts = Array.from({ length: count }, (_, place) => ({
    labels: { ...LABELS, number: textOf(place) },
    annotations: { summary: textOf(place) },
  }));
  return { url: `${url}/api/v2/alerts`, body: JSON.stringify(alerts) };
}

/** The same alerts as Alertmanager's webhook, version 4, hands them to Rouse. */
export function numberedWebhook(url: string, integrationKey: string, count: number): LoadRequest {
  const alerts = Array.from({ length: count }, (_, place) => ({
    status: 'firing',
    labels: { ...LABELS, number: textOf(place) },
    annotations: { summary: textOf(place) },
    startsAt: '2026-01-05T09:00:00Z',
    fingerprint: textOf(place),
  }));
  const body = { version: '4', status: 'firing', receiver: 'rouse', alerts };
  return { url: `${url}/integrations/${integrationKey}/alertmanager`, body: JSON.stringify(body) };
}

/** When the first request came that told of each number: Unix time, milliseconds. */
export function arrivalsOf(requests: readonly StampedRequest[]): Map<number, number> {
  const arrivals = new Map<number, number>();
  for (const { body, at } of requests) {
    for (const [, number] of body.matchAll(NUMBER_IN_TEXT)) {
      if (!arrivals.has(Number(number))) arrivals.set(Number(number), at);
    }
  }
  return arrivals;
}

/**
 * From when each alert of a load should have been sent until the request that told of it, in milliseconds. One that was not
 * accepted, or that nobody was told of within 30 s of the end of the load, counts as 30 s.
 */
export async function alertToRequest(
  { outcomes }: LoadReport,
  receiver: { readonly requests: readonly StampedRequest[] },
): Promise<number[]> {
  const accepted = outcomes.filter(({ status }) => status >= 200 && status < 300);
  const deadline = performance.now() + SETTLES_WITHIN_MS;
  let arrivals = arrivalsOf(receiver.requests);
  while (!accepted.every(({ number }) => arrivals.has(number)) && performance.now() < deadline) {
    await sleep(LOOK_EVERY_MS);
    arrivals = arrivalsOf(receiver.requests);
  }
  const times = outcomes.map(({ number, dueAt }) => (arrivals.get(number) ?? Infinity) - dueAt);
  const lost = times.filter((time) => time > SETTLES_WITHIN_MS).length;
  if (lost > 0)
    process.stderr.write(`${String(lost)} alerts of ${String(times.length)} took 30 s or were refused\n`);
  return times.map((time) => Math.min(time, SETTLES_WITHIN_MS));
}
