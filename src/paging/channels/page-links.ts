import { createHash, randomBytes } from 'node:crypto';
import type { Write } from '../../platform/database/several-writes.js';

/** 128 random bits: nothing to guess, and short enough for a message. */
const TOKEN_BYTES = 16;

/** A link by which the one who is paged may look at the incident and answer. Every message has one of its own. */
export interface NewPageLink {
  readonly pageId: string;
  readonly token: string;
}

export const newPageLink = (pageId: string): NewPageLink => ({
  pageId,
  token: randomBytes(TOKEN_BYTES).toString('base64url'),
});

/** The address that goes into the message. */
export const addressOfLink = (publicUrl: string, { token }: NewPageLink): string => `${publicUrl}/i/${token}`;

/** Stores links: of each only the hash. */
export function writeOfLinks(links: readonly NewPageLink[]): Write[] {
  if (links.length === 0) return [];
  return [
    {
      text: `INSERT INTO page_links (token_hash, page_id) SELECT * FROM unnest($1::bytea[], $2::uuid[])`,
      values: [links.map(({ token }) => hashOfLink(token)), links.map(({ pageId }) => pageId)],
    },
  ];
}

/** What is stored of a link's token. */
export const hashOfLink = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest();
