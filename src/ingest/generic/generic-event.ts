import { z } from 'zod';
import type { IncomingEvent } from '../../incidents/incoming-event.js';
import {
  anyObject,
  clip,
  SUMMARY_LIMIT,
  optionalDedupKey,
  optionalText,
  requiredDedupKey,
  severityText,
  summaryText,
} from '../event-fields.js';

const fields = { severity: severityText.nullish(), details: anyObject.nullish() };

const triggerSchema = z.looseObject({
  ...fields,
  action: z.literal('trigger').nullish(),
  summary: summaryText,
  dedupKey: optionalDedupKey,
});

const followUpSchema = z.looseObject({
  ...fields,
  action: z.enum(['acknowledge', 'resolve']),
  summary: optionalText.transform((text) => clip(text ?? '', SUMMARY_LIMIT)),
  dedupKey: requiredDedupKey,
});

/** The body of a generic integration: whatever a script can post. Fields that are not known are kept and ignored. */
export const genericEventSchema = z.discriminatedUnion('action', [triggerSchema, followUpSchema], {
  error: 'must be one of trigger, acknowledge, resolve',
});
export type GenericEvent = z.output<typeof genericEventSchema>;

/**
 * A generic body as an event. Without a severity it is an `error`, without an action a trigger.
 * @param received the body as it came
 * @param madeUpKey the dedup key of a trigger that has none
 */
export function toEvent(body: GenericEvent, received: unknown, madeUpKey: string): IncomingEvent {
  return {
    action: body.action ?? 'trigger',
    dedupKey: body.dedupKey ?? madeUpKey,
    summary: body.summary,
    severity: body.severity ?? 'error',
    source: null,
    details: body.details ?? {},
    payload: received,
  };
}
