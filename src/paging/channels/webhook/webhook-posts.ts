import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DELETED } from '../../../people/contact-methods.js';
import { OutboundHttp } from '../../../platform/outbound/outbound-http.js';
import { SIGNATURE_HEADER, signWebhookForAll } from '../../../platform/outbound/webhook-signature.js';
import type { SendOutcome } from '../channel.js';
import { outcomeOfWebhook } from './webhook-outcome.js';

/** What is posted: see docs/contact-methods.md. */
export type WebhookContent = {
  /** The same for each repeat, so that a receiver can tell one. */
  readonly id: string;
  readonly type: 'page' | 'message' | 'test';
  /** For a person to read. */
  readonly text: string;
} & Readonly<Record<string, unknown>>;

/** Posts to people's webhooks, signed. */
@Injectable()
export class WebhookPosts {
  constructor(
    private readonly outbound: OutboundHttp,
    private readonly dataSource: DataSource,
  ) {}

  /** @param attemptId under which the request is known from then on */
  async post(address: string, content: WebhookContent, attemptId: string): Promise<SendOutcome> {
    const { secrets, seconds } = await this.signing(address);
    // Two people may have one address; the signature holds for the secret of each.
    if (secrets.length === 0)
      return { kind: 'refused', code: 'removed', reason: 'It was removed.', consequence: 'next-channel' };
    const body = JSON.stringify(content);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Rouse',
      [SIGNATURE_HEADER]: signWebhookForAll(secrets, seconds, body),
    };
    return outcomeOfWebhook(await this.outbound.post(address, { headers, body }), attemptId, Math.random());
  }

  /** The secrets of everybody who has this address, and the time by the database's clock. */
  private async signing(address: string): Promise<{ secrets: string[]; seconds: number }> {
    const rows = await this.dataSource.query<{ secret: string; seconds: number }[]>(
      `SELECT secret, floor(extract(epoch FROM rouse_now()))::float8 AS seconds FROM contact_methods
        WHERE type = 'webhook' AND address = $1 AND disabled_reason IS DISTINCT FROM $2 ORDER BY id`,
      [address, DELETED],
    );
    return { secrets: rows.map(({ secret }) => secret), seconds: rows[0]?.seconds ?? 0 };
  }
}
