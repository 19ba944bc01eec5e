import { Injectable } from '@nestjs/common';
import { IncidentReader } from '../../incidents/incident-reader.js';
import { OutboundHttp } from '../../platform/outbound/outbound-http.js';
import { SIGNATURE_HEADER, signWebhookForAll } from '../../platform/outbound/webhook-signature.js';
import { outcomeOf, type AttemptOutcome } from './delivery-decision.js';
import type { ClaimedDelivery } from './webhook-delivery-store.js';
import type { WebhookBody } from './webhook-schema.js';

const ANSWER_WITHIN_MS = 10_000;

/** One request to a webhook. */
@Injectable()
export class WebhookRequests {
  constructor(
    private readonly incidents: IncidentReader,
    private readonly outbound: OutboundHttp,
  ) {}

  /** Sends it, with the incident as it stands now: a receiver that keeps the latest it was told is never behind. */
  async send(delivery: ClaimedDelivery): Promise<AttemptOutcome> {
    const { id, event, occurredAt, incidentId, secrets, atSeconds } = delivery;
    const incident = incidentId === null ? null : await this.incidents.one(incidentId);
    const told: WebhookBody = { id, event, occurredAt: occurredAt.toISOString(), incident };
    const body = JSON.stringify(told);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Rouse',
      'Rouse-Event': event,
      'Rouse-Delivery': id,
      [SIGNATURE_HEADER]: signWebhookForAll(secrets, atSeconds, body),
    };
    return outcomeOf(await this.outbound.post(delivery.url, { headers, body, timeoutMs: ANSWER_WITHIN_MS }));
  }
}
