import { createHash, randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { Gathering } from '../engine/gathering.js';
import type { PageMoment } from './page-text.js';

/** 128 random bits: nothing to guess, and short enough for a message. */
const TOKEN_BYTES = 16;

/** So many links are stored in one statement at most. */
const MOST_TOGETHER = 100;

/** A link that is to be stored; `moment` once it is, where there is such a page. */
interface Opening {
  readonly pageId: string;
  readonly tokenHash: Buffer;
  moment: Omit<PageMoment, 'link'> | null;
}

/** One for each database; what is opened at about the same time is stored together. */
const openings = new WeakMap<DataSource, Gathering<Opening>>();

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
  const gathering =
    openings.get(dataSource) ?? new Gathering<Opening>((batch) => storeAll(dataSource, batch), MOST_TOGETHER);
  openings.set(dataSource, gathering);
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const opening: Opening = { pageId, tokenHash: hashOfLink(token), moment: null };
  await gathering.add(opening);
  return opening.moment && { ...opening.moment, link: `${publicUrl}/i/${token}` };
}

async function storeAll(dataSource: DataSource, batch: readonly Opening[]): Promise<void> {
  const rows = await dataSource.query<{ place: number; since: Date; now: Date; help: string | null }[]>(
    `WITH opening AS (
       SELECT page_id, token_hash, place::int - 1 AS place
       FROM unnest($1::uuid[], $2::bytea[]) WITH ORDINALITY AS opening (page_id, token_hash, place)
     ), link AS (
       INSERT INTO page_links (token_hash, page_id)
       SELECT token_hash, page.id FROM opening JOIN pages page ON page.id = page_id
     )
     SELECT place, incident.created_at AS since, rouse_now() AS now,
       CASE WHEN page.responder_request_id IS NOT NULL THEN page.reason END AS help
     FROM opening JOIN pages page ON page.id = page_id JOIN incidents incident ON incident.id = page.incident_id`,
    [batch.map(({ pageId }) => pageId), batch.map(({ tokenHash }) => tokenHash)],
  );
  for (const { place, ...moment } of rows) {
    const opening = batch[place];
    if (opening) opening.moment = moment;
  }
}

/** What is stored of a link's token. */
export const hashOfLink = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest();
