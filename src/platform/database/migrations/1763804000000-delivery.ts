import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pages have an order, one message can stand for several of them, and providers can have a limit. */
export class Delivery1763804000000 implements MigrationInterface {
  name = 'Delivery1763804000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statements of [PAGES, ATTEMPTS, CODES, ALLOWANCES]) await queryRunner.query(statements);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UNDO);
  }
}

const PAGES = `
-- wanted_at: since when the person should have been told; due_at moves on while a page waits for its turn, or for a
-- provider. precedence: 0 before 1 before 2, as the delivery rules say. was_held: it has waited for its turn.
ALTER TABLE pages
  ADD COLUMN wanted_at timestamptz NOT NULL DEFAULT rouse_now(),
  ADD COLUMN was_held boolean NOT NULL DEFAULT false,
  ADD COLUMN precedence smallint NOT NULL DEFAULT 0;
UPDATE pages SET wanted_at = coalesce(due_at, created_at);
CREATE INDEX pages_wanted ON pages (user_id, wanted_at) WHERE status = 'waiting';
`;

const ATTEMPTS = `
-- lead_attempt_id: of a message that stands for several pages one attempt leads, and has the provider's id; the others
-- point to it. user_id: whose message it was, for the limit of messages a minute. line: the number that a call keeps
-- busy; null once it is over. hung_up_at: somebody answered elsewhere, so it rings no more.
ALTER TABLE attempts
  ADD COLUMN lead_attempt_id uuid REFERENCES attempts (id),
  ADD COLUMN user_id uuid REFERENCES users (id),
  ADD COLUMN line text,
  ADD COLUMN hung_up_at timestamptz;
CREATE INDEX attempts_lead ON attempts (lead_attempt_id) WHERE lead_attempt_id IS NOT NULL;
CREATE INDEX attempts_user ON attempts (user_id, created_at) WHERE lead_attempt_id IS NULL;
CREATE INDEX attempts_line ON attempts (line) WHERE line IS NOT NULL;
`;

const CODES = `
-- The codes that a phone's open pages have; those of resolved incidents are cleared when the phone gets another one.
CREATE TABLE reply_codes (
  address text NOT NULL,
  code text NOT NULL,
  incident_id uuid NOT NULL REFERENCES incidents (id),
  PRIMARY KEY (address, incident_id)
);
INSERT INTO reply_codes (address, code, incident_id)
SELECT DISTINCT ON (page.address, page.incident_id) page.address, page.reply_code, page.incident_id
FROM pages page JOIN incidents incident ON incident.id = page.incident_id
WHERE incident.status <> 'resolved' ORDER BY page.address, page.incident_id, page.id DESC;
`;

const ALLOWANCES = `
-- How many messages a provider takes now, where it has a limit: one bucket for all processes.
CREATE TABLE provider_allowances (
  name text PRIMARY KEY,
  tokens float8 NOT NULL,
  filled_at timestamptz NOT NULL DEFAULT rouse_now()
);
`;

const UNDO = `
DROP TABLE provider_allowances;
DROP TABLE reply_codes;
ALTER TABLE attempts DROP COLUMN lead_attempt_id, DROP COLUMN user_id, DROP COLUMN line, DROP COLUMN hung_up_at;
DROP INDEX pages_wanted;
ALTER TABLE pages DROP COLUMN wanted_at, DROP COLUMN was_held, DROP COLUMN precedence;
`;
