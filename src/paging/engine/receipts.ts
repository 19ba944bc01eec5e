import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { PageReceipts, type PageReceipt } from '../channels/page-receipts.js';
import { DeliveryConsequences } from './delivery-consequences.js';
import { disableReasonOf, EarlyReceipts } from './early-receipts.js';
import { lockIncident } from './incident-lock.js';
import { PageStore } from './page-store.js';

/** Receipts of providers, applied to the attempt that they speak of. */
@Injectable()
export class Receipts extends PageReceipts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly wakeUps: WakeUpQueue,
    private readonly pages: PageStore,
    private readonly consequences: DeliveryConsequences,
    private readonly earlyReceipts: EarlyReceipts,
  ) {
    super();
  }

  override async record(receipt: PageReceipt): Promise<void> {
    const attempt = await this.find(receipt);
    if (!attempt) return;
    const wakeUps = await this.dataSource.transaction(async (manager): Promise<WakeUp[]> => {
      await lockIncident(manager, attempt.incidentId);
      const page = await this.pages.lock(manager, attempt.pageId);
      if (!page) return [];
      return this.consequences.ofReceipt(manager, page, {
        state: receipt.state,
        attemptId: attempt.id,
        errorCode: receipt.errorCode,
        disableReason: disableReasonOf(receipt.errorCode),
      });
    });
    await this.wakeUps.schedule(wakeUps);
  }

  /** The attempt that the provider knows by this id; where it is not written yet, the receipt is kept for it. */
  private find(receipt: PageReceipt): Promise<{ id: string; pageId: string; incidentId: string } | null> {
    return this.dataSource.transaction(async (manager) => {
      await this.earlyReceipts.lock(manager, receipt.provider, receipt.providerId);
      const [attempt] = await manager.query<{ id: string; pageId: string; incidentId: string }[]>(
        `SELECT attempt.id, page.id AS "pageId", page.incident_id AS "incidentId"
         FROM attempts attempt JOIN pages page ON page.id = attempt.page_id
         WHERE attempt.provider = $1 AND attempt.provider_id = $2`,
        [receipt.provider, receipt.providerId],
      );
      if (!attempt) await this.earlyReceipts.keep(manager, receipt);
      return attempt ?? null;
    });
  }
}
