import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Secrets can be renewed, with the old one alive for a while; they tell when they were last used; programs have teams. */
export class RenewableSecrets1764004000000 implements MigrationInterface {
  name = 'RenewableSecrets1764004000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const TABLES = ['api_tokens', 'integrations', 'calendar_feeds'];

const UP = `
${TABLES.map(
  (table) => `
-- The old secret opens until old_ends_at. secret_number counts the secrets of one row: the old one has the number before.
ALTER TABLE ${table}
  ADD COLUMN prefix text,
  ADD COLUMN secret_number int NOT NULL DEFAULT 1,
  ADD COLUMN old_hash bytea,
  ADD COLUMN old_prefix text,
  ADD COLUMN old_ends_at timestamptz,
  ADD COLUMN old_last_used_at timestamptz,
  ADD CONSTRAINT ${table}_old_secret CHECK ((old_hash IS NULL) = (old_ends_at IS NULL));
CREATE UNIQUE INDEX ${table}_old_hash ON ${table} (old_hash) WHERE old_hash IS NOT NULL;`,
).join('\n')}
ALTER TABLE api_tokens
  ADD COLUMN last_used_from text, ADD COLUMN old_last_used_from text,
  ADD COLUMN made_with uuid REFERENCES api_tokens (id) ON DELETE SET NULL;
CREATE INDEX api_tokens_made_with ON api_tokens (made_with) WHERE made_with IS NOT NULL;
ALTER TABLE integrations ADD COLUMN last_used_at timestamptz;
ALTER TABLE calendar_feeds ADD COLUMN last_used_at timestamptz;

-- Apart from team_members: whoever is listed there may be paged.
CREATE TABLE service_account_teams (
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  team_id uuid NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('manager', 'member')),
  PRIMARY KEY (user_id, team_id)
);
CREATE INDEX service_account_teams_team ON service_account_teams (team_id);
`;

const DOWN = `
DROP TABLE service_account_teams;
ALTER TABLE calendar_feeds DROP COLUMN last_used_at;
ALTER TABLE integrations DROP COLUMN last_used_at;
ALTER TABLE api_tokens DROP COLUMN last_used_from, DROP COLUMN old_last_used_from, DROP COLUMN made_with;
${TABLES.map(
  (table) => `
ALTER TABLE ${table}
  DROP COLUMN prefix, DROP COLUMN secret_number, DROP COLUMN old_hash, DROP COLUMN old_prefix,
  DROP COLUMN old_ends_at, DROP COLUMN old_last_used_at;`,
).join('\n')}
`;
