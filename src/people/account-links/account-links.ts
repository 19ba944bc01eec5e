import { createHash, randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { newId } from '../../platform/database/identifier.js';
import { Problem } from '../../platform/http/problem.js';

/** How long each kind of link is good for, in minutes; every one of them is good once. */
export const MINUTES_GOOD = {
  invitation: 7 * 24 * 60,
  'password-reset': 30,
  'email-change': 24 * 60,
} as const;
export type LinkPurpose = keyof typeof MINUTES_GOOD;

/** The path of the page behind the link, before its secret. */
const PATHS: Readonly<Record<LinkPurpose, string>> = {
  invitation: 'invitations',
  'password-reset': 'password-resets',
  'email-change': 'email-changes',
};

export interface NewLink {
  readonly purpose: LinkPurpose;
  readonly id: string;
  /** 256 random bits. Only its hash is stored, so this is the only time to tell it. */
  readonly secret: string;
  readonly expiresAt: Date;
}

/** A link and whose it is. */
export interface AccountLink {
  readonly id: string;
  readonly userId: string;
  /** Where it was sent; the new address where one is to be proven. */
  readonly email: string;
  /** Whether a mail server took it, so that whoever has it reads that mailbox. */
  readonly mailed: boolean;
}

/** 404 for every link that is not good, and no more said: neither whose it was, nor what became of it. */
export const linkIsOver = (): Problem => new Problem(404, LINK_IS_OVER);

/** The same in words for a page. */
export const LINK_IS_OVER =
  'This link is not good: it is incomplete, was used, is too old, or a newer one took its place. Ask for a new one.';

const IS_OPEN = 'used_at IS NULL AND revoked_at IS NULL';

/**
 * A link that is not needed any more is not good: an invitation of somebody who found another way in, a reset from before
 * the last change of the password.
 */
const IS_NEEDED = `CASE link.purpose
  WHEN 'invitation' THEN NOT EXISTS (SELECT 1 FROM sign_in_ways way WHERE way.user_id = link.user_id)
  WHEN 'password-reset' THEN EXISTS (
    SELECT 1 FROM passwords password WHERE password.user_id = link.user_id AND password.set_at <= link.created_at)
  ELSE true END`;

/** The address that somebody gets. */
export const linkUrl = (publicUrl: string, { purpose, secret }: NewLink): string =>
  `${publicUrl}/${PATHS[purpose]}/${secret}`;

/**
 * Makes a link; an open one of the same person and purpose is dead from now on. The caller holds the person's row
 * (`requireUser` with `forChange`), as everybody does who touches these links.
 * @param createdBy null where somebody asked who is not signed in
 */
export async function issueLink(
  manager: EntityManager,
  link: { purpose: LinkPurpose; userId: string; email: string; createdBy: string | null },
): Promise<NewLink> {
  await revokeLinksOf(manager, link.userId, [link.purpose]);
  const id = newId();
  const secret = newSecret();
  const [row] = await manager.query<{ expiresAt: Date }[]>(
    `INSERT INTO account_links (id, purpose, user_id, email, secret_hash, created_by, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, rouse_now() + make_interval(mins => $7)) RETURNING expires_at AS "expiresAt"`,
    [id, link.purpose, link.userId, link.email, hashOf(secret), link.createdBy, MINUTES_GOOD[link.purpose]],
  );
  if (!row) throw new Error('a link was not stored');
  return { id, purpose: link.purpose, secret, expiresAt: row.expiresAt };
}

/** Gives an open link a new secret and its whole time again; the old secret is dead. Null where it is over. */
export async function renewLink(
  manager: EntityManager,
  purpose: LinkPurpose,
  id: string,
): Promise<NewLink | null> {
  const secret = newSecret();
  const [[row]] = await manager.query<[{ expiresAt: Date }[], number]>(
    `UPDATE account_links
        SET secret_hash = $2, mailed_at = NULL, expires_at = rouse_now() + make_interval(mins => $3)
      WHERE id = $1 AND purpose = $4 AND ${IS_OPEN} RETURNING expires_at AS "expiresAt"`,
    [id, hashOf(secret), MINUTES_GOOD[purpose], purpose],
  );
  return row ? { id, purpose, secret, expiresAt: row.expiresAt } : null;
}

/** Writes down that a mail server took this link. One that was renewed meanwhile was not mailed. */
export async function noteMailed(manager: EntityManager, { id, secret }: NewLink): Promise<void> {
  await manager.query('UPDATE account_links SET mailed_at = rouse_now() WHERE id = $1 AND secret_hash = $2', [
    id,
    hashOf(secret),
  ]);
}

/** What a link is; changes nothing. Null for everything that is not good now: unknown, used, revoked, too old. */
export async function findLink(
  manager: EntityManager,
  purpose: LinkPurpose,
  secret: string,
): Promise<AccountLink | null> {
  const [link] = await manager.query<AccountLink[]>(
    `SELECT link.id, link.user_id AS "userId", link.email, link.mailed_at IS NOT NULL AS mailed
       FROM account_links link JOIN current_users person ON person.id = link.user_id
      WHERE link.secret_hash = $1 AND link.purpose = $2 AND ${IS_OPEN}
        AND link.expires_at > rouse_now() AND ${IS_NEEDED}`,
    [hashOf(secret), purpose],
  );
  return link ?? null;
}

/**
 * Uses a link up and holds its person's row until the transaction ends: of two at once one finds it used. A transaction
 * that fails leaves it as it was.
 * @returns null for everything that is not good now
 */
export async function useLink(
  manager: EntityManager,
  purpose: LinkPurpose,
  secret: string,
): Promise<AccountLink | null> {
  const link = await findLink(manager, purpose, secret);
  if (link === null) return null;
  // The person before the link, as everywhere: whoever takes them out waits, or was first.
  const person = await manager.query<unknown[]>(
    'SELECT 1 FROM current_users WHERE id = $1 FOR NO KEY UPDATE',
    [link.userId],
  );
  const [used] = await manager.query<[unknown[], number]>(
    `UPDATE account_links SET used_at = rouse_now()
      WHERE id = $1 AND secret_hash = $2 AND ${IS_OPEN} AND expires_at > rouse_now() RETURNING 1`,
    [link.id, hashOf(secret)],
  );
  return person.length > 0 && used.length > 0 ? link : null;
}

/** Ends open links of a person: all, or those of some purposes. */
export async function revokeLinksOf(
  manager: EntityManager,
  userId: string,
  purposes: readonly LinkPurpose[] | null = null,
): Promise<void> {
  await manager.query(
    `UPDATE account_links SET revoked_at = rouse_now()
      WHERE user_id = $1 AND ($2::text[] IS NULL OR purpose = ANY ($2)) AND ${IS_OPEN}`,
    [userId, purposes],
  );
}

const newSecret = (): string => randomBytes(32).toString('base64url');

/** A plain hash is enough for so many random bits: there is nothing to guess, and one indexed look-up finds it. */
const hashOf = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest();
