import type { Schema } from '../../api/client';

type WebhookEvent = Schema<'CreateWebhook'>['events'][number];

/** What a webhook can be told of; a kind that the server has and this has not does not compile. */
const EVENTS: Readonly<Record<WebhookEvent, true>> = {
  'incident.triggered': true,
  'incident.acknowledged': true,
  'incident.resolved': true,
  'incident.escalated': true,
  'incident.snoozed': true,
  'incident.woke': true,
  'incident.reassigned': true,
  'incident.merged': true,
  'incident.changed': true,
  'incident.severity-raised': true,
  'incident.urgency-raised': true,
  'acknowledgement.timed-out': true,
  'alert.grouped': true,
  'note.added': true,
  'responder.requested': true,
  'responder.answered': true,
  'step.started': true,
  'escalation.handed-off': true,
  'escalation.exhausted': true,
  'escalation.unanswered': true,
  'attempt.delivered': true,
  'attempt.failed': true,
};

const isEvent = (name: string): name is WebhookEvent => name in EVENTS;

/** Kinds of events, in the order in which they are offered. */
export const WEBHOOK_EVENTS: readonly WebhookEvent[] = Object.keys(EVENTS).filter(isEvent);
