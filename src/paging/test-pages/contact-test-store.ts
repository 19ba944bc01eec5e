import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '../../platform/database/identifier.js';
import type { ContactTest } from './contact-test-schema.js';

/** A test is answered within this time, and by the API in this many tries. */
const GOOD_FOR_MINUTES = 10;
const MOST_TRIES = 5;
/** So many tests of one person within so many minutes. */
const MOST_TESTS = 5;
const WITHIN_MINUTES = 10;

/** A test that was answered just now. */
export interface AnsweredTest {
  readonly id: string;
  readonly contactMethodId: string;
  readonly at: Date;
}

interface ContactTestRow extends Omit<ContactTest, 'createdAt' | 'expiresAt' | 'answeredAt'> {
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly answeredAt: Date | null;
}

const ANSWERED = `RETURNING id, contact_method_id AS "contactMethodId", answered_at AS at`;

/** Tests of contact methods as rows. Everything about time is decided by the database's clock. */
@Injectable()
export class ContactTestStore {
  /** Seconds until this person may have another test; 0: now. Who asks for the same person waits for the commit. */
  async waitSeconds(manager: EntityManager, userId: string): Promise<number> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('contact-tests:' || $1, 0))`, [
      userId,
    ]);
    const [row] = await manager.query<{ wait: number }[]>(
      `SELECT greatest(1, ceil(extract(epoch FROM min(created_at) + make_interval(mins => $2) - rouse_now())))::int AS wait
         FROM (SELECT created_at FROM contact_method_tests
                WHERE user_id = $1 AND created_at > rouse_now() - make_interval(mins => $2)
                ORDER BY created_at DESC LIMIT $3) recent
       HAVING count(*) >= $3`,
      [userId, WITHIN_MINUTES, MOST_TESTS],
    );
    return row?.wait ?? 0;
  }

  async add(
    manager: EntityManager,
    method: { readonly id: string; readonly userId: string; readonly address: string },
    code: string,
  ): Promise<{ id: string; expiresAt: Date }> {
    const [row] = await manager.query<{ id: string; expiresAt: Date }[]>(
      `INSERT INTO contact_method_tests (id, contact_method_id, user_id, address, code, status, expires_at)
       VALUES ($1, $2, $3, $4, $5, 'sending', rouse_now() + make_interval(mins => $6))
       RETURNING id, expires_at AS "expiresAt"`,
      [newId(), method.id, method.userId, method.address, code, GOOD_FOR_MINUTES],
    );
    if (!row) throw new Error('the test was not written');
    return row;
  }

  /** Writes how the sending ended; an answer that was quicker stays. */
  async end(
    manager: EntityManager,
    id: string,
    { status, error }: { status: 'sent' | 'failed'; error: string | null },
  ): Promise<void> {
    await manager.query(
      `UPDATE contact_method_tests SET status = $2, error = $3 WHERE id = $1 AND status = 'sending'`,
      [id, status, error],
    );
  }

  /** The last test of a method. */
  async last(manager: EntityManager, contactMethodId: string): Promise<ContactTest | null> {
    const [row] = await manager.query<ContactTestRow[]>(
      `SELECT id, contact_method_id AS "contactMethodId", error, created_at AS "createdAt", expires_at AS "expiresAt",
              answered_at AS "answeredAt", answered_by AS "answeredBy",
              CASE WHEN status IN ('sending', 'sent') AND expires_at <= rouse_now() THEN 'expired' ELSE status END AS status
         FROM contact_method_tests WHERE contact_method_id = $1 ORDER BY id DESC LIMIT 1`,
      [contactMethodId],
    );
    if (!row) return null;
    const { createdAt, expiresAt, answeredAt, ...rest } = row;
    return {
      ...rest,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      answeredAt: answeredAt?.toISOString() ?? null,
    };
  }

  /** Answers the open tests that went to a phone: those with this code; without one those that went by SMS. */
  async answerFrom(manager: EntityManager, phone: string, code: string | null): Promise<AnsweredTest[]> {
    const [rows] = await manager.query<[AnsweredTest[], number]>(
      `UPDATE contact_method_tests SET status = 'answered', answered_at = rouse_now(), answered_by = 'sms'
        WHERE address = $1 AND status IN ('sending', 'sent') AND expires_at > rouse_now()
          AND CASE WHEN $2::text IS NULL
                THEN contact_method_id IN (SELECT id FROM contact_methods WHERE address = $1 AND type = 'sms')
                ELSE code = $2 END
       ${ANSWERED}`,
      [phone, code],
    );
    return rows;
  }

  /** Tries a code on the open test of a method. @returns null where no test is open; else whether it was the code */
  async tryCode(
    manager: EntityManager,
    contactMethodId: string,
    code: string,
  ): Promise<{ answered: AnsweredTest | null; triesLeft: number } | null> {
    const [[tried]] = await manager.query<[{ id: string; matches: boolean; triesLeft: number }[], number]>(
      `UPDATE contact_method_tests SET tries = tries + 1
        WHERE id = (SELECT id FROM contact_method_tests WHERE contact_method_id = $1 ORDER BY id DESC LIMIT 1)
          AND status IN ('sending', 'sent') AND expires_at > rouse_now() AND tries < $3
        RETURNING id, code = $2 AS matches, $3 - tries AS "triesLeft"`,
      [contactMethodId, code, MOST_TRIES],
    );
    if (!tried) return null;
    if (!tried.matches) return { answered: null, triesLeft: tried.triesLeft };
    const [[answered]] = await manager.query<[AnsweredTest[], number]>(
      `UPDATE contact_method_tests SET status = 'answered', answered_at = rouse_now(), answered_by = 'api'
        WHERE id = $1 ${ANSWERED}`,
      [tried.id],
    );
    return { answered: answered ?? null, triesLeft: tried.triesLeft };
  }
}
