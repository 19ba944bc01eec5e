import { createHash, randomBytes } from 'node:crypto';
import type { EntityManager } from 'typeorm';

/** 128 random bits: nothing to guess, and short enough for a message. */
const TOKEN_BYTES = 16;

/** How one person may answer one request. */
export interface Invitation {
  readonly swapId: string;
  readonly userId: string;
  readonly replyCode: string;
  readonly hasDeclined: boolean;
}

const INVITATION = `invitation.swap_id AS "swapId", invitation.user_id AS "userId",
  invitation.reply_code AS "replyCode", invitation.declined_at IS NOT NULL AS "hasDeclined"`;

/**
 * Asks these people, each with a reply code of their own. A code is unique among the open requests of everybody who
 * shares a phone with that person, and no page has taken it on their phones.
 */
export async function invite(
  manager: EntityManager,
  swapId: string,
  userIds: readonly string[],
): Promise<void> {
  await lockReplyCodes(manager, userIds);
  for (const userId of userIds) {
    await manager.query(
      `WITH phones AS (
         SELECT address FROM contact_methods
          WHERE user_id = $2 AND type IN ('sms', 'voice') AND verified_at IS NOT NULL
       ), taken AS (
         SELECT invitation.reply_code AS code FROM swap_invitations invitation
           JOIN swaps swap ON swap.id = invitation.swap_id
          WHERE swap.status = 'open' AND (invitation.user_id = $2 OR invitation.user_id IN (
            SELECT method.user_id FROM contact_methods method
             WHERE method.address IN (SELECT address FROM phones) AND method.verified_at IS NOT NULL))
         UNION
         SELECT code FROM reply_codes WHERE address IN (SELECT address FROM phones)
       )
       INSERT INTO swap_invitations (swap_id, user_id, reply_code)
       SELECT $1, $2, code::text FROM generate_series(100, 99999) AS code
        WHERE code::text NOT IN (SELECT taken.code FROM taken)
        ORDER BY (code >= 1000), (code >= 10000), random() LIMIT 1`,
      [swapId, userId],
    );
  }
}

/** Whoever gives codes to a phone takes turns, pages too; in one order, so that nobody waits for each other. */
async function lockReplyCodes(manager: EntityManager, userIds: readonly string[]): Promise<void> {
  const phones = await manager.query<{ address: string }[]>(
    `SELECT DISTINCT address FROM contact_methods
      WHERE user_id = ANY ($1::uuid[]) AND type IN ('sms', 'voice') AND verified_at IS NOT NULL`,
    [userIds],
  );
  for (const phone of phones.map(({ address }) => address).sort())
    await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('reply-code:' || $1, 0))`, [phone]);
}

/** Everybody who was asked, in the order of their ids. */
export function invitationsOf(manager: EntityManager, swapId: string): Promise<Invitation[]> {
  return manager.query<Invitation[]>(
    `SELECT ${INVITATION} FROM swap_invitations invitation WHERE invitation.swap_id = $1 ORDER BY invitation.user_id`,
    [swapId],
  );
}

/** Writes that somebody said no. One who joined the team since was not invited yet, and is now. */
export async function noteDecline(manager: EntityManager, swapId: string, userId: string): Promise<void> {
  const known = await manager.query<unknown[]>(
    'SELECT 1 FROM swap_invitations WHERE swap_id = $1 AND user_id = $2',
    [swapId, userId],
  );
  if (known.length === 0) await invite(manager, swapId, [userId]);
  await manager.query(
    'UPDATE swap_invitations SET declined_at = rouse_now() WHERE swap_id = $1 AND user_id = $2',
    [swapId, userId],
  );
}

/** Somebody who said no has said yes after all. */
export async function forgetDecline(manager: EntityManager, swapId: string, userId: string): Promise<void> {
  await manager.query(
    'UPDATE swap_invitations SET declined_at = NULL WHERE swap_id = $1 AND user_id = $2 AND declined_at IS NOT NULL',
    [swapId, userId],
  );
}

/** The request that a code means to one of these people: an open one before a closed one's, the newest first. */
export async function invitationWithCode(
  manager: EntityManager,
  userIds: readonly string[],
  code: string,
): Promise<Invitation | null> {
  const [invitation] = await manager.query<Invitation[]>(
    `SELECT ${INVITATION} FROM swap_invitations invitation JOIN swaps swap ON swap.id = invitation.swap_id
     WHERE invitation.user_id = ANY ($1::uuid[]) AND invitation.reply_code = $2
     ORDER BY (swap.status = 'open') DESC, swap.id DESC LIMIT 1`,
    [userIds, code],
  );
  return invitation ?? null;
}

/** The tokens of new links by which these people may answer, by person. Only the hashes are stored. */
export async function newAnswerTokens(
  manager: EntityManager,
  swapId: string,
  userIds: readonly string[],
): Promise<Map<string, string>> {
  const tokens = userIds.map(() => randomBytes(TOKEN_BYTES).toString('base64url'));
  await manager.query(
    `INSERT INTO swap_answer_links (token_hash, swap_id, user_id)
     SELECT link.token_hash, $1, link.user_id FROM unnest($2::bytea[], $3::uuid[]) AS link (token_hash, user_id)`,
    [swapId, tokens.map(hashToken), userIds],
  );
  return new Map(userIds.map((userId, place) => [userId, tokens[place] ?? '']));
}

/** Which request a link answers, and as whom; null for a token that nobody was given. */
export async function invitationOfToken(manager: EntityManager, token: string): Promise<Invitation | null> {
  const [invitation] = await manager.query<Invitation[]>(
    `SELECT ${INVITATION} FROM swap_answer_links link
       JOIN swap_invitations invitation ON invitation.swap_id = link.swap_id AND invitation.user_id = link.user_id
      WHERE link.token_hash = $1`,
    [hashToken(token)],
  );
  return invitation ?? null;
}

const hashToken = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest();
