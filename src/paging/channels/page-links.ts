import { createHash, randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { PageMoment } from './page-text.js';

/** 128 random bits: nothing to guess, and short enough for a message. */
const TOKEN_BYTES = 16;

/**
 * Makes a link by which the one who is paged may look at the incident and answer, and tells since when it is broken.
 * Of the link only the hash is stored. Every message has a link of its own.
 * @returns null where there is no such page
 */
export async function openPageLink(
  dataSource: DataSource,
  publicUrl: string,
  pageId: string,
): Promise<PageMoment | null> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const [row] = await dataSource.query<{ since: Date; now: Date; help: string | null }[]>(
    `WITH page AS (
       SELECT page.id, incident.created_at, CASE WHEN page.responder_request_id IS NOT NULL THEN page.reason END AS help
       FROM pages page JOIN incidents incident ON incident.id = page.incident_id
       WHERE page.id = $1
     ), link AS (
       INSERT INTO page_links (token_hash, page_id) SELECT $2, page.id FROM page
     )
     SELECT page.created_at AS since, rouse_now() AS now, page.help FROM page`,
    [pageId, hashOfLink(token)],
  );
  return row ? { ...row, link: `${publicUrl}/i/${token}` } : null;
}

/** What is stored of a link's token. */
export const hashOfLink = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest();
