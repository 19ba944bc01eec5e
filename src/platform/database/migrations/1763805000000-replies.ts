import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links in messages, and what keeps guesses and machines that answer each other at bay. */
export class Replies1763805000000 implements MigrationInterface {
  name = 'Replies1763805000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE reply_limits; DROP TABLE page_links;');
  }
}

const TABLES = `
-- Where the link of a message leads. The token itself is in the message alone.
CREATE TABLE page_links (
  token_hash bytea PRIMARY KEY,
  page_id uuid NOT NULL REFERENCES pages (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT rouse_now()
);
CREATE INDEX page_links_page ON page_links (page_id);

-- What a phone has sent lately, as far as it is limited. code_tries: codes that were tried and not found right.
-- last_body: the hash of the last text, which came same_bodies times in a row since same_since.
CREATE TABLE reply_limits (
  address text PRIMARY KEY,
  code_tries timestamptz[] NOT NULL DEFAULT '{}',
  codes_off_until timestamptz,
  inbound timestamptz[] NOT NULL DEFAULT '{}',
  last_body bytea,
  same_bodies int NOT NULL DEFAULT 0,
  same_since timestamptz,
  silent_until timestamptz
);
`;
