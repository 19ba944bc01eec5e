import { z } from 'zod';
import type { IncomingEvent } from '../../incidents/incoming-event.js';
import {
  anyObject,
  optionalDedupKey,
  optionalText,
  present,
  requiredDedupKey,
  requiredText,
  severityText,
  summaryText,
  webAddress,
} from '../event-fields.js';

const envelope = {
  routing_key: requiredText,
  client: optionalText,
  client_url: optionalText,
  links: z.array(anyObject, { error: 'must be a list of links' }).nullish(),
  images: z.array(anyObject, { error: 'must be a list of images' }).nullish(),
};

const triggerSchema = z.looseObject({
  ...envelope,
  event_action: z.literal('trigger'),
  dedup_key: optionalDedupKey,
  payload: z.looseObject(
    {
      summary: summaryText,
      source: requiredText,
      severity: severityText,
      timestamp: z.unknown().optional(),
      component: optionalText,
      group: optionalText,
      class: optionalText,
      custom_details: z.unknown().optional(),
    },
    { error: (issue) => (issue.input === undefined ? 'is required' : 'must be an object') },
  ),
});

/** Acknowledge and resolve need a key and nothing more; a payload may come along and is kept as it is. */
const followUpSchema = z.looseObject({
  routing_key: requiredText,
  event_action: z.enum(['acknowledge', 'resolve']),
  dedup_key: requiredDedupKey,
});

/** The body of `POST /v2/enqueue`, PagerDuty's Events API v2. What it does not know it keeps and ignores. */
export const enqueueSchema = z.discriminatedUnion('event_action', [triggerSchema, followUpSchema], {
  error: ({ input }) =>
    typeof input === 'object' && input !== null && 'event_action' in input
      ? 'must be one of trigger, acknowledge, resolve'
      : 'is required',
});
export type EnqueueBody = z.output<typeof enqueueSchema>;

/**
 * An Events v2 body as an event.
 * @param received the body as it came; its routing key, which is a secret, is not kept
 * @param madeUpKey the dedup key of a trigger that has none
 */
export function toEvent(
  body: EnqueueBody,
  received: Readonly<Record<string, unknown>>,
  madeUpKey: string,
): IncomingEvent {
  const { routing_key: _secret, ...payload } = received;
  if (body.event_action !== 'trigger') {
    return {
      action: body.event_action,
      dedupKey: body.dedup_key,
      summary: '',
      severity: 'info',
      source: null,
      details: {},
      payload,
    };
  }
  return {
    action: 'trigger',
    dedupKey: body.dedup_key ?? madeUpKey,
    summary: body.payload.summary,
    severity: body.payload.severity,
    source: body.payload.source,
    details: detailsOf(body),
    payload,
  };
}

function detailsOf(body: z.output<typeof triggerSchema>): Record<string, unknown> {
  const { timestamp, component, group, class: eventClass, custom_details: customDetails } = body.payload;
  return present({
    timestamp,
    component,
    group,
    class: eventClass,
    customDetails: customDetails ?? undefined,
    client: body.client,
    clientUrl: webAddress(body.client_url),
    links: shown(body.links, 'href'),
    images: shown(body.images, 'src'),
  });
}

/** The links or images whose address may be put on a page. */
function shown(
  items: readonly Record<string, unknown>[] | null | undefined,
  addressField: string,
): Record<string, unknown>[] | undefined {
  const kept = items?.filter((item) => {
    const address = item[addressField];
    return typeof address === 'string' && webAddress(address) !== undefined;
  });
  return kept === undefined || kept.length === 0 ? undefined : kept;
}
