import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { consequenceOfErrorCode } from '../channels/twilio/twilio-fault.js';
import type { PageReceipt } from '../channels/page-receipts.js';

/** What a kept receipt says of its attempt. */
export interface KeptReceipt {
  readonly attemptId: string;
  readonly state: PageReceipt['state'];
  readonly errorCode: string | null;
}

/**
 * Receipts that came before Rouse had written down under which id the provider knows the attempt. They are kept, and
 * taken when the id is written; both sides lock the id, so that none falls between.
 */
@Injectable()
export class EarlyReceipts {
  /** Locks the provider's id until the end of the transaction. */
  async lock(manager: EntityManager, provider: string, providerId: string): Promise<void> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('receipt:' || $1 || ':' || $2, 0))`, [
      provider,
      providerId,
    ]);
  }

  /** Keeps a receipt whose attempt is not known yet. */
  async keep(manager: EntityManager, receipt: PageReceipt): Promise<void> {
    await manager.query(
      `INSERT INTO early_receipts (provider, provider_id, state, error_code) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [receipt.provider, receipt.providerId, receipt.state, receipt.errorCode],
    );
  }

  /** Takes the receipts of attempts whose provider ids have just been written, in the order they came. */
  async take(manager: EntityManager, attemptIds: readonly string[]): Promise<KeptReceipt[]> {
    if (attemptIds.length === 0) return [];
    await manager.query(
      `SELECT pg_advisory_xact_lock(key) FROM (
         SELECT hashtextextended('receipt:' || provider || ':' || provider_id, 0) AS key
         FROM attempts WHERE id = ANY($1::uuid[]) AND provider_id IS NOT NULL ORDER BY key) keys`,
      [attemptIds],
    );
    const [rows] = await manager.query<[(KeptReceipt & { receivedAt: Date })[], number]>(
      `DELETE FROM early_receipts receipt USING attempts attempt
       WHERE attempt.id = ANY($1::uuid[]) AND receipt.provider = attempt.provider
         AND receipt.provider_id = attempt.provider_id
       RETURNING attempt.id AS "attemptId", receipt.state, receipt.error_code AS "errorCode",
         receipt.received_at AS "receivedAt"`,
      [attemptIds],
    );
    return rows
      .sort((one, other) => one.receivedAt.getTime() - other.receivedAt.getTime())
      .map(({ attemptId, state, errorCode }) => ({ attemptId, state, errorCode }));
  }
}

/** Why an error code turns the contact method off; null where it does not. */
export function disableReasonOf(errorCode: string | null): string | null {
  if (errorCode === null) return null;
  switch (consequenceOfErrorCode(errorCode)) {
    case 'disable-method':
      return `The provider says that this number cannot be reached (${errorCode}).`;
    case 'opted-out':
      return `The owner of this number asked the provider for no more messages (${errorCode}).`;
    case 'next-channel':
    case 'tell-operators':
      return null;
  }
}
