import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from '../../access/audit-log.js';
import type { Principal } from '../../access/principal.js';
import type { ContactMethodRow } from '../../people/contact-method-schema.js';
import { ContactMethods, lockContactMethod } from '../../people/contact-methods.js';
import { SETTINGS, type Settings } from '../../platform/config/settings.js';
import { conflict, impossible, notFound, Problem } from '../../platform/http/problem.js';
import { Channels, type SendOutcome } from '../channels/channel.js';
import { WebhookPosts } from '../channels/webhook/webhook-posts.js';
import type { ContactTest, TestPage } from './contact-test-schema.js';
import { ContactTestStore, type AnsweredTest } from './contact-test-store.js';
import { testText } from './test-text.js';

/** Sends test pages, and takes their answers: the round trip that proves that a contact method reaches its owner. */
@Injectable()
export class ContactTests {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: ContactTestStore,
    private readonly contactMethods: ContactMethods,
    private readonly channels: Channels,
    private readonly webhooks: WebhookPosts,
    private readonly auditLog: AuditLog,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'publicUrl'>,
  ) {}

  /**
   * Sends a test page now, by the channel that pages take. What became of it is told by `last`.
   * @throws Problem 403, 404; 409 for a method that is not verified or is turned off; 429 after 5 tests in 10 minutes
   */
  async send(principal: Principal, contactMethodId: string): Promise<TestPage> {
    const code = randomInt(1_000, 10_000).toString();
    const { method, test } = await this.dataSource.transaction(async (manager) => {
      const locked = await lockContactMethod(manager, principal, 'contact.change', contactMethodId);
      requireInUse(locked);
      await this.requireNotTooMany(manager, locked.userId);
      const added = await this.store.add(manager, locked, code);
      await this.auditLog.record(manager, principal, {
        action: 'contact-method.test',
        objectType: 'contact-method',
        objectId: contactMethodId,
        after: { userId: locked.userId, type: locked.type },
      });
      return { method: locked, test: added };
    });
    const outcome = await this.say(method, test.id, code);
    await this.store.end(this.dataSource.manager, test.id, endOf(outcome));
    return { id: test.id, expiresAt: test.expiresAt.toISOString() };
  }

  /** The last test of a contact method. @throws Problem 403, 404 also where there was none */
  async last(principal: Principal, contactMethodId: string): Promise<ContactTest> {
    const test = await this.dataSource.transaction(async (manager) => {
      await lockContactMethod(manager, principal, 'contact.read', contactMethodId);
      return this.store.last(manager, contactMethodId);
    });
    if (!test) throw notFound('test');
    return test;
  }

  /**
   * Takes the answer that came from a phone: `ok`, with or without the code of the test.
   * @param code null: for every test that is open there by SMS
   * @returns whether a test was open that it answers
   */
  answer(phone: string, code: string | null): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const answered = await this.store.answerFrom(manager, phone, code);
      for (const test of answered) await this.prove(manager, test);
      return answered.length > 0;
    });
  }

  /**
   * Takes the code of a test that somebody read or heard.
   * @throws Problem 403, 404; 409 where no test is open; 422 for a wrong code, at most 5 times
   */
  async answerByCode(principal: Principal, contactMethodId: string, code: string): Promise<ContactTest> {
    const tried = await this.dataSource.transaction(async (manager) => {
      await lockContactMethod(manager, principal, 'contact.change', contactMethodId);
      const outcome = await this.store.tryCode(manager, contactMethodId, code);
      if (outcome?.answered) await this.prove(manager, outcome.answered);
      return outcome;
    });
    // Thrown after the commit, so that the try counts.
    if (!tried) throw conflict('No test is open: it was answered, is too old, or was tried too often.');
    if (!tried.answered) {
      const left = String(tried.triesLeft);
      throw impossible([{ path: 'code', message: `is not the code that was sent; ${left} tries left` }]);
    }
    return this.last(principal, contactMethodId);
  }

  private prove(manager: EntityManager, { contactMethodId, at }: AnsweredTest): Promise<void> {
    return this.contactMethods.prove(manager, { id: contactMethodId }, 'test', at);
  }

  private say(method: ContactMethodRow, testId: string, code: string): Promise<SendOutcome> {
    const { type, address } = method;
    const text = testText(type, code, this.settings.publicUrl);
    return type === 'webhook'
      ? this.webhooks.post(address, { id: testId, type: 'test', text, code }, testId)
      : this.channels.of(type).say(address, text);
  }

  private async requireNotTooMany(manager: EntityManager, userId: string): Promise<void> {
    const wait = await this.store.waitSeconds(manager, userId);
    if (wait > 0)
      throw new Problem(429, 'There were many tests within a few minutes. Wait before the next.', [], {
        retryAfterSeconds: wait,
      });
  }
}

function requireInUse({ verifiedAt, disabledAt, disabledReason }: ContactMethodRow): void {
  if (disabledAt !== null) throw conflict('This contact method is turned off.', { disabledReason });
  if (verifiedAt === null) throw conflict('This contact method is not verified: no page goes there yet.');
}

/** What became of a test. One that may have gone out can still be answered. */
function endOf(outcome: SendOutcome): { status: 'sent' | 'failed'; error: string | null } {
  switch (outcome.kind) {
    case 'accepted':
      return { status: 'sent', error: null };
    case 'unknown':
      return { status: 'sent', error: outcome.reason };
    case 'busy':
      return { status: 'failed', error: 'The provider is busy. Try again soon.' };
    case 'refused':
      return { status: 'failed', error: outcome.reason };
  }
}
