import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { consequenceOfErrorCode } from '../channels/twilio/twilio-fault.js';
import type { PageReceipt } from '../channels/page-receipts.js';

/** What a kept receipt says of its attempt. */
export interface KeptReceipt {
  readonly state: PageReceipt['state'];
  readonly errorCode: string | null;
  readonly disableReason: string | null;
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

  /** Takes the receipts of an attempt whose provider id has just been written, in the order they came. */
  async take(manager: EntityManager, attemptId: string): Promise<KeptReceipt[]> {
    const [attempt] = await manager.query<{ provider: string; providerId: string }[]>(
      `SELECT provider, provider_id AS "providerId" FROM attempts WHERE id = $1 AND provider_id IS NOT NULL`,
      [attemptId],
    );
    if (!attempt) return [];
    await this.lock(manager, attempt.provider, attempt.providerId);
    const [rows] = await manager.query<
      [{ state: PageReceipt['state']; errorCode: string | null; receivedAt: Date }[], number]
    >(
      `DELETE FROM early_receipts WHERE provider = $1 AND provider_id = $2
       RETURNING state, error_code AS "errorCode", received_at AS "receivedAt"`,
      [attempt.provider, attempt.providerId],
    );
    return rows
      .sort((one, other) => one.receivedAt.getTime() - other.receivedAt.getTime())
      .map(({ state, errorCode }) => ({ state, errorCode, disableReason: disableReasonOf(errorCode) }));
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
