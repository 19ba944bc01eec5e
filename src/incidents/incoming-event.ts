import { z } from 'zod';

/** How bad it is, in the words of Events v2; every other source is mapped to these. */
export const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;
export const severitySchema = z.enum(SEVERITIES);
export type Severity = z.output<typeof severitySchema>;

/** What monitoring asks for. */
export const EVENT_ACTIONS = ['trigger', 'acknowledge', 'resolve'] as const;
export const eventActionSchema = z.enum(EVENT_ACTIONS);
export type EventAction = z.output<typeof eventActionSchema>;

/** The longest dedup key that is kept; Events v2 sets the measure. */
export const DEDUP_KEY_LIMIT = 255;

/** One thing that monitoring said, in whatever format it came, translated by the source's adapter. */
export interface IncomingEvent {
  readonly action: EventAction;
  /** What the event is about: events with one key, at one service, are one alert. 1 to 255 characters. */
  readonly dedupKey: string;
  /** What broke, for people; at most 1024 characters. Empty only where the action is not `trigger`. */
  readonly summary: string;
  readonly severity: Severity;
  /** The machine or system that it happened on, where the format says so. */
  readonly source: string | null;
  /** What is worth keeping and showing beside the summary. */
  readonly details: Readonly<Record<string, unknown>>;
  /** As received, without the integration's key. */
  readonly payload: unknown;
}
