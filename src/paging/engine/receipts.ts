import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { WakeUp } from '../../platform/queue/wake-up.js';
import { WakeUpQueue } from '../../platform/queue/wake-up-queue.js';
import { Channels } from '../channels/channel.js';
import { PageReceipts, type PageReceipt } from '../channels/page-receipts.js';
import { attemptsOfMessage, endCall } from './attempt-store.js';
import { DeliveryConsequences } from './delivery-consequences.js';
import { receiptConsequence } from './delivery-outcomes.js';
import { EarlyReceipts } from './early-receipts.js';
import { lockIncidents } from './incident-lock.js';
import { PageStore } from './page-store.js';
import { repeatedTransaction } from './repeated-transaction.js';

/** Receipts of providers, applied to every page of the message or call that they speak of. */
@Injectable()
export class Receipts extends PageReceipts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly wakeUps: WakeUpQueue,
    private readonly pages: PageStore,
    private readonly consequences: DeliveryConsequences,
    private readonly earlyReceipts: EarlyReceipts,
    private readonly channels: Channels,
  ) {
    super();
  }

  override async record(receipt: PageReceipt): Promise<void> {
    const messageId = await this.find(receipt);
    if (messageId === null) return;
    const { wakeUps, freed } = await repeatedTransaction(this.dataSource, (manager) =>
      this.apply(manager, messageId, receipt),
    );
    await this.wakeUps.schedule(wakeUps);
    if (freed.length === 0) return;
    // After the commit, so that whoever decides about the number now sees that it is free.
    await this.wakeUps.schedule(
      await repeatedTransaction(this.dataSource, (manager) => this.pages.freeLines(manager, freed)),
    );
  }

  private async apply(
    manager: EntityManager,
    messageId: string,
    receipt: PageReceipt,
  ): Promise<{ wakeUps: WakeUp[]; freed: string[] }> {
    const attempts = await attemptsOfMessage(manager, messageId);
    await lockIncidents(
      manager,
      attempts.map(({ incidentId }) => incidentId),
    );
    const pages = await this.pages.lockAll(
      manager,
      attempts.map(({ pageId }) => pageId),
    );
    const isOver = receipt.isOver === true || receipt.state === 'failed' || receipt.state === 'unanswered';
    // Before the attempts are written, which would forget the number.
    const freed = isOver ? await endCall(manager, messageId) : [];
    const written = attempts.flatMap(({ id, pageId }) => {
      const page = pages.get(pageId);
      const attempt = { attemptId: id, leadAttemptId: id === messageId ? null : messageId };
      return page ? receiptConsequence(page, attempt, receipt, this.channels) : [];
    });
    return { freed, wakeUps: await this.consequences.write(manager, written) };
  }

  /** The attempt that the provider knows by this id; where it is not written yet, the receipt is kept for it. */
  private find(receipt: PageReceipt): Promise<string | null> {
    return repeatedTransaction(this.dataSource, async (manager) => {
      await this.earlyReceipts.lock(manager, receipt.provider, receipt.providerId);
      const [attempt] = await manager.query<{ id: string }[]>(
        'SELECT id FROM attempts WHERE provider = $1 AND provider_id = $2',
        [receipt.provider, receipt.providerId],
      );
      if (!attempt) await this.earlyReceipts.keep(manager, receipt);
      return attempt?.id ?? null;
    });
  }
}
